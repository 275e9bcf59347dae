// What is read into the message before is what decoding gives, for whatever bytes there are.
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { messageFromJson } from '../../../src/flow/codec/json.ts';
import { messageSchema } from '../../../src/flow/codec/schema.ts';
import { WireMessageReader } from '../../../src/flow/codec/wire-message-reader.ts';
import { decodeMessage, encodeMessage, MalformedMessageError } from '../../../src/flow/codec/wire.ts';
import type { GetFlowsResponse } from '../../../src/flow/messages.ts';
import { messageArbitrary } from './message-arbitrary.ts';

const name = 'observer.GetFlowsResponse';

function decoded(message: Uint8Array): unknown {
  try {
    return decodeMessage(name, message);
  } catch (error) {
    if (error instanceof MalformedMessageError) return 'malformed';
    throw error;
  }
}

/** Reads each message twice in a row, and returns whether all that was read is what decoding gives; how many were read as well. */
function read(messages: readonly Uint8Array[], reader = new WireMessageReader(name)) {
  let taken = 0;
  let isRight = true;
  for (const message of [...messages, ...messages]) {
    const bytes = Buffer.concat([Uint8Array.of(1, 2, 3), message, Uint8Array.of(8, 1, 8, 1)]);
    const value = reader.read(bytes, 3, 3 + message.length);
    if (value === undefined) continue;
    taken += 1;
    isRight &&= isDeepStrictEqual(value, decoded(message));
  }
  return { taken, isRight };
}

const recorded = readFileSync('test/fixtures/conformance/hubble/flows.jsonl', 'utf8')
  .split('\n')
  .filter(Boolean)
  .flatMap((line): Uint8Array[] => {
    const response = messageFromJson(name, line, { discardUnknown: true });
    return response.ok && response.value.flow !== undefined ? [encodeMessage(name, response.value)] : [];
  });

describe('reading into the message before', () => {
  test('takes the flows Hubble records', () => {
    const { taken, isRight } = read(recorded);
    expect(isRight).toBe(true);
    expect(taken).toBeGreaterThan(recorded.length * 1.7);
  });

  test('gives what decoding gives of random responses', () => {
    const message = messageArbitrary(messageSchema(name)).map((value) =>
      encodeMessage(name, value as GetFlowsResponse),
    );
    const messages = fc.array(message, { minLength: 1, maxLength: 5 });
    expect(
      fc.check(
        fc.property(messages, (all) => read(all).isRight),
        { numRuns: 200 },
      ).counterexample,
    ).toBeNull();
  });

  test('gives what decoding gives of bytes that were changed or cut off', () => {
    const change = fc.record({ at: fc.nat(), byte: fc.nat(255), isCut: fc.boolean() });
    const changed = fc
      .tuple(fc.constantFrom(...recorded), fc.array(change, { maxLength: 3 }))
      .map(([message, changes]) => {
        let bytes = Buffer.from(message);
        for (const { at, byte, isCut } of changes) {
          if (isCut) bytes = bytes.subarray(0, at % (bytes.length + 1));
          else if (bytes.length > 0) bytes[at % bytes.length] = byte;
        }
        return [message, bytes];
      });
    const reader = new WireMessageReader(name);
    const found = fc.check(
      fc.property(changed, (messages) => read(messages, reader).isRight),
      { numRuns: 10_000 },
    );
    expect(found.counterexample).toBeNull();
  });

  test.each([
    ['zeros that were sent', [0x0a, 6, 0x10, 0, 0x8a, 0x02, 0, 0x22, 0]],
    ['a wrapper around nothing', [0x0a, 3, 0xb2, 0x02, 0]],
    ['a wrapper around two values', [0x0a, 7, 0xb2, 0x02, 4, 8, 0, 8, 1]],
    ['a list in two parts', [0x0a, 8, 0x6a, 1, 0x61, 0x10, 1, 0x6a, 1, 0x62]],
    ['a flow that came twice', [0x0a, 2, 0x10, 1, 0x0a, 2, 0x10, 2]],
    ['two members of a oneof', [0x0a, 2, 0x10, 1, 0x1a, 0]],
    ['a value that ends behind its message', [0x0a, 4, 0x6a, 9, 0x61, 0x62]],
    ['an unknown field', [0x0a, 2, 0x10, 1, 0x78, 1]],
    ['a name that is no UTF-8', [0x0a, 4, 0x5a, 2, 0xc3, 0x28]],
    ['nothing', []],
  ])('is right about %s', (_, bytes) => {
    expect(read([Uint8Array.from(bytes)]).isRight).toBe(true);
  });
});
