/** What the scanner of canonical JSON needs to know of a message: plain data, made once from the schema. */

import { ScanKind, type ScanField, type ScanMessage, type ScanName } from './json-scan-shape.ts';
import { messageSchema, type FieldSchema, type MessageSchema, type ValueSchema } from './schema.ts';

/** The fields whose values are wanted: each leads to those of its message, or to `whole`. */
export interface WantedFields {
  readonly [name: string]: Wanted;
}

type Wanted = WantedFields | 'whole' | undefined;

const encoder = new TextEncoder();

const scalarKinds: Readonly<Record<string, number>> = {
  string: ScanKind.string,
  uint32: ScanKind.uint32,
  int32: ScanKind.int32,
  uint64: ScanKind.uint64,
  bool: ScanKind.bool,
};

/** Returns how `value` looks, one of ScanKind. */
export function kindOf(value: ValueSchema): number {
  if (value.kind === 'enum') return ScanKind.enum;
  if (value.kind === 'scalar') return scalarKinds[value.type] ?? ScanKind.other;
  if (value.message.form === 'timestamp') return ScanKind.timestamp;
  return value.message.form === 'fields' ? ScanKind.message : ScanKind.other;
}

function namesOf(value: ValueSchema): readonly ScanName[] {
  if (value.kind !== 'enum') return [];
  return Array.from(value.enum.names, ([code, name]) => ({ code, bytes: encoder.encode(`"${name}"`) }));
}

function wordsOf(key: Uint8Array): Int32Array {
  const view = new DataView(key.buffer, key.byteOffset, key.byteLength);
  const words: number[] = [];
  for (let at = 0; at + 4 < key.length; at += 4) words.push(view.getInt32(at, true));
  words.push(view.getInt32(key.length - 4, true));
  return Int32Array.from(words);
}

/** Returns the value in a wrapper, which looks like it; any other value as it is. */
export function unwrapped(value: ValueSchema): { readonly value: ValueSchema; readonly isWrapper: boolean } {
  const inner = value.kind === 'message' && value.message.form === 'wrapper' ? value.message.fields[0] : undefined;
  return inner === undefined ? { value, isWrapper: false } : { value: inner.value, isWrapper: true };
}

/** Returns the bit of each member of a oneof. */
export function oneofBits(message: MessageSchema): ReadonlyMap<string, number> {
  const bits = new Map<string, number>();
  let bit = 1;
  for (const { name, rivals } of message.fields) {
    if (rivals.length === 0 || bits.has(name)) continue;
    for (const member of [name, ...rivals]) bits.set(member, bit);
    bit *= 2;
  }
  return bits;
}

function scanField(field: FieldSchema, place: number, around: { wanted: Wanted; oneof: number }): ScanField {
  const { value, isWrapper } = unwrapped(field.value);
  const kind = field.cardinality === 'map' ? ScanKind.other : kindOf(value);
  const key = encoder.encode(`"${field.name}":`);
  const wanted = typeof around.wanted === 'object' ? around.wanted[field.name] : around.wanted;
  const hasMessage = kind === ScanKind.message && value.kind === 'message';
  return {
    name: field.name,
    keyWords: wordsOf(key),
    lastWord: key.length - 4,
    place,
    kind,
    isList: field.cardinality === 'repeated',
    keepsZero: isWrapper || field.rivals.length > 0 || kind === ScanKind.message || kind === ScanKind.timestamp,
    oneof: around.oneof,
    names: namesOf(value),
    message: hasMessage ? scanMessage(value.message, wanted) : undefined,
    isWanted: wanted !== undefined,
  };
}

/** The schema of a flow is a tree, so this ends. */
function scanMessage(message: MessageSchema, wanted: Wanted): ScanMessage {
  const oneofs = oneofBits(message);
  return {
    fields: message.fields.map((field, place) =>
      scanField(field, place, { wanted, oneof: oneofs.get(field.name) ?? 0 }),
    ),
    followers: new Int32Array(message.fields.length + 1),
  };
}

/**
 * Returns the plan to scan GetFlowsResponse with; the scanner then gives the values of `wanted`. It is plain data, so that a
 * thread can have it without reading the schema again.
 */
export function flowScanPlan(wanted: WantedFields): ScanMessage {
  return scanMessage(messageSchema('observer.GetFlowsResponse'), wanted);
}
