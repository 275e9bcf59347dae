/** The commands of `observe` as a tree of words. */

import { observeCommands, type CommandText, type ObserveCommandName } from './commands.ts';

/** What words on the command line lead to. */
export type TreePlace =
  /** A command; `taken` words name it, the others are its own. */
  | { readonly kind: 'command'; readonly name: ObserveCommandName; readonly taken: number }
  /** A word that only groups commands, with nothing behind it. */
  | { readonly kind: 'group'; readonly path: readonly string[] }
  /** A word that leads nowhere. */
  | { readonly kind: 'unknown'; readonly path: readonly string[]; readonly word: string };

/** Words that stand for the flow command itself, as in `hubble observe flows`. */
const flowWords = ['observe', 'flows'] as const;

/** What may follow a leading `observe`, as with Hubble; any other word there is passed over. */
const afterObserve: ReadonlyMap<string, ObserveCommandName> = new Map([
  ['flows', 'flows'],
  ['agent-events', 'agent-events'],
  ['debug-events', 'debug-events'],
]);

/** Hubble's other spellings, by path. */
const aliases: ReadonlyMap<string, string> = new Map([
  ['w', 'watch'],
  ['watch peer', 'peers'],
  ['list node', 'nodes'],
  ['list namespace', 'namespaces'],
]);

const commands: readonly (readonly [string, CommandText])[] = Object.entries(observeCommands);

function isCommandName(name: string): name is ObserveCommandName {
  return Object.hasOwn(observeCommands, name);
}

function canonical(path: readonly string[], word: string): string {
  return aliases.get([...path, word].join(' ')) ?? word;
}

function startsWith(words: readonly string[], path: readonly string[]): boolean {
  return path.every((word, index) => words[index] === word);
}

/** Returns the words that may follow `path`, in the order of help; without a path also those of the flow command. */
export function wordsAfter(path: readonly string[]): readonly string[] {
  const next = commands
    .filter(([, { words }]) => startsWith(words, path))
    .flatMap(([, { words }]) => words[path.length] ?? []);
  return [...new Set(path.length === 0 ? [...flowWords, ...next] : next)];
}

/** Returns the summary of the command `path` names, undefined for a path that is none. */
export function summaryOf(path: readonly string[]): string | undefined {
  const exact = commands.find(([, { words }]) => words.length === path.length && startsWith(words, path));
  return exact?.[1].summary;
}

/** Returns the commands in the group `path`, in the order of help. */
export function commandsIn(path: readonly string[]): readonly CommandText[] {
  return commands
    .map(([, command]) => command)
    .filter(({ words }) => words.length > path.length && startsWith(words, path));
}

function walk(words: readonly string[]): TreePlace {
  const path: string[] = [];
  for (const [index, text] of words.entries()) {
    const word = canonical(path, text);
    if (!wordsAfter(path).includes(word)) return { kind: 'unknown', path, word: text };
    path.push(word);
    const found = commands.find(([, command]) => command.words.join(' ') === path.join(' '));
    if (found !== undefined && isCommandName(found[0])) return { kind: 'command', name: found[0], taken: index + 1 };
  }
  return { kind: 'group', path };
}

/**
 * Returns where `words` (without flags) lead. No word, `flows` and a leading `observe` are the flow command, which passes over
 * further words as Hubble does.
 */
export function placeOf(words: readonly string[]): TreePlace {
  const [first, second = ''] = words;
  if (first === undefined) return { kind: 'command', name: 'flows', taken: 0 };
  if (first === 'flows') return { kind: 'command', name: 'flows', taken: 1 };
  if (first !== 'observe') return walk(words);
  const name = afterObserve.get(second);
  return { kind: 'command', name: name ?? 'flows', taken: name === undefined ? 1 : 2 };
}
