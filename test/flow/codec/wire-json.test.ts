// What is printed straight from bytes is what decoding and printing gives, for whatever bytes there are.
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { UnprintableMessageError } from '../../../src/flow/codec/json-errors.ts';
import { messageFromJson, messageToJson } from '../../../src/flow/codec/json.ts';
import { messageSchema, type FieldSchema, type MessageSchema } from '../../../src/flow/codec/schema.ts';
import { mostBytesPerByte, WireJsonPrinter } from '../../../src/flow/codec/wire-json.ts';
import { decodeMessage, encodeMessage, MalformedMessageError } from '../../../src/flow/codec/wire.ts';
import type { GetFlowsResponse } from '../../../src/flow/messages.ts';
import { messageArbitrary } from './message-arbitrary.ts';

const name = 'observer.GetFlowsResponse';
const printer = new WireJsonPrinter(name);

/** Prints a message in the midst of other bytes; undefined where it is left to the general way. */
function printed(message: Uint8Array): string | undefined {
  const bytes = Buffer.concat([Uint8Array.of(1, 2, 3), message, Uint8Array.of(8, 1, 8, 1)]);
  const isPrinted = printer.print(bytes, 3, 3 + message.length);
  const text = Buffer.from(printer.take()).toString();
  expect(isPrinted).toBe(text !== '');
  return isPrinted ? text : undefined;
}

/** What the general way makes of it: undefined for bytes that are no message or have no JSON. */
function general(message: Uint8Array): string | undefined {
  try {
    return `${messageToJson(name, decodeMessage(name, message))}\n`;
  } catch (error) {
    if (error instanceof MalformedMessageError || error instanceof UnprintableMessageError) return undefined;
    throw error;
  }
}

function isRight(message: Uint8Array): boolean {
  const text = printed(message);
  return text === undefined || text === general(message);
}

const responses = readFileSync('test/fixtures/conformance/hubble/flows.jsonl', 'utf8')
  .split('\n')
  .filter(Boolean)
  .flatMap((line): GetFlowsResponse[] => {
    const read = messageFromJson(name, line, { discardUnknown: true });
    return read.ok && read.value.flow !== undefined ? [read.value] : [];
  });
const encoded = responses.map((response) => encodeMessage(name, response));

describe('printing straight from bytes', () => {
  test('takes the flows Hubble records, and prints them as the general way does', () => {
    const texts = encoded.map(printed);
    expect(texts.filter((text) => text !== undefined).length).toBeGreaterThan(encoded.length * 0.9);
    expect(encoded.every(isRight)).toBe(true);
  });

  test('prints random responses as the general way does', () => {
    const anything = messageArbitrary(messageSchema(name)).map((value) =>
      encodeMessage(name, value as GetFlowsResponse),
    );
    expect(fc.check(fc.property(anything, isRight), { numRuns: 500 }).counterexample).toBeNull();
  });

  test('prints each field of a flow by itself as the general way does', () => {
    const fields = messageSchema('flow.Flow').fields.filter(({ name: field }) => field !== 'extensions');
    const flow = messageArbitrary(messageSchema('flow.Flow')) as fc.Arbitrary<Record<string, unknown>>;
    const taken = new Set<string>();
    fc.assert(
      fc.property(flow, (value) => {
        for (const { name: field } of fields) {
          if (value[field] === undefined) continue;
          const message = encodeMessage(name, { flow: { [field]: value[field] } });
          expect(isRight(message)).toBe(true);
          if (printed(message) !== undefined) taken.add(field);
        }
      }),
      { numRuns: 200 },
    );
    // A map or a number that is no whole one is left to the general way.
    expect(fields.map(({ name: field }) => field).filter((field) => !taken.has(field))).toEqual([]);
  });

  test('is right about bytes that were changed, cut off or put together', () => {
    const change = fc.record({ at: fc.nat(), byte: fc.nat(255), isCut: fc.boolean() });
    const changed = fc
      .tuple(fc.constantFrom(...encoded), fc.array(change, { maxLength: 3 }))
      .map(([message, changes]) => {
        let bytes = Buffer.from(message);
        for (const { at, byte, isCut } of changes) {
          if (isCut) bytes = bytes.subarray(0, at % (bytes.length + 1));
          else if (bytes.length > 0) bytes[at % bytes.length] = byte;
        }
        return bytes;
      });
    const joined = fc.tuple(fc.constantFrom(...encoded), fc.constantFrom(...encoded)).map(Buffer.concat.bind(Buffer));
    const found = fc.check(fc.property(fc.oneof(changed, joined), isRight), { numRuns: 20_000 });
    expect(found.counterexample).toBeNull();
  });

  test.each([
    ['zeros that were sent', [0x0a, 6, 0x10, 0, 0x8a, 0x02, 0, 0x22, 0]],
    ['a number longer than it need be', [0x0a, 3, 0x10, 0x81, 0x00]],
    ['a wrapper around nothing', [0x0a, 3, 0xb2, 0x02, 0]],
    ['a wrapper around two values', [0x0a, 7, 0xb2, 0x02, 4, 8, 0, 8, 1]],
    ['a list in two parts', [0x0a, 9, 0x6a, 1, 0x61, 0x10, 1, 0x6a, 1, 0x62, 0x00]],
    ['a time with its parts turned round', [0x0a, 8, 0x0a, 6, 0x10, 1, 0x08, 1, 0x10, 1]],
    ['a time before 1970', [0x0a, 13, 0x0a, 11, 8, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1]],
    ['a flow that came twice', [0x0a, 2, 0x10, 1, 0x0a, 2, 0x10, 2]],
    ['two members of a oneof', [0x0a, 2, 0x10, 1, 0x1a, 0]],
    ['a value that ends behind its message', [0x0a, 4, 0x6a, 9, 0x61, 0x62]],
    ['no message at all', [0x0a]],
    ['an unknown field', [0x0a, 2, 0x10, 1, 0x78, 1]],
    ['a field with another wire type', [0x0a, 5, 0x15, 0, 0, 0, 0]],
    ['a name that is no UTF-8', [0x0a, 4, 0x5a, 2, 0xc3, 0x28]],
    ['markup, controls and quotes', [0x0a, 8, 0x5a, 6, 0x3c, 0x26, 0x22, 0x5c, 0x00, 0x7f]],
  ])('is right about %s', (_, bytes) => {
    expect(isRight(Uint8Array.from(bytes))).toBe(true);
  });

  test('reserves enough for the longest name and key', () => {
    const seen = new Set<string>();
    const visit = (message: MessageSchema): void => {
      if (seen.has(message.name)) return;
      seen.add(message.name);
      for (const field of message.fields) {
        expect(longestText(field) / shortestBytes(field), `${message.name}.${field.name}`).toBeLessThan(
          mostBytesPerByte,
        );
        if (field.value.kind === 'message') visit(field.value.message);
      }
    };
    visit(messageSchema(name));
    expect(seen.size).toBeGreaterThan(20);
  });

  test('lets its room be used again', () => {
    const first = encoded[0]!;
    const text = printed(first);
    printer.reuse();
    expect(printed(first)).toBe(text);
  });
});

function shortestBytes({ number }: FieldSchema): number {
  return Math.ceil(Math.log2(number * 8 + 8) / 7) + 1;
}

function longestText({ name: field, value }: FieldSchema): number {
  const key = field.length + 4;
  if (value.kind === 'enum') return key + 2 + Math.max(...[...value.enum.codes.keys()].map(({ length }) => length));
  return key + (value.kind === 'message' && value.message.form === 'timestamp' ? 32 : 7);
}
