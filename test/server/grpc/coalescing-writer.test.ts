import { connect } from 'node:http2';
import { PassThrough } from 'node:stream';
import { Metadata, Server, ServerCredentials, type ServerInterceptor, type ServerWritableStream } from '@grpc/grpc-js';
import { array, assert, asyncProperty, uint8Array } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeMessage } from '../../../src/flow/codec/wire.ts';
import type { GetFlowsRequest } from '../../../src/flow/messages.ts';
import { observerMethods } from '../../../src/flow/rpc-methods.ts';
import { writeFrames } from '../../../src/server/grpc/coalescing-writer.ts';
import { http2StreamOf, keepHttp2Stream } from '../../../src/server/grpc/http2-stream.ts';
import { encodedMethod } from '../../../src/server/grpc/method-definition.ts';
import { createStreamCalls, writeEncoded } from '../../../src/server/grpc/stream-call.ts';

/** A server whose GetFlows is answered by `answer`. */
async function serve(
  interceptors: ServerInterceptor[],
  answer: (call: ServerWritableStream<GetFlowsRequest, Uint8Array>) => void,
) {
  const server = new Server({ interceptors });
  server.addService({ getFlows: encodedMethod(observerMethods.getFlows) }, { getFlows: answer });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return { port, [Symbol.dispose]: () => server.forceShutdown() };
}

interface RawAnswer {
  readonly header: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
  readonly trailer: Readonly<Record<string, unknown>>;
}

/** Asks with nothing but node:http2 and returns what came, byte for byte. */
async function askRaw(port: number, headers: Readonly<Record<string, string>> = {}): Promise<RawAnswer> {
  const session = connect(`http://127.0.0.1:${port}`);
  const stream = session.request({
    ':method': 'POST',
    ':path': observerMethods.getFlows.path,
    'content-type': 'application/grpc',
    te: 'trailers',
    ...headers,
  });
  const message = encodeMessage('observer.GetFlowsRequest', {});
  stream.end(Buffer.concat([Buffer.of(0, 0, 0, 0, message.length), message]));
  let header = {};
  let trailer = {};
  stream.on('response', (came) => (header = { ...came, date: '' }));
  stream.on('trailers', (came) => (trailer = came));
  const body = Buffer.concat(await stream.toArray());
  session.destroy();
  return { header: { ...header }, body, trailer: { ...trailer } };
}

const never = new AbortController().signal;

function encodedOf(messages: readonly Uint8Array[]) {
  return messages.map((bytes) => ({ encoded: () => bytes }));
}

/** Answers every call with `batches`. */
function answering(batches: () => readonly (readonly Uint8Array[])[]) {
  const streams = createStreamCalls(never);
  return (call: ServerWritableStream<GetFlowsRequest, Uint8Array>): void => {
    void streams.answer(call, async (answer) => {
      const metadata = new Metadata();
      metadata.set('hubble-server-version', '1.2.3');
      answer.sendMetadata(metadata);
      for (const batch of batches()) await writeEncoded(call, answer, encodedOf(batch));
    });
  };
}

describe('many messages in one write', () => {
  test('are, byte for byte, what grpc-js sends of them one by one', async () => {
    let batches: readonly (readonly Uint8Array[])[] = [];
    using fast = await serve(
      [keepHttp2Stream],
      answering(() => batches),
    );
    using plain = await serve(
      [],
      answering(() => batches),
    );
    const message = uint8Array({ maxLength: 300 });
    await assert(
      asyncProperty(array(array(message, { maxLength: 20 }), { maxLength: 6 }), async (random) => {
        batches = random;
        const answers = [await askRaw(fast.port), await askRaw(plain.port)];
        expect(answers[0]).toEqual(answers[1]);
        expect(answers[0]?.trailer).toMatchObject({ 'grpc-status': '0' });
      }),
      { numRuns: 30 },
    );
    batches = [Array.from({ length: 3000 }, (_, n) => new Uint8Array(n).fill(n)), [new Uint8Array(3_000_000)]];
    const [fastAnswer, plainAnswer] = [await askRaw(fast.port), await askRaw(plain.port)];
    expect(fastAnswer.body.equals(plainAnswer.body)).toBe(true);
    expect(fastAnswer.body).toHaveLength(batches.flat().reduce((sum, { length }) => sum + 5 + length, 0));
  });

  test('end with a deadline as grpc-js has it', async () => {
    using server = await serve([keepHttp2Stream], (call) => {
      void createStreamCalls(never).answer(call, async (answer) => {
        answer.sendMetadata(new Metadata());
        let is = true;
        while (is) {
          is = await writeEncoded(call, answer, encodedOf([Buffer.from('x')]));
          await new Promise((resolve) => setImmediate(resolve));
        }
      });
    });
    expect((await askRaw(server.port, { 'grpc-timeout': '50m' })).trailer).toMatchObject({ 'grpc-status': '4' });
  });
});

describe('the stream under a call', () => {
  test('is found in this release of grpc-js, once the header was sent', async () => {
    const found: boolean[] = [];
    using server = await serve([keepHttp2Stream], (call) => {
      found.push(http2StreamOf(call) !== undefined);
      call.sendMetadata(new Metadata());
      found.push(http2StreamOf(call) !== undefined);
      call.end();
    });
    await askRaw(server.port);
    expect(found).toEqual([false, true]);
  });

  test('is not used where messages are said to be compressed', async () => {
    const found: boolean[] = [];
    using server = await serve([keepHttp2Stream], (call) => {
      const metadata = new Metadata();
      metadata.set('grpc-encoding', 'gzip');
      call.sendMetadata(metadata);
      found.push(http2StreamOf(call) !== undefined);
      call.end();
    });
    await askRaw(server.port);
    expect(found).toEqual([false]);
  });

  test('is not known for a call of another shape, which is answered all the same', async () => {
    using server = await serve([hideStream], (call) => {
      expect(http2StreamOf(call)).toBeUndefined();
      answering(() => [[Buffer.from('a'), Buffer.from('b')]])(call);
    });
    expect((await askRaw(server.port)).body.toString()).toBe('\0\0\0\0\u{1}a\0\0\0\0\u{1}b');
  });
});

/** What a call would be that holds no stream. */
const hideStream: ServerInterceptor = (method, call) =>
  keepHttp2Stream(method, new Proxy(call, { get: (target, key) => readExceptStream(target, key) }));

function readExceptStream(target: object, key: string | symbol): unknown {
  if (key === 'stream') return undefined;
  const value: unknown = Reflect.get(target, key);
  return typeof value === 'function' ? value.bind(target) : value;
}

/** A stream that keeps what is written until somebody reads it. */
function aFullStream() {
  const writes: Buffer[] = [];
  const stream = Object.assign(new PassThrough({ highWaterMark: 1 }), { headersSent: true, sentHeaders: {} });
  stream.on('data', (chunk: Buffer) => writes.push(chunk)).pause();
  return { stream, writes };
}

describe('pace', () => {
  test('what is ready goes out in one write, within this turn', () => {
    const { stream } = aFullStream();
    void writeFrames(stream, encodedOf([Buffer.from('a'), Buffer.from('bc')]), never);
    expect(stream.read()?.toString()).toBe('\0\0\0\0\u{1}a\0\0\0\0\u{2}bc');
  });

  test('messages are encoded no further than the reader takes them', async () => {
    const { stream, writes } = aFullStream();
    let encoded = 0;
    const messages = Array.from({ length: 10 }, () => ({
      encoded() {
        encoded += 1;
        return new Uint8Array(40_000);
      },
    }));
    const done = writeFrames(stream, messages, never);
    expect(encoded).toBe(2);
    stream.resume();
    expect(await done).toBe(true);
    expect(writes).toHaveLength(5);
  });

  test.each<[string, (gone: AbortController, stream: PassThrough) => void]>([
    ['the call is cancelled', (gone) => gone.abort()],
    ['the stream is destroyed', (_, stream) => stream.destroy()],
  ])('a writer that waits is let go when %s, and leaves no listener', async (_what, leave) => {
    const { stream } = aFullStream();
    const listeners = () => stream.listenerCount('drain') + stream.listenerCount('close');
    const before = listeners();
    const gone = new AbortController();
    const done = writeFrames(stream, encodedOf([new Uint8Array(100_000), new Uint8Array(100_000)]), gone.signal);
    expect(listeners()).toBeGreaterThan(before);
    leave(gone, stream);
    expect(await done).toBe(false);
    expect(listeners()).toBe(before);
  });

  test('nothing is written after the end', async () => {
    const { stream } = aFullStream();
    stream.end();
    expect(await writeFrames(stream, encodedOf([new Uint8Array(1)]), never)).toBe(false);
  });
});
