import { createServer, type Http2Server, type ServerHttp2Stream } from 'node:http2';
import { Client, credentials, Metadata } from '@grpc/grpc-js';
import * as fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';

import { createFrameJoiner, joinFrames, messagesIn } from '../../src/client/joined-frames.ts';
import { observerMethods } from '../../src/flow/rpc-methods.ts';
import { encodeMessage } from '../../src/flow/codec/wire.ts';
import { portOf } from '../helpers/grpc-server.ts';

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
const message = fc.uint8Array({ maxLength: 40 }).map((bytes) => (bytes[0] === 0 ? Uint8Array.of(8, ...bytes) : bytes));

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

const sent = Array.from({ length: 2000 }, (_, index) => {
  const summary = 'x'.repeat(index % 500 === 3 ? 200_000 : index % 70);
  return Buffer.from(encodeMessage('observer.GetFlowsResponse', { flow: { uuid: String(index), Summary: summary } }));
});

/** Starts a server that sends each message as HTTP/2 data of its own, all at once, and ends with `status`. */
async function startSender(status: number): Promise<Http2Server> {
  const server = createServer();
  server.on('stream', (stream: ServerHttp2Stream) => {
    stream.respond({ ':status': 200, 'content-type': 'application/grpc+proto' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': String(status), 'grpc-message': 'done' }));
    for (const one of sent) stream.write(frame(one));
    stream.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** Reads all messages of a server; returns them, how many data events brought them, and the error at the end. */
async function read(server: Http2Server, joins: boolean) {
  const client = new Client(`127.0.0.1:${portOf(server)}`, credentials.createInsecure());
  const stream = client.makeServerStreamRequest(
    observerMethods.getFlows.path,
    (bytes: Buffer) => bytes,
    (bytes) => [...messagesIn(bytes)].map((one) => Buffer.from(one).toString('hex')),
    Buffer.alloc(0),
    new Metadata(),
  );
  let didJoin: boolean | undefined;
  if (joins) stream.once('metadata', () => (didJoin = joinFrames(stream)));
  const messages: string[] = [];
  let events = 0;
  let error: unknown;
  try {
    for await (const batch of stream) {
      events += 1;
      messages.push(...batch);
    }
  } catch (thrown) {
    error = thrown;
  }
  client.close();
  return { messages, events, didJoin, error: error instanceof Error ? error.message : undefined };
}

describe('the version of grpc-js that is used', () => {
  test('lets frames be joined, and nothing else changes', async () => {
    const server = await startSender(0);
    onTestFinished(() => void server.close());
    const plain = await read(server, false);
    const joined = await read(server, true);
    expect(plain.messages).toEqual(sent.map((one) => one.toString('hex')));
    expect(plain.events).toBe(sent.length);
    expect(joined.didJoin).toBe(true);
    expect(joined.messages).toEqual(plain.messages);
    expect(joined.events).toBeLessThan(sent.length / 5);
  });

  test('tells the error a stream ends with', async () => {
    const server = await startSender(3);
    onTestFinished(() => void server.close());
    const joined = await read(server, true);
    expect(joined.error).toBe('3 INVALID_ARGUMENT: done');
  });
});
