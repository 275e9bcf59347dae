import { Client, credentials, Metadata } from '@grpc/grpc-js';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { createFrameJoiner, joinFrames, messagesIn } from '../../src/client/joined-frames.ts';
import { observerMethods } from '../../src/flow/rpc-methods.ts';
import { encodeMessage } from '../../src/flow/codec/wire.ts';
import { startTestServer, type TestServer } from '../helpers/grpc-server.ts';
import { forwarded } from '../helpers/observed-events.ts';

const noLimit = -1;
const headerBytes = 5;

function frame(message: Uint8Array, compressed = 0): Buffer {
  const header = Buffer.alloc(headerBytes);
  header[0] = compressed;
  header.writeUInt32BE(message.length, 1);
  return Buffer.concat([header, message]);
}

/** What a deserializer gets of what the decoder gave. */
const deserialized = (messages: readonly Buffer[]): Uint8Array[] =>
  messages.flatMap((message) => [...messagesIn(message.subarray(headerBytes))]);

// A message of protobuf never begins with a zero.
const message = fc
  .uint8Array({ maxLength: 40 })
  .map((bytes) => (bytes[0] === 0 ? Uint8Array.of(8, ...bytes) : bytes));

describe('joined frames', () => {
  test('give the messages again, however the data was cut', () => {
    const found = fc.check(
      fc.property(fc.array(message), fc.array(fc.nat(60)), (messages, cuts) => {
        const data = Buffer.concat(messages.map((bytes) => frame(bytes)));
        const write = createFrameJoiner(noLimit);
        const came: Uint8Array[] = [];
        let at = 0;
        for (const length of [...cuts, data.length]) {
          came.push(...deserialized(write(data.subarray(at, at + length))));
          at += length;
        }
        return Buffer.concat(came.map((bytes) => frame(bytes))).equals(data);
      }),
    );
    expect(found.counterexample).toBeNull();
  });

  test('of one piece of data are one, and compressed ones stay as they came', () => {
    const [a, b, c] = [Uint8Array.of(8, 1), Uint8Array.of(8, 2), Uint8Array.of(8, 3)];
    const compressed = frame(b, 1);
    const came = createFrameJoiner(noLimit)(Buffer.concat([frame(a), frame(a), compressed, frame(c)]));
    expect(came).toHaveLength(3);
    expect(came[1]).toEqual(compressed);
    expect([came[0]!, came[2]!].flatMap((one) => deserialized([one])).map((bytes) => [...bytes])).toEqual(
      [a, a, c].map((bytes) => [...bytes]),
    );
  });

  test('are refused where one is longer than the limit', () => {
    const write = createFrameJoiner(10);
    expect(write(frame(new Uint8Array(10).fill(1)))).toHaveLength(1);
    expect(() => write(frame(new Uint8Array(11).fill(1)).subarray(0, headerBytes))).toThrow(
      'Received message larger than max (11 vs 10)',
    );
  });

  test('are not asked of what is no call of grpc-js', () => {
    expect(joinFrames({})).toBe(false);
    expect(joinFrames({ call: { nextCall: { decoder: {} } } })).toBe(false);
  });
});

/** Reads all flows of a server; returns the messages and how many data events brought them. */
async function read(made: TestServer, joins: boolean) {
  const client = new Client(made.address, credentials.createInsecure());
  const stream = client.makeServerStreamRequest(
    observerMethods.getFlows.path,
    (bytes: Buffer) => bytes,
    (bytes) => [...messagesIn(bytes)].map((one) => Buffer.from(one).toString('hex')),
    Buffer.from(encodeMessage('observer.GetFlowsRequest', { number: 5000n })),
    new Metadata(),
  );
  let didJoin: boolean | undefined;
  if (joins) stream.once('metadata', () => (didJoin = joinFrames(stream)));
  const messages: string[] = [];
  let events = 0;
  for await (const batch of stream) {
    events += 1;
    messages.push(...batch);
  }
  client.close();
  return { messages, events, didJoin };
}

test('the version of grpc-js that is used lets frames be joined, and nothing else changes', async () => {
  await using made = await startTestServer({ capacity: 5000 });
  for (let index = 0; index < 5000; index += 1) made.store.append(forwarded(String(index)));
  const plain = await read(made, false);
  const joined = await read(made, true);
  expect(joined.didJoin).toBe(true);
  expect(joined.messages).toEqual(plain.messages);
  expect(plain.events).toBe(plain.messages.length);
  expect(joined.events).toBeLessThan(plain.events);
});
