/** What walking over encoded messages needs to know of them: tables made once from the schema. */

import { jsonPiece, type JsonPiece } from './json-room.ts';
import { ScanKind } from './json-scan-shape.ts';
import { kindOf, oneofBits, unwrapped } from './json-scan-plan.ts';
import { once } from './once.ts';
import type { FieldSchema, MessageSchema } from './schema.ts';
import { wireScalar, WireType } from './wire-scalar.ts';

/** A field. */
export interface WireField {
  readonly name: string;
  /** `,"name":` as it stands in JSON. */
  readonly key: JsonPiece;
  /** One of ScanKind; `other` is left to the general reader. */
  readonly kind: number;
  readonly isList: boolean;
  /** True for `google.protobuf.Int32Value` and its like: a message on the wire, the value in it everywhere else. */
  readonly isWrapper: boolean;
  /** Tag of the value in a wrapper. */
  readonly wrappedTag: number;
  /** What JSON has for the zero in a wrapper. */
  readonly zero: JsonPiece;
  /** True where a zero that was sent is printed: members of a oneof, and whatever is a message on the wire. */
  readonly keepsZero: boolean;
  /** The same bit for all members of a oneof; 0 for a field of none. */
  readonly oneof: number;
  /** The names of an enum's codes as they stand in JSON, quotes included. */
  readonly names: ReadonlyMap<number, JsonPiece>;
  /** The plan of a message. Made when the first one comes. */
  readonly message: () => WirePlan;
}

/** A message. */
export interface WirePlan {
  /** In the order they are printed in. */
  readonly fields: readonly WireField[];
  /** The place in `fields` by tag, `noPlace` for a tag of no field and for those that are too large for a table. */
  readonly placeOfTag: Uint8Array;
  /** The places of the large ones: Hubble numbers the summary 100,000. */
  readonly placeOfLargeTag: ReadonlyMap<number, number>;
}

/** Says that a tag is that of no field that is known, or that the wire type is not the field's own. */
export const noPlace = 255;

/** Tags of one byte or two that begin with a low number; a table of all would have a million of them. */
export const tableTags = 1024;

/** As many fields as two words of bits hold. */
export const mostPlaces = 64;

const zeros: Readonly<Record<number, string>> = {
  [ScanKind.string]: '""',
  [ScanKind.enum]: '0',
  [ScanKind.uint32]: '0',
  [ScanKind.int32]: '0',
  [ScanKind.uint64]: '"0"',
  [ScanKind.bool]: 'false',
};

const noPlan = (): WirePlan => ({ fields: [], placeOfTag: new Uint8Array(0), placeOfLargeTag: new Map() });

function tagOf({ number, value }: FieldSchema): number {
  return number * 8 + (wireScalar(value)?.wireType ?? WireType.delimited);
}

function wireField(field: FieldSchema, oneof: number): WireField {
  const { value, isWrapper } = unwrapped(field.value);
  const kind = field.cardinality === 'map' ? ScanKind.other : kindOf(value);
  const names = value.kind === 'enum' ? Array.from(value.enum.names) : [];
  return {
    name: field.name,
    key: jsonPiece(`,"${field.name}":`),
    // The numbers of a list may come packed into one value.
    kind: field.cardinality === 'repeated' && tagOf(field) % 8 !== WireType.delimited ? ScanKind.other : kind,
    isList: field.cardinality === 'repeated',
    isWrapper,
    wrappedTag: 8 + (wireScalar(value)?.wireType ?? WireType.delimited),
    zero: jsonPiece(zeros[kind] ?? ''),
    keepsZero: oneof !== 0 || field.value.kind === 'message',
    oneof,
    names: new Map(names.map(([code, name]) => [code, jsonPiece(`"${name}"`)])),
    message: value.kind === 'message' ? once(() => wirePlan(value.message)) : noPlan,
  };
}

/** Returns the plan of `message`. A message of more than `mostPlaces` fields has those of the first ones only. */
export function wirePlan(message: MessageSchema): WirePlan {
  const oneofs = oneofBits(message);
  const fields = message.fields.slice(0, mostPlaces);
  const placeOfTag = new Uint8Array(tableTags).fill(noPlace);
  const placeOfLargeTag = new Map<number, number>();
  for (const [place, field] of fields.entries()) {
    const tag = tagOf(field);
    if (tag < tableTags) placeOfTag[tag] = place;
    else placeOfLargeTag.set(tag, place);
  }
  return {
    fields: fields.map((field) => wireField(field, oneofs.get(field.name) ?? 0)),
    placeOfTag,
    placeOfLargeTag,
  };
}
