/** Single words of the filter bar to nodes. */

import { messageFromJson } from '../../flow/codec/json.ts';
import { isAddress } from './address-form.ts';
import { BarFault } from './bar-fault.ts';
import type { BarKey } from './bar-key.ts';
import { keyNamed, keyNames } from './keys.ts';
import { partsOf, restOf, type Place, type WordToken } from './lexer.ts';
import { nearestName } from './nearest-name.ts';
import { negate, type FilterNode } from './node.ts';
import { meaningOf } from './words.ts';

/** Returns the fault of a word with a quote or brace that is not closed. */
export function openFault(word: WordToken): BarFault {
  if (word.open === '{') return new BarFault('the JSON does not end', 'close every brace', word);
  return new BarFault('a quote is not closed', `write ${word.open ?? ''} at its end`, word);
}

/** Throws BarFault, at `place`, when a value of the node is none. */
export function checkNode(node: FilterNode, place: Place): void {
  if (node.kind !== 'field') return;
  for (const value of node.values) checkValue(keyNamed(node.key), value, place);
}

function checkValue(key: BarKey | undefined, value: string, place: Place): void {
  const reading = key?.read(value);
  if (reading?.ok === false) throw new BarFault(reading.message, reading.hint || `write ${key?.example ?? ''}`, place);
}

/** Returns what a word means. Throws BarFault when it has no meaning. */
export function wordNode(word: WordToken): FilterNode {
  if (word.text === '') throw new BarFault('the quotes are empty', 'write the text to look for', word);
  const colon = word.bare.indexOf(':');
  if (colon > 0 && !isAddress(word.text) && !word.bare.startsWith('\u0000')) return keyedNode(word, colon);
  if (word.bare.includes('\u0000')) return { kind: 'text', text: word.text, isFuzzy: false };
  const node = meaningOf(word.text);
  checkNode(node, word);
  return node;
}

function keyedNode(word: WordToken, colon: number): FilterNode {
  const name = word.text.slice(0, colon).toLowerCase();
  const value = restOf(word, colon + 1);
  if (name === 'cel' || name === 'allowlist' || name === 'denylist') {
    if (value.text === '') throw new BarFault(`${name}: needs a value`, 'write it behind the colon', word);
    return name === 'cel' ? { kind: 'cel', expression: value.text } : rawNode(name, value.text, value);
  }
  const key = keyNamed(name);
  if (key === undefined) throw unknownKey(name, word);
  const parts = key.isList ? partsOf(value) : [value];
  for (const part of parts) {
    if (part.text === '')
      throw new BarFault(`${name}: needs a value`, `write ${key.example}`, { from: word.from, to: part.to });
    checkValue(key, part.text, part);
  }
  return { kind: 'field', key: key.name, values: parts.map(({ text }) => text) };
}

function unknownKey(name: string, word: WordToken): BarFault {
  const nearest = nearestName(name, keyNames());
  const hint = nearest === undefined ? 'to look for the text put it in quotes' : `did you mean ${nearest}:?`;
  return new BarFault(`there is no key "${name}:"`, hint, {
    from: word.from,
    to: word.offsets[name.length + 1] ?? word.to,
  });
}

/** Returns the node of a FlowFilter in JSON. Throws BarFault when it is none. */
export function rawNode(list: 'allowlist' | 'denylist', json: string, place: Place): FilterNode {
  const filter = messageFromJson('flow.FlowFilter', json);
  if (!filter.ok) throw new BarFault(filter.message, `write ${list}:{"verdict":["DROPPED"]}`, place);
  const node: FilterNode = { kind: 'filter', filter: filter.value };
  return list === 'allowlist' ? node : negate(node);
}
