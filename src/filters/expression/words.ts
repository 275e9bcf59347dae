/** Words of the filter bar that need no key, and what other words mean by their form. */

import { directionWords } from '../filter-values.ts';
import { protocolNames } from '../fields/protocol.ts';
import { isAddress, isPort } from './address-form.ts';
import { verdictsByWord } from './flow-keys.ts';
import type { FieldNode, FilterNode } from './node.ts';

/** A word and the key and value it is short for. */
export interface BarWord {
  readonly word: string;
  readonly key: string;
  readonly value: string;
  readonly meaning: string;
}

function wordsFor(key: string, values: Iterable<string>, meaning: (value: string) => string): readonly BarWord[] {
  return Array.from(values, (value) => ({ word: value, key, value, meaning: meaning(value) }));
}

const verdictWords = [...verdictsByWord.keys()].filter((word) => word !== 'unknown');

/** The words, in the order they are explained. */
export const barWords: readonly BarWord[] = [
  ...wordsFor(
    'verdict',
    verdictWords,
    (value) => `Flows with the verdict ${(verdictsByWord.get(value) ?? []).join(' or ')}`,
  ),
  ...wordsFor('dir', directionWords, (value) => `Flows in the direction ${value}`),
  ...wordsFor('proto', protocolNames, (value) => `Flows of the protocol ${value}`),
  { word: 'reply', key: 'reply', value: 'yes', meaning: 'Flows that answer' },
  { word: 'encrypted', key: 'encrypted', value: 'yes', meaning: 'Encrypted flows' },
  { word: 'unencrypted', key: 'encrypted', value: 'no', meaning: 'Flows that are not encrypted' },
  { word: 'ipv4', key: 'ipv', value: '4', meaning: 'IPv4 flows' },
  { word: 'ipv6', key: 'ipv', value: '6', meaning: 'IPv6 flows' },
  ...wordsFor('identity', ['world', 'host', 'remote-node', 'kube-apiserver'], (value) => `Flows from or to ${value}`),
];

const byWord: ReadonlyMap<string, BarWord> = new Map(barWords.map((row) => [row.word, row]));
const byValue: ReadonlyMap<string, BarWord> = new Map(barWords.map((row) => [`${row.key}:${row.value}`, row]));

/** Words that join and negate. */
export const joiningWords = ['and', 'or', 'not'] as const;

/** Returns the word that is short for `key:value`, or undefined. */
export function wordFor({ key, values: [value = '', ...more] }: FieldNode): string | undefined {
  return more.length > 0 ? undefined : byValue.get(`${key}:${value}`)?.word;
}

function field(key: string, value: string): FieldNode {
  return { kind: 'field', key, values: [value] };
}

/**
 * Returns what a word without a key means: one of the known words; `:53` or digits a port; an address or network; `app=web`
 * a label; `shop/web` a pod; with a `*` a domain; all others are text looked for at both ends.
 */
export function meaningOf(word: string): FilterNode {
  const known = byWord.get(word.toLowerCase());
  if (known !== undefined) return field(known.key, known.value);
  const port = word.replace(/^:/, '');
  if (isPort(port)) return field('port', port);
  if (isAddress(word)) return field('ip', word);
  if (word.includes('=')) return field('label', word);
  if (word.includes('/')) return field('pod', word);
  return word.includes('*') ? field('fqdn', word) : { kind: 'text', text: word, isFuzzy: false };
}
