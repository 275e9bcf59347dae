/** Which command of `observe` the words on the command line name. */

import { UsageError } from '../../base/errors.ts';
import { readArguments } from './arguments.ts';
import { observeCommands, type ObserveCommandName } from './commands.ts';
import { nearestName } from './suggest.ts';

/** A command and the arguments that are left for it. */
export interface SelectedCommand {
  readonly name: ObserveCommandName;
  readonly args: readonly string[];
}

interface Word {
  readonly text: string;
  readonly index: number;
}

// Events other than flows: Hubble has commands for them, and showing flows instead would be wrong.
const unsupportedWords: ReadonlySet<string> = new Set(['agent-events', 'debug-events']);
const topWords = ['observe', 'flows', 'status', 'list', 'demo', 'version', 'help'];
const listWords: Readonly<Record<string, ObserveCommandName>> = {
  nodes: 'list-nodes',
  node: 'list-nodes',
  namespaces: 'list-namespaces',
  namespace: 'list-namespaces',
};

/** Returns the words; the flags are looked over only to know which words are values. Ends where the line cannot be read. */
function wordsOf(args: readonly string[]): readonly Word[] {
  const words: Word[] = [];
  try {
    for (const argument of readArguments(args, observeCommands.flows.table)) {
      if (argument.kind === 'word') words.push(argument);
    }
  } catch (error) {
    // The command, once known, reads the line again and reports it.
    if (!(error instanceof UsageError)) throw error;
  }
  return words;
}

function unknownCommand(word: string, parent: string, known: readonly string[]): UsageError {
  const nearest = nearestName(word, known);
  return new UsageError(`unknown command "${word}" for "${parent}"`, {
    code: 'flags/unknown-command',
    hint: nearest === undefined ? `the commands are ${known.join(', ')}` : `did you mean ${nearest}?`,
  });
}

function without(args: readonly string[], words: readonly (Word | undefined)[]): readonly string[] {
  const taken = new Set(words.map((word) => word?.index));
  return args.filter((_, index) => !taken.has(index));
}

function selectList(args: readonly string[], words: readonly Word[]): SelectedCommand {
  const [list, what] = words;
  const choices = ['nodes', 'namespaces'];
  if (what === undefined) {
    throw new UsageError('observe list needs to know what to list', {
      code: 'flags/unknown-command',
      hint: 'write observe list nodes or observe list namespaces',
    });
  }
  const name = Object.hasOwn(listWords, what.text) ? listWords[what.text] : undefined;
  if (name === undefined) throw unknownCommand(what.text, 'observe list', choices);
  return { name, args: without(args, [list, what]) };
}

function selectFlowsCommand(args: readonly string[], words: readonly Word[]): SelectedCommand {
  const leading = words.slice(0, words[0]?.text === 'observe' ? 2 : 1);
  const unsupported = leading.find(({ text }) => unsupportedWords.has(text));
  if (unsupported !== undefined) {
    throw new UsageError(`unknown command "${unsupported.text}" for "observe"`, {
      code: 'flags/unknown-command',
      hint: `Hubble has ${unsupported.text}, this version shows flows only`,
    });
  }
  return {
    name: 'flows',
    args: without(
      args,
      leading.filter(({ text }) => text === 'observe' || text === 'flows'),
    ),
  };
}

// Hubble passes over words it does not know; only a slip of the pen is worth an error.
function rejectNearMiss(word: Word | undefined): void {
  if (word === undefined || topWords.includes(word.text)) return;
  if (nearestName(word.text, topWords) !== undefined) throw unknownCommand(word.text, 'observe', topWords);
}

/**
 * Returns the command and its arguments. Without a command word, after a leading `observe` and after `flows` it is the flow
 * command, which passes over further words as Hubble does. Throws UsageError for a word that is nearly a command.
 */
export function selectCommand(args: readonly string[]): SelectedCommand {
  const words = wordsOf(args);
  const [first] = words;
  switch (first?.text) {
    case 'list':
      return selectList(args, words);
    case 'status':
    case 'demo':
    case 'version':
    case 'help':
      return { name: first.text, args: without(args, [first]) };
    default:
      rejectNearMiss(first);
      return selectFlowsCommand(args, words);
  }
}
