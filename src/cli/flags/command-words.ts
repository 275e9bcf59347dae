/** Which command of `observe` the words on the command line name. */

import { UsageError } from '../../base/errors.ts';
import { readArguments } from './arguments.ts';
import { placeOf, wordsAfter } from './command-tree.ts';
import { observeCommands, type ObserveCommandName } from './commands.ts';
import { nearestName } from '../../filters/expression/nearest-name.ts';

/** A command and the arguments that are left for it, or a word that groups commands and has none behind it. */
export type Selected =
  | { readonly kind: 'command'; readonly name: ObserveCommandName; readonly args: readonly string[] }
  | { readonly kind: 'group'; readonly path: readonly string[] };

interface Word {
  readonly text: string;
  readonly index: number;
}

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

/** Returns the error for a word that is none of the commands behind `path`. */
function unknownCommand(word: string, path: readonly string[]): UsageError {
  const known = wordsAfter(path);
  const nearest = nearestName(word, known);
  return new UsageError(`unknown command "${word}" for "${['observe', ...path].join(' ')}"`, {
    code: 'flags/unknown-command',
    hint: nearest === undefined ? `the commands are ${known.join(', ')}` : `did you mean ${nearest}?`,
  });
}

function without(args: readonly string[], words: readonly Word[]): readonly string[] {
  const taken = new Set(words.map(({ index }) => index));
  return args.filter((_, index) => !taken.has(index));
}

/**
 * Returns the command and its arguments. Without a command word, after a leading `observe` and after `flows` it is the flow
 * command, which passes over further words as Hubble does. Throws UsageError for any other first word, naming the nearest
 * command.
 */
export function selectCommand(args: readonly string[]): Selected {
  const words = wordsOf(args);
  const place = placeOf(words.map(({ text }) => text));
  switch (place.kind) {
    case 'command':
      return { kind: 'command', name: place.name, args: without(args, words.slice(0, place.taken)) };
    case 'group':
      return place;
    case 'unknown':
      throw unknownCommand(place.word, place.path);
    default:
      return place satisfies never;
  }
}
