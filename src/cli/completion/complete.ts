/** What may stand at the cursor of a command line of `observe`. */

import { UsageError } from '../../base/errors.ts';
import { readArguments } from '../flags/arguments.ts';
import { placeOf, summaryOf, wordsAfter } from '../flags/command-tree.ts';
import { observeCommands, type ObserveCommandName } from '../flags/commands.ts';
import type { Flag, FlagTable } from '../flags/flag.ts';
import { configKeyTable } from '../config/config-keys.ts';
import { knownValues, serverNamesFor, type ServerNames } from './values.ts';

/** One way on. */
export interface Candidate {
  readonly text: string;
  /** A few words about it; empty where the text says it all. */
  readonly about: string;
}

/** All ways on. */
export interface Completion {
  readonly candidates: readonly Candidate[];
  /** True when the names of files fit as well. */
  readonly files: boolean;
  /** What the server may add. */
  readonly ask?: ServerNames;
}

/** The shells there are completions for. */
export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;

/** A shell there is a completion for. */
export type Shell = (typeof shells)[number];

/** Tells whether there is a completion for the shell `name`. */
export function isShell(name: string): name is Shell {
  return shells.some((shell) => shell === name);
}

const nothing: Completion = { candidates: [], files: false };
const aboutWidth = 60;

function about(text: string): string {
  const [first = ''] = text.split(/[;:.](?: |$)/);
  return first.length > aboutWidth ? `${first.slice(0, aboutWidth - 1)}…` : first;
}

function plain(texts: readonly string[]): Completion {
  return { candidates: texts.map((text) => ({ text, about: '' })), files: false };
}

/**
 * Returns the candidates that begin with `text`; where none does, those that do in any letter case. `dro` finds DROPPED.
 */
export function beginningWith(candidates: readonly Candidate[], text: string): readonly Candidate[] {
  const exact = candidates.filter((candidate) => candidate.text.startsWith(text));
  if (exact.length > 0) return exact;
  const folded = text.toLowerCase();
  return candidates.filter((candidate) => candidate.text.toLowerCase().startsWith(folded));
}

/** What stands before the cursor, as far as it could be read. */
interface Before {
  readonly words: readonly string[];
  /** True when the last argument is a flag that still needs its value. */
  readonly isValueMissing: boolean;
}

function readBefore(args: readonly string[], table: FlagTable): Before {
  const words: string[] = [];
  try {
    for (const argument of readArguments(args, table)) if (argument.kind === 'word') words.push(argument.text);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { words, isValueMissing: error.code === 'flags/missing-argument' };
  }
  return { words, isValueMissing: false };
}

// `--name`, or the last letter of a group such as `-fo`.
function flagNamed(argument: string, table: FlagTable): readonly [string, Flag<unknown>] | undefined {
  const long = argument.startsWith('--');
  const letter = argument.at(-1);
  return Object.entries(table).find(([name, { short }]) => (long ? `--${name}` === argument : short === letter));
}

function completeValue(name: string, flag: Flag<unknown>, text: string): Completion {
  const ask = serverNamesFor(name);
  return {
    ...plain(knownValues(name, flag, text)),
    files: flag.placeholder === 'FILE',
    ...(ask === undefined ? {} : { ask }),
  };
}

function completeFlags(table: FlagTable): Completion {
  const candidates = Object.entries(table).map(([name, flag]) => ({ text: `--${name}`, about: about(flag.help) }));
  return { candidates, files: false };
}

function completeCommands(path: readonly string[]): Completion {
  const candidates = wordsAfter(path).map((word) => ({ text: word, about: about(summaryOf([...path, word]) ?? '') }));
  return { candidates, files: false };
}

function completeConfig(words: readonly string[], text: string): Completion {
  const keys = configKeyTable(observeCommands['config-set'].table, '');
  const [name] = words;
  if (name === undefined) return plain([...keys.keys()]);
  const key = words.length === 1 ? keys.get(name) : undefined;
  return key === undefined ? nothing : completeValue(name, key.flag, text);
}

// The words that belong to a command itself.
function completeWord(name: ObserveCommandName, words: readonly string[], text: string): Completion {
  switch (name) {
    case 'completion':
      return words.length === 0 ? plain(shells) : nothing;
    case 'config-get':
    case 'config-reset':
      return words.length === 0 ? completeConfig([], text) : nothing;
    case 'config-set':
      return completeConfig(words, text);
    case 'help':
      return completeCommands(words);
    default:
      return nothing;
  }
}

function completeNext(words: readonly string[], text: string): Completion {
  const place = placeOf(words);
  if (words.length === 0) return completeCommands([]);
  if (words.length === 1 && words[0] === 'observe') return plain(['flows', 'agent-events', 'debug-events']);
  if (place.kind === 'group') return completeCommands(place.path);
  return place.kind === 'command' ? completeWord(place.name, words.slice(place.taken), text) : nothing;
}

// Before a command is named its flags may stand as well, so any are read.
function tableAt(args: readonly string[]): FlagTable {
  const place = placeOf(readBefore(args, observeCommands.flows.table).words);
  return observeCommands[place.kind === 'command' ? place.name : 'flows'].table;
}

/**
 * Returns the ways on from `args`: the arguments up to the cursor, the last of them, which may be empty, being the one it is
 * in. The candidates are not yet cut to what the last argument begins with; of `--flag=te` they are the values.
 */
export function completeArguments(args: readonly string[]): Completion {
  const before = args.slice(0, -1);
  const current = args.at(-1) ?? '';
  const table = tableAt(before);
  const { words, isValueMissing } = readBefore(before, table);
  if (isValueMissing) {
    const flag = flagNamed(before.at(-1) ?? '', table);
    return flag === undefined ? nothing : completeValue(...flag, current);
  }
  if (before.includes('--')) return completeNext(words, current);
  const equals = current.indexOf('=');
  if (current.startsWith('--') && equals > 0) {
    const flag = flagNamed(current.slice(0, equals), table);
    return flag === undefined ? nothing : completeValue(...flag, current.slice(equals + 1));
  }
  return current.startsWith('-') ? completeFlags(table) : completeNext(words, current);
}

/** Returns the part of the last argument that candidates stand for: of `--flag=te` it is `te`. */
export function completedText(args: readonly string[]): string {
  const current = args.at(-1) ?? '';
  return /^--[^=]+=/.test(current) ? current.slice(current.indexOf('=') + 1) : current;
}
