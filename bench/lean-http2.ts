/**
 * One call over HTTP/2 by hand: a client that costs next to nothing, for measuring what a server does when a hundred of them share the
 * machine with it. It asks once, answers what HTTP/2 wants answered, and hands on the payload of the answer.
 */

import { connect, type Socket } from 'node:net';

const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const frameHeadBytes = 9;
const frameTypes = { data: 0, headers: 1, settings: 4, ping: 6, windowUpdate: 8 } as const;
const flagBits = { ack: 1, endStream: 1, endHeaders: 4 } as const;
const initialWindowSetting = 4;
const greatestWindow = 2 ** 31 - 1;
const firstWindow = 65_535;

function frame(type: number, flags: number, stream: number, payload: Uint8Array): Buffer {
  const bytes = Buffer.alloc(frameHeadBytes + payload.length);
  bytes.writeUIntBE(payload.length, 0, 3);
  bytes[3] = type;
  bytes[4] = flags;
  bytes.writeUInt32BE(stream, 5);
  bytes.set(payload, frameHeadBytes);
  return bytes;
}

function numbers(...values: readonly (readonly [value: number, bytes: number])[]): Buffer {
  return Buffer.concat(
    values.map(([value, bytes]) => {
      const part = Buffer.alloc(bytes);
      part.writeUIntBE(value, 0, bytes);
      return part;
    }),
  );
}

/** A string of HPACK that is shorter than 127 bytes, without Huffman. */
function text(value: string): Buffer {
  return Buffer.concat([Buffer.from([value.length]), Buffer.from(value, 'latin1')]);
}

/** The header of a gRPC call in HPACK (RFC 7541), by entries of its static table where there are some. */
function callHeader(path: string): Buffer {
  const [methodPost, schemeHttp, authority, pathName, contentType, newName] = [[0x83], [0x86], [1], [4], [15, 16], [0]];
  return Buffer.concat([
    Buffer.from([...methodPost, ...schemeHttp]),
    Buffer.from(authority),
    text('localhost'),
    Buffer.from(pathName),
    text(path),
    Buffer.from(contentType),
    text('application/grpc'),
    Buffer.from(newName),
    text('te'),
    text('trailers'),
  ]);
}

/** What becomes of an answer. */
export interface LeanAnswer {
  readonly opened: () => void;
  /** Payload as it comes, valid until this returns. */
  readonly data: (bytes: Uint8Array) => void;
}

/** Splits what comes into frames. */
class FrameReader {
  readonly #socket: Socket;
  readonly #answer: LeanAnswer;
  readonly #head = Buffer.alloc(frameHeadBytes);
  #headBytes = 0;
  #left = 0;
  #ping: number[] = [];

  constructor(socket: Socket, answer: LeanAnswer) {
    this.#socket = socket;
    this.#answer = answer;
  }

  take(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#headBytes < frameHeadBytes) {
        this.#head[this.#headBytes++] = chunk[at++] ?? 0;
        if (this.#headBytes < frameHeadBytes) continue;
        this.#left = this.#head.readUIntBE(0, 3);
        this.#begin(this.#head[3] ?? 0, this.#head[4] ?? 0);
      } else {
        const end = Math.min(chunk.length, at + this.#left);
        this.#payload(chunk.subarray(at, end));
        this.#left -= end - at;
        at = end;
      }
      if (this.#left === 0) this.#headBytes = 0;
    }
  }

  #begin(type: number, flags: number): void {
    if (type === frameTypes.headers) this.#answer.opened();
    if (type === frameTypes.settings && (flags & flagBits.ack) === 0) {
      this.#socket.write(frame(frameTypes.settings, flagBits.ack, 0, new Uint8Array(0)));
    }
  }

  #payload(bytes: Buffer): void {
    const [type, flags] = [this.#head[3], this.#head[4] ?? 0];
    if (type === frameTypes.data) this.#answer.data(bytes);
    if (type !== frameTypes.ping || (flags & flagBits.ack) !== 0) return;
    this.#ping.push(...bytes);
    if (bytes.length < this.#left) return;
    this.#socket.write(frame(frameTypes.ping, flagBits.ack, 0, Buffer.from(this.#ping)));
    this.#ping = [];
  }
}

/** Calls `path` on the unix socket `target` with one framed message, and hands on what comes until the socket is destroyed. */
export function leanCall(target: string, path: string, message: Uint8Array, answer: LeanAnswer): Socket {
  const room = Buffer.alloc(65_536);
  const socket = connect({
    path: target,
    onread: {
      // One buffer for everything: nothing is allocated for what comes.
      buffer: room,
      callback: (bytes) => {
        reader.take(room.subarray(0, bytes));
        return true;
      },
    },
  });
  const reader = new FrameReader(socket, answer);
  socket.on('error', () => undefined);
  const settings = numbers([initialWindowSetting, 2], [greatestWindow, 4]);
  socket.write(
    Buffer.concat([
      Buffer.from(preface),
      frame(frameTypes.settings, 0, 0, settings),
      frame(frameTypes.windowUpdate, 0, 0, numbers([greatestWindow - firstWindow, 4])),
      frame(frameTypes.headers, flagBits.endHeaders, 1, callHeader(path)),
      frame(frameTypes.data, flagBits.endStream, 1, message),
    ]),
  );
  return socket;
}
