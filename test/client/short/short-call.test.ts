import { once } from 'node:events';
import { createServer as createHttp2Server, type Http2Server, type ServerHttp2Stream, type Settings } from 'node:http2';
import { createServer, type Server } from 'node:net';
import { assert, asyncProperty, dictionary, integer, string, stringMatching, uint8Array } from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askShortly, type ShortAnswer } from '../../../src/client/short/short-call.ts';
import { portOf } from '../../helpers/grpc-server.ts';

const never = new AbortController().signal;

function ask(port: number, signal: AbortSignal = never): Promise<ShortAnswer | undefined> {
  return askShortly({
    place: { host: '127.0.0.1', port },
    method: '/observer.Observer/GetFlows',
    authority: 'localhost',
    userAgent: 'test/1',
    request: new Uint8Array([1, 2, 3]),
    signal,
  });
}

function framed(message: Uint8Array, flag = 0): Buffer {
  const head = Buffer.alloc(5);
  head[0] = flag;
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

/** How a server answers. */
interface Scripted {
  readonly headers?: Record<string, string | string[]>;
  readonly data?: readonly Uint8Array[];
  readonly trailers?: Record<string, string>;
}

/** A real HTTP/2 server that answers as it is told, and notes what it was asked. */
class ScriptedServer {
  readonly #server: Http2Server = createHttp2Server();
  script: Scripted | ((stream: ServerHttp2Stream) => void) = {};
  asked: { headers: Record<string, unknown>; body: Buffer } | undefined;

  async start(): Promise<void> {
    this.#server.on('stream', (stream: ServerHttp2Stream, headers) => {
      stream.on('error', () => undefined);
      const body: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => body.push(chunk));
      stream.on('end', () => {
        this.asked = { headers: { ...headers }, body: Buffer.concat(body) };
        if (typeof this.script === 'function') this.script(stream);
        else answer(stream, this.script);
      });
    });
    this.#server.on('session', (session) => session.on('error', () => undefined));
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  get port(): number {
    return portOf(this.#server);
  }

  close(): void {
    this.#server.close();
  }
}

function answer(
  stream: ServerHttp2Stream,
  { headers = {}, data = [], trailers = { 'grpc-status': '0' } }: Scripted,
): void {
  stream.respond({ ':status': 200, 'content-type': 'application/grpc', ...headers }, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers(trailers));
  for (const chunk of data) stream.write(chunk);
  stream.end();
}

const server = new ScriptedServer();
beforeAll(() => server.start());
afterAll(() => server.close());

async function answerTo(script: ScriptedServer['script']): Promise<ShortAnswer | undefined> {
  server.script = script;
  return await ask(server.port);
}

describe('a good answer', () => {
  test('comes with its headers and messages, to a well-formed question', async () => {
    const data = [framed(Buffer.from('one')), framed(Buffer.from('')), framed(Buffer.from('three'))];
    const got = await answerTo({ data, headers: { 'x-one': 'a', 'x-two': ['b', 'c'] } });
    expect(got?.messages.map((message) => Buffer.from(message).toString())).toEqual(['one', '', 'three']);
    expect([got?.headers.get('x-one'), got?.headers.get('x-two')]).toEqual([['a'], ['b', 'c']]);
    expect(server.asked?.headers).toMatchObject({
      ':method': 'POST',
      ':scheme': 'http',
      ':authority': 'localhost',
      ':path': '/observer.Observer/GetFlows',
      'content-type': 'application/grpc',
      'user-agent': 'test/1',
      te: 'trailers',
    });
    expect(server.asked?.body).toEqual(framed(new Uint8Array([1, 2, 3])));
  });

  test('may be empty, and be cut anywhere', async () => {
    expect((await answerTo({}))?.messages).toEqual([]);
    const bytes = framed(Buffer.from('message'));
    const data = Array.from(bytes, (_, index) => bytes.subarray(index, index + 1));
    expect((await answerTo({ data }))?.messages).toHaveLength(1);
  });

  test('may be of several megabytes', async () => {
    const message = Buffer.alloc(50_000, 7);
    const got = await answerTo({ data: Array.from({ length: 60 }, () => framed(message)) });
    expect(got?.messages).toHaveLength(60);
    expect(got?.messages.every((each) => message.equals(each))).toBe(true);
  });

  test('may be asked for signs of life meanwhile', async () => {
    const got = await answerTo((stream) => {
      stream.session?.ping(() => answer(stream, { data: [framed(Buffer.from('x'))] }));
    });
    expect(got?.messages).toHaveLength(1);
  });

  test('has its headers whatever they say', async () => {
    const name = stringMatching(/^x-[a-z0-9-]{1,40}$/);
    const value = string({ unit: integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)) });
    const headers = dictionary(
      name,
      value.filter((text) => text !== ''),
      { maxKeys: 8 },
    );
    await assert(
      asyncProperty(headers, async (wanted) => {
        const got = await answerTo({ headers: wanted });
        expect(Object.fromEntries(Object.keys(wanted).map((key) => [key, got?.headers.get(key)?.join()]))).toEqual(
          wanted,
        );
      }),
      { numRuns: 100 },
    );
  });
});

test.each<[string, Settings, number | undefined]>([
  ['no room for requests at first', { initialWindowSize: 0 }, 1],
  ['a large table and large frames', { headerTableSize: 65_536, maxFrameSize: 1_048_576, maxConcurrentStreams: 1 }, 1],
  ['small headers', { maxHeaderListSize: 300, enableConnectProtocol: true }, 1],
  ['no calls at all', { maxConcurrentStreams: 0 }, undefined],
])('a server that wants %s', async (_, settings, count) => {
  const odd = createHttp2Server({ settings });
  odd.on('session', (session) => session.on('error', () => undefined));
  odd.on('stream', (stream: ServerHttp2Stream) => {
    stream.on('error', () => undefined);
    answer(stream, { data: [framed(Buffer.from('x'))] });
  });
  odd.listen(0, '127.0.0.1');
  await once(odd, 'listening');
  expect((await ask(portOf(odd)))?.messages.length).toBe(count);
  odd.close();
});

describe('whatever else comes is no answer', () => {
  test.each<[string, Scripted]>([
    ['another status', { trailers: { 'grpc-status': '3', 'grpc-message': 'no' } }],
    ['no status', { trailers: { other: '0' } }],
    ['another HTTP status', { headers: { ':status': '503' } }],
    ['a compressed answer', { headers: { 'grpc-encoding': 'gzip' } }],
    ['a compressed message', { data: [framed(Buffer.from('x'), 1)] }],
    ['a message that is cut off', { data: [framed(Buffer.from('message')).subarray(0, 7)] }],
    ['half a head', { data: [Buffer.from([0, 0])] }],
    ['more than four megabytes', { data: Array.from({ length: 90 }, () => framed(Buffer.alloc(50_000))) }],
  ])('%s', async (_, script) => {
    expect(await answerTo(script)).toBeUndefined();
  });

  test.each<[string, (stream: ServerHttp2Stream) => void]>([
    ['a reset', (stream) => stream.close(2)],
    ['a connection that goes away', (stream) => stream.session?.destroy()],
    ['an announced end', (stream) => stream.session?.goaway(0)],
    [
      'data without a status behind it',
      (stream) => (stream.respond({ ':status': 200 }), stream.end(framed(Buffer.from('x')))),
    ],
  ])('%s', async (_, script) => {
    expect(await answerTo(script)).toBeUndefined();
  });

  test('nobody there, or an abort', async () => {
    expect(await ask(1)).toBeUndefined();
    expect(await ask(server.port, AbortSignal.abort())).toBeUndefined();
    const abort = new AbortController();
    server.script = () => abort.abort();
    expect(await ask(server.port, abort.signal)).toBeUndefined();
  });

  test('a server that speaks something else, or nonsense', async () => {
    const plain: Server = createServer();
    plain.listen(0, '127.0.0.1');
    await once(plain, 'listening');
    let says: Uint8Array = Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n');
    plain.on('connection', (socket) => socket.on('error', () => undefined).end(says));
    expect(await ask(portOf(plain))).toBeUndefined();
    await assert(
      asyncProperty(uint8Array({ maxLength: 200 }), async (bytes) => {
        says = bytes;
        expect(await ask(portOf(plain))).toBeUndefined();
      }),
      { numRuns: 100 },
    );
    plain.close();
  });
});
