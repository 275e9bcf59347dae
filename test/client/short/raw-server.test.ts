import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { assert, asyncProperty, integer, uint8Array } from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createFrameReader,
  frameBytes,
  FrameFlag,
  FrameType,
  settingsPayload,
} from '../../../src/client/short/frames.ts';
import { askShortly, type ShortAnswer, type ShortCall } from '../../../src/client/short/short-call.ts';
import { portOf } from '../../helpers/grpc-server.ts';

const { endStream, endHeaders, padded, priority, ack } = FrameFlag;

function frame(
  type: number,
  flags: number,
  stream: number,
  ...payload: readonly (Uint8Array | readonly number[])[]
): Uint8Array {
  return frameBytes({ type, flags, stream, payload: Buffer.concat(payload.map((part) => Uint8Array.from(part))) });
}

/** A literal that is not kept, name and value without Huffman. */
function literal(name: string, value: string, begin: readonly number[] = [0x00]): Buffer {
  return Buffer.concat([
    Buffer.from(begin),
    Buffer.from([name.length]),
    Buffer.from(name),
    Buffer.from([value.length]),
    Buffer.from(value),
  ]);
}

const settings = frame(FrameType.settings, 0, 0);
const ok = [0x88];
const headers = frame(FrameType.headers, endHeaders, 1, ok, literal('x', 'y'));
const data = frame(FrameType.data, 0, 1, [0, 0, 0, 0, 1, 0x41]);
const trailers = frame(FrameType.headers, endHeaders | endStream, 1, literal('grpc-status', '0'));
const good = [settings, headers, data, trailers];

/** A server that says what it is told to when it is spoken to, whatever is said. */
class RawServer {
  readonly #server: Server = createServer();
  readonly #sockets = new Set<Socket>();
  says: Uint8Array = Buffer.alloc(0);
  ends = true;
  heard: Buffer = Buffer.alloc(0);

  async start(): Promise<void> {
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      this.heard = Buffer.alloc(0);
      socket.on('error', () => undefined);
      socket.once('data', () => (this.ends ? socket.end(this.says) : socket.write(this.says)));
      socket.on('data', (chunk) => (this.heard = Buffer.concat([this.heard, Buffer.from(chunk)])));
    });
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  get port(): number {
    return portOf(this.#server);
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}

const server = new RawServer();
beforeAll(() => server.start());
afterAll(() => server.close());

function ask(options: Partial<ShortCall> = {}): Promise<ShortAnswer | undefined> {
  return askShortly({
    place: { host: '127.0.0.1', port: server.port },
    method: '/observer.Observer/GetFlows',
    authority: 'localhost',
    userAgent: 'test/1',
    request: new Uint8Array([1, 2, 3]),
    signal: new AbortController().signal,
    patienceMs: 10_000,
    ...options,
  });
}

async function answerTo(frames: readonly Uint8Array[]): Promise<ShortAnswer | undefined> {
  server.says = Buffer.concat(frames);
  server.ends = true;
  return await ask();
}

/** The frame of headers with `block` in place of the good one. */
const headersOf = (...block: readonly (Uint8Array | readonly number[])[]): readonly Uint8Array[] => [
  settings,
  frame(FrameType.headers, endHeaders, 1, ...block),
  data,
  trailers,
];

describe('it takes what servers may send in a plain answer', () => {
  test.each<[string, readonly Uint8Array[]]>([
    ['the least', good],
    [
      'settings it knows nothing of, twice',
      [
        frame(
          FrameType.settings,
          0,
          0,
          settingsPayload([
            [4, 0],
            [5, 16_777_215],
            [0x99, 7],
          ]),
        ),
        settings,
        ...good.slice(1),
      ],
    ],
    ['settings that come late', [headers, settings, data, settings, trailers]],
    ['an acknowledgement', [settings, frame(FrameType.settings, ack, 0), ...good.slice(1)]],
    [
      'room',
      [
        settings,
        frame(FrameType.windowUpdate, 0, 0, [0, 0, 9, 9]),
        headers,
        frame(FrameType.windowUpdate, 0, 1, [0, 0, 9, 9]),
        data,
        trailers,
      ],
    ],
    ['frames of no known type', [settings, frame(0xbb, 0xff, 0, [1, 2, 3]), frame(0x0c, 0, 0), ...good.slice(1)]],
    ['a sign of life', [settings, frame(FrameType.ping, 0, 0, [1, 2, 3, 4, 5, 6, 7, 8]), ...good.slice(1)]],
    ['empty data', [settings, headers, frame(FrameType.data, 0, 1), data, frame(FrameType.data, 0, 1), trailers]],
    ['a table that is made smaller', headersOf([0x20], ok)],
    ['a table that is made smaller, in many bytes', headersOf([0x3f, 0xe1, 0x1f, 0x20], ok)],
    ['a status in letters', headersOf(literal(':status', '200'))],
    ['a status under a name of the table', headersOf([0x08, 3], Buffer.from('200'))],
    ['literals that others would keep', headersOf(ok, literal('a', 'b', [0x40]))],
    ['literals nobody may keep', headersOf(ok, literal('a', 'b', [0x10]))],
    ['a name of the table with another value', headersOf(ok, [0x5f, 2], Buffer.from('xy'))],
  ])('%s', async (_, frames) => {
    expect((await answerTo(frames))?.messages).toEqual([Buffer.from('A')]);
  });

  test('nothing but trailers', async () => {
    const only = frame(FrameType.headers, endHeaders | endStream, 1, ok, literal('grpc-status', '0'));
    expect((await answerTo([settings, only]))?.messages).toEqual([]);
  });

  test('it acknowledges settings and signs of life', async () => {
    server.ends = false;
    server.says = Buffer.concat([settings, frame(FrameType.ping, 0, 0, [1, 2, 3, 4, 5, 6, 7, 8])]);
    await ask({ patienceMs: 300 });
    const preface = 24;
    const said = createFrameReader()(server.heard.subarray(preface)) ?? [];
    expect(
      said
        .filter(({ flags, stream }) => stream === 0 && flags === ack)
        .map(({ type, payload }) => [type, [...payload]]),
    ).toEqual([
      [FrameType.settings, []],
      [FrameType.ping, [1, 2, 3, 4, 5, 6, 7, 8]],
    ]);
  });

  test('it says when the question is on its way', async () => {
    server.ends = true;
    server.says = Buffer.concat(good);
    let count = 0;
    expect(await ask({ onAsked: () => (count += 1) })).toBeDefined();
    expect(count).toBe(1);
  });

  test('however it is cut', async () => {
    const whole = Buffer.concat(good);
    await assert(
      asyncProperty(integer({ min: 1, max: whole.length - 1 }), async (cut) => {
        const read = createFrameReader();
        const frames = [whole.subarray(0, cut), whole.subarray(cut)].flatMap((piece) => read(piece) ?? []);
        expect(frames).toEqual(createFrameReader()(whole));
      }),
    );
  });
});

describe('it leaves to the ordinary client', () => {
  test.each<[string, readonly Uint8Array[]]>([
    ['padded data', [settings, headers, frame(FrameType.data, padded, 1, [1, 0, 0, 0, 0, 1, 0x41, 0]), trailers]],
    ['padded headers', [settings, frame(FrameType.headers, endHeaders | padded, 1, [0], ok), data, trailers]],
    [
      'headers with a priority',
      [settings, frame(FrameType.headers, endHeaders | priority, 1, [0, 0, 0, 0, 1], ok), data, trailers],
    ],
    [
      'headers in pieces',
      [settings, frame(FrameType.headers, 0, 1, ok), frame(FrameType.continuation, endHeaders, 1), data, trailers],
    ],
    [
      'trailers in pieces',
      [
        settings,
        headers,
        data,
        frame(FrameType.headers, endStream, 1),
        frame(FrameType.continuation, endHeaders, 1, literal('grpc-status', '0')),
      ],
    ],
    ['a push', [settings, frame(FrameType.pushPromise, endHeaders, 1, [0, 0, 0, 2], ok), ...good.slice(1)]],
    ['another stream', [settings, frame(FrameType.headers, endHeaders, 3, ok), ...good.slice(1)]],
    ['an announced end', [settings, headers, frame(FrameType.goAway, 0, 0, [0, 0, 0, 1, 0, 0, 0, 0]), data, trailers]],
    ['a reset', [settings, headers, data, frame(FrameType.resetStream, 0, 1, [0, 0, 0, 8])]],
    [
      'a word on the way',
      [settings, frame(FrameType.headers, endHeaders, 1, literal(':status', '103')), ...good.slice(1)],
    ],
    ['data before headers', [settings, data, headers, trailers]],
    ['data that ends the stream', [settings, headers, frame(FrameType.data, endStream, 1, [0, 0, 0, 0, 0])]],
    ['an end without trailers', [settings, headers, data]],
    ['headers three times', [settings, headers, headers, data, trailers]],
    ['a frame that is too long', [settings, Buffer.from([0, 0x40, 1, 0, 0, 0, 0, 0, 1]), ...good.slice(1)]],
    ['half a frame', [settings, headers, data, trailers.subarray(0, 12)]],
    [
      'an error alone',
      [settings, frame(FrameType.headers, endHeaders | endStream, 1, ok, literal('grpc-status', '5'))],
    ],
    [
      'a status twice',
      [
        settings,
        headers,
        data,
        frame(FrameType.headers, endHeaders | endStream, 1, literal('grpc-status', '0'), literal('grpc-status', '0')),
      ],
    ],
    ['another status that is an entry', headersOf([0x8d])],
    ['an entry of a table that is none', headersOf(ok, [0xbe])],
    ['a name of a table that is none', headersOf(ok, [0x7f, 0x00, 1, 0x41])],
    ['the entry zero', headersOf(ok, [0x80])],
    ['a number without an end', headersOf(ok, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff])],
    ['a text that is cut off', headersOf(ok, [0x00, 1, 0x61, 5, 0x62])],
    ['a field without a value', headersOf(ok, [0x00, 1, 0x61])],
    ['Huffman with a pad of zeros', headersOf(ok, [0x00, 1, 0x61, 0x81, 0x00])],
    ['Huffman with a pad that is too long', headersOf(ok, [0x00, 1, 0x61, 0x82, 0x1f, 0xff])],
    ['Huffman with its end in it', headersOf(ok, [0x00, 1, 0x61, 0x84, 0xff, 0xff, 0xff, 0xff])],
    ['text that is no ASCII', headersOf(ok, [0x00, 1, 0x61, 0x83, 0xff, 0xff, 0xb1])],
  ])('%s', async (_, frames) => {
    expect(await answerTo(frames)).toBeUndefined();
  });

  test('a server that says nothing, or nothing more', async () => {
    server.ends = false;
    for (const says of [Buffer.alloc(0), settings, Buffer.concat([settings, headers, data])]) {
      server.says = says;
      expect(await ask({ patienceMs: 50 })).toBeUndefined();
    }
  });

  test('a good answer that was changed is the same, or none', async () => {
    const whole = Buffer.concat(good);
    await assert(
      asyncProperty(
        integer({ min: 0, max: whole.length - 1 }),
        uint8Array({ minLength: 1, maxLength: 1 }),
        async (at, [byte]) => {
          const changed = Buffer.from(whole);
          changed[at] = byte ?? 0;
          const got = await answerTo([changed]);
          expect(got === undefined || got.messages.length <= 1).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('a place that is none', async () => {
    const rest = {
      method: '/m',
      authority: 'localhost',
      userAgent: 'test/1',
      request: new Uint8Array(0),
      signal: new AbortController().signal,
    };
    for (const path of ['', 'a\0b', 'x'.repeat(300), '/none/such']) {
      expect(await askShortly({ place: { path }, ...rest })).toBeUndefined();
    }
  });
});
