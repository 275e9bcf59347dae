/** Random messages of any type of the schema, in the normal form the codec returns: no zero scalar, no empty list. */

import * as fc from 'fast-check';
import type { FieldSchema, MessageSchema, ScalarType, ValueSchema } from '../../../src/flow/codec/schema.ts';
import { encodeMessage } from '../../../src/flow/codec/wire.ts';

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });

const scalars: Readonly<Record<ScalarType, fc.Arbitrary<unknown>>> = {
  double: fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, 0)),
  float: fc.float({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, 0)),
  int32: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).filter((value) => value !== 0),
  uint32: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
  int64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).filter((value) => value !== 0n),
  uint64: fc.bigInt({ min: 1n, max: 2n ** 64n - 1n }),
  bool: fc.constant(true),
  string: text,
  bytes: fc.uint8Array({ minLength: 1, maxLength: 16 }),
};

/** Elements of lists and maps, and values of wrappers, may be zero. */
const zeros: Readonly<Record<ScalarType, unknown>> = {
  double: 0,
  float: 0,
  int32: 0,
  uint32: 0,
  int64: 0n,
  uint64: 0n,
  bool: false,
  string: '',
  bytes: new Uint8Array(0),
};

const timestamp = fc.record(
  {
    seconds: fc.integer({ min: -62_135_596_800, max: 253_402_300_799 }),
    nanos: fc.integer({ min: 0, max: 999_999_999 }),
  },
  { noNullPrototype: true },
);

/** An Any both codecs can print: an endpoint, or a wrapper. */
const any = fc.oneof(
  fc.constant({}),
  fc.bigInt({ min: 1n, max: 2n ** 64n - 1n }).map((lost) => ({
    type_url: 'type.googleapis.com/flow.LostEvent',
    value: new Uint8Array(encodeMessage('flow.LostEvent', { num_events_lost: lost })),
  })),
  fc.constant({ type_url: 'type.googleapis.com/google.protobuf.StringValue', value: Uint8Array.of(10, 2, 104, 105) }),
);

const fieldMask = fc.oneof(
  fc.constant({}),
  fc.array(fc.constantFrom('time', 'node_name', 'source.pod_name', 'l4'), { minLength: 1 }).map((paths) => ({ paths })),
);

function valueOf(value: ValueSchema, mayBeZero: boolean): fc.Arbitrary<unknown> {
  if (value.kind === 'message') return messageArbitrary(value.message);
  if (value.kind === 'enum') return scalars.int32;
  return mayBeZero ? fc.oneof(fc.constant(zeros[value.type]), scalars[value.type]) : scalars[value.type];
}

function fieldOf(field: FieldSchema): fc.Arbitrary<unknown> {
  const element = valueOf(field.value, field.cardinality !== 'single');
  if (field.cardinality === 'repeated') return fc.array(element, { minLength: 1, maxLength: 3 });
  if (field.cardinality === 'map') return fc.dictionary(fc.string(), element, mapSize);
  return element;
}

const mapSize = { minKeys: 1, maxKeys: 3, noNullPrototype: true };

/** Keeps one member of each oneof. */
function withoutRivals(message: MessageSchema, value: Record<string, unknown>): Record<string, unknown> {
  const kept: Record<string, unknown> = { ...value };
  for (const field of message.fields) {
    if (kept[field.name] !== undefined) for (const rival of field.rivals) delete kept[rival];
  }
  return kept;
}

/** Returns random values of `message`. */
export function messageArbitrary(message: MessageSchema): fc.Arbitrary<unknown> {
  if (message.form === 'timestamp') return timestamp;
  if (message.form === 'any') return any;
  if (message.form === 'field-mask') return fieldMask;
  const [first] = message.fields;
  if (message.form === 'wrapper' && first !== undefined) return valueOf(first.value, true);
  const fields = Object.fromEntries(message.fields.map((field) => [field.name, fieldOf(field)]));
  return fc.record(fields, { requiredKeys: [], noNullPrototype: true }).map((value) => withoutRivals(message, value));
}
