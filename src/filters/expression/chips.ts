/** Chips: texts of terms made from cells of a table and from flags of the command line. */

import { messageToJson } from '../../flow/codec/json.ts';
import type { FlowFilter } from '../../flow/flow-filter.ts';
import { createFilterBuilder, type BuiltFilters } from '../builder.ts';
import { protocolNames } from '../fields/protocol.ts';
import type { FilterFlagName } from '../filter-flags.ts';
import { isIndependent, nodeOfFlag } from './bar-flags.ts';
import { sameFilters } from './canonical.ts';
import { barFilters } from './filters-of.ts';
import { verdictsByWord } from './flow-keys.ts';
import { joinOneField } from './node-filters.ts';
import { nodeText } from './node-text.ts';
import { negate, type FilterNode } from './node.ts';
import { readBar } from './reading.ts';

/** Cells of which a filter can be made. */
export type BarField =
  | 'source'
  | 'destination'
  | 'source-ip'
  | 'destination-ip'
  | 'source-namespace'
  | 'destination-namespace'
  | 'port'
  | 'verdict'
  | 'node'
  | 'direction'
  | 'policy'
  | 'namespace';

/** A filter flag as it was given. */
export interface GivenFilterFlag {
  readonly flag: FilterFlagName;
  readonly value: string;
  readonly negated: boolean;
}

function field(key: string, value: string): FilterNode {
  return { kind: 'field', key, values: [value] };
}

// `10.0.0.1:80`, `[fe80::1]:80`, `shop/web:80` as lines print them: the name of the end is the part before the port.
function endName(value: string): string {
  const bracketed = /^\[(.*)\](?::\d+)?$/.exec(value)?.[1];
  if (bracketed !== undefined) return bracketed;
  const parts = value.split(':');
  return parts.length === 2 ? (parts[0] ?? '') : value;
}

function endNode(key: 'from' | 'to', value: string): FilterNode {
  const names = value
    .split(',')
    .map(endName)
    .filter((name) => name !== '');
  return { kind: 'field', key, values: names.length === 0 ? [value] : names };
}

function portNode(value: string): FilterNode {
  const number = /(?:^|[^\d])(\d{1,5})(?:$|[^\d])/.exec(value)?.[1];
  const protocol = /[a-z]+(?:\d(?!\d))?/i.exec(value)?.[0].toLowerCase() ?? '';
  const isProtocolOnly = number === undefined || protocol.startsWith('icmp');
  return isProtocolOnly && protocolNames.includes(protocol) ? field('proto', protocol) : field('port', number ?? value);
}

// Cells hold more than the word: `none (INGRESS AUDITED)`.
function wordIn(value: string, words: Iterable<string>): string {
  const found = new Set(value.toLowerCase().match(/[a-z_]+/g));
  return [...words].find((word) => found.has(word)) ?? value;
}

const nodesByField: Readonly<Record<BarField, (value: string) => FilterNode>> = {
  source: (value) => endNode('from', value),
  destination: (value) => endNode('to', value),
  'source-ip': (value) => field('from', endName(value)),
  'destination-ip': (value) => field('to', endName(value)),
  'source-namespace': (value) => field('from-ns', value),
  'destination-namespace': (value) => field('to-ns', value),
  port: portNode,
  verdict: (value) => field('verdict', wordIn(value, verdictsByWord.keys())),
  node: (value) => field('node', value),
  direction: (value) => field('dir', wordIn(value, ['ingress', 'egress'])),
  policy: (value) => field('policy', value),
  namespace: (value) => field('ns', value),
};

/** Returns the text of the chip that keeps to the value of a cell, or with `negated` leaves it out. */
export function termFor(cell: BarField, value: string, negated: boolean): string {
  const node = nodesByField[cell](value);
  return nodeText(negated ? negate(node) : node);
}

function flagText({ flag, value, negated }: GivenFilterFlag): string {
  return nodeText({ kind: 'flag', flag, value, isNegated: negated });
}

function wordText({ flag, value, negated }: GivenFilterFlag): string {
  const node = nodeOfFlag(flag, value);
  return nodeText(negated ? negate(node) : node);
}

function builtFrom(given: readonly GivenFilterFlag[]): BuiltFilters {
  const builder = createFilterBuilder();
  for (const { flag, value, negated } of given) builder.set(flag, value, negated);
  return builder.build();
}

function saySame(texts: readonly string[], wanted: BuiltFilters): boolean {
  const read = readBar(texts.join(' '));
  const built = read.ok ? barFilters(read.terms) : undefined;
  if (built?.ok !== true) return false;
  const { whitelist, blacklist } = built.filters;
  const isSame = sameFilters(joinOneField(blacklist), joinOneField(wanted.blacklist));
  return isSame && sameFilters(whitelist, wanted.whitelist);
}

// The shortest first: the flags themselves always say it.
function textsOf(given: readonly GivenFilterFlag[]): readonly string[] {
  const wanted = builtFrom(given);
  const words = given.map(wordText);
  const mixed = given.map((one) => (isIndependent(one.flag) ? wordText(one) : flagText(one)));
  return [words, mixed].find((texts) => saySame(texts, wanted)) ?? given.map(flagText);
}

/**
 * Returns flags of the command line as chips, one each: short words where they say the same together, else the flags
 * themselves. Flags after `--not` are taken apart from the others.
 */
export function termsFromFlags(given: readonly GivenFilterFlag[]): readonly string[] {
  return [...textsOf(given.filter(({ negated }) => !negated)), ...textsOf(given.filter(({ negated }) => negated))];
}

/** Returns the chip of a filter given as JSON. */
export function termFromFilter(list: 'allowlist' | 'denylist', filter: FlowFilter): string {
  return `${list}:${messageToJson('flow.FlowFilter', filter)}`;
}
