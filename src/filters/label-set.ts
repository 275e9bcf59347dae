/** The labels of an endpoint or node: `source:key=value`, as Cilium writes them. */

import { compileRange } from './ip-range.ts';

/** A label; without a source in its text it has the source `unspec`. */
export interface Label {
  readonly source: string;
  readonly key: string;
  readonly value: string;
}

/** What a selector looks for. */
export interface LabelKey {
  /** `any` goes with every source. */
  readonly source: string;
  readonly key: string;
}

const reserved = 'reserved';

function splitSource(text: string): { readonly source: string; readonly rest: string } {
  if (text.startsWith('$')) return { source: reserved, rest: text.slice(1) };
  const colon = text.indexOf(':');
  if (colon > 0) return { source: text.slice(0, colon), rest: text.slice(colon + 1) };
  if (text.startsWith('reserved.')) return { source: reserved, rest: text.slice(reserved.length + 1) };
  return { source: 'unspec', rest: text.slice(colon + 1) };
}

function parseLabel(text: string): Label {
  const { source, rest } = splitSource(text);
  const equals = rest.indexOf('=');
  if (equals < 0) return { source, key: rest, value: '' };
  if (equals === 0 && source === reserved) return { source, key: rest.slice(1), value: '' };
  return { source, key: rest.slice(0, equals), value: rest.slice(equals + 1) };
}

/** Parses labels as flows carry them: `source:key=value`, source and value optional, `$world` short for `reserved:world`. */
export function parseLabels(labels: readonly string[]): readonly Label[] {
  return labels.map(parseLabel);
}

// In a label, dashes stand for the colons of an IPv6 prefix.
function lies(inner: string, outer: string): boolean {
  const range = compileRange(outer.replaceAll('-', ':'));
  const [address = '', bits = ''] = inner.replaceAll('-', ':').split('/');
  return range.ok && outer.includes('/') && Number(bits) >= Number(outer.split('/')[1]) && range.contains(address);
}

function hasKey(label: Label, { source, key }: LabelKey): boolean {
  if (source !== 'any' && source !== label.source) return false;
  return key === label.key || (source === 'cidr' && lies(label.key, key));
}

/** Returns the first label that has the key. A prefix (`cidr:10.0.0.0/8`) is the key of all prefixes inside it too. */
export function findLabel(labels: readonly Label[], key: LabelKey): Label | undefined {
  return labels.find((label) => hasKey(label, key));
}
