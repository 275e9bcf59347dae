/** What must hold for every message of the schema, not only for those that go over the wire by themselves. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { messageFromJson, messageToJson } from '../../../src/flow/codec/json.ts';
import type { MessageName } from '../../../src/flow/codec/message-types.ts';
import { trusted } from '../../../src/flow/codec/plain-message.ts';
import { flowSchema, messageSchema, type FieldSchema } from '../../../src/flow/codec/schema.ts';
import { decodeBySchema, encodeBySchema } from '../../../src/flow/codec/wire.ts';
import { messageArbitrary } from './message-arbitrary.ts';

/** The codecs go by the schema alone: a name that no call of ours uses is as good as any. */
const names = trusted<readonly MessageName[]>(flowSchema().messageNames());

function jsonRoundTrip(name: MessageName, value: unknown): unknown {
  const result = messageFromJson(name, messageToJson(name, trusted(value)));
  if (!result.ok) throw new Error(`${result.kind}: ${result.message}`);
  return result.value;
}

const wireRoundTrip = (name: MessageName, value: unknown): unknown =>
  decodeBySchema(messageSchema(name), encodeBySchema(messageSchema(name), value));

function enumFields(name: MessageName): readonly FieldSchema[] {
  return messageSchema(name).fields.filter(({ value }) => value.kind === 'enum');
}

/** Field numbers that no message has, as a newer Hubble may send them; from 100,000 on there are known ones again. */
const newNumber = fc.integer({ min: 20_000, max: 90_000 });

function varint(number: number): readonly number[] {
  return number < 0x80 ? [number] : [(number & 0x7f) | 0x80, ...varint(number >>> 7)];
}

/** Fields of every wire type: varint, 64 bits, bytes, 32 bits. */
const newField = fc
  .tuple(
    newNumber,
    fc.oneof(
      fc.nat({ max: 2 ** 30 }).map((value) => ({ type: 0, content: varint(value) })),
      fc.uint8Array({ minLength: 8, maxLength: 8 }).map((value) => ({ type: 1, content: [...value] })),
      fc.uint8Array({ maxLength: 20 }).map((value) => ({ type: 2, content: [value.length, ...value] })),
      fc.uint8Array({ minLength: 4, maxLength: 4 }).map((value) => ({ type: 5, content: [...value] })),
    ),
  )
  .map(([number, { type, content }]) => [...varint(number * 8 + type), ...content]);

describe('every message', () => {
  it.each(names)('%s reads the JSON it printed, codes of unknown enum names among it', (name) => {
    fc.assert(
      fc.property(messageArbitrary(messageSchema(name)), (value) => {
        expect(jsonRoundTrip(name, value)).toStrictEqual(value);
      }),
      { numRuns: 40 },
    );
  });

  it.each(names.filter((name) => enumFields(name).length > 0))('%s keeps codes its enums have no name for', (name) => {
    for (const { name: field, cardinality } of enumFields(name)) {
      for (const code of [123_456, -5, 2 ** 31 - 1, -(2 ** 31)]) {
        const value = { [field]: cardinality === 'repeated' ? [code] : code };
        expect(wireRoundTrip(name, value)).toStrictEqual(value);
        expect(jsonRoundTrip(name, value)).toStrictEqual(value);
        expect(messageToJson(name, trusted(value))).toContain(String(code));
      }
    }
  });

  it.each(names.filter((name) => messageSchema(name).form === 'fields'))(
    '%s gives on fields it does not know',
    (name) => {
      const message = messageSchema(name);
      fc.assert(
        fc.property(messageArbitrary(message), fc.array(newField, { minLength: 1, maxLength: 4 }), (value, fields) => {
          const bytes = Buffer.concat([encodeBySchema(message, value), Buffer.from(fields.flat())]);
          const decoded = decodeBySchema(message, bytes);
          expect(Buffer.from(encodeBySchema(message, decoded)).toString('hex')).toBe(bytes.toString('hex'));
          expect({ ...trusted<object>(decoded) }).toMatchObject(trusted<object>(value));
        }),
        { numRuns: 40 },
      );
    },
  );
});
