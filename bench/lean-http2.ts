/**
 * One call over HTTP/2 by hand: a client that costs next to nothing, for measuring what a server does when a hundred of them share the
 * machine with it. It asks once, answers what HTTP/2 wants answered, and hands on the payload of the answer.
 */

import { connect, type Socket } from 'node:net';
import {
  connectionPreface,
  firstWindowBytes,
  frameBytes,
  FrameFlag,
  FrameType,
  Setting,
  settingsPayload,
  windowPayload,
} from '../src/client/short/frames.ts';
import { callHeaderBlock } from '../src/client/short/header-block.ts';

const frameHeadBytes = 9;
const greatestWindow = 2 ** 31 - 1;

/** Returns a frame of the connection, or of the call, which is stream 1. */
function frame(type: number, flags: number, payload: Uint8Array): Uint8Array {
  const isOfCall = type === FrameType.headers || type === FrameType.data;
  return frameBytes({ type, flags, stream: isOfCall ? 1 : 0, payload });
}

function callHeader(path: string): Uint8Array {
  return callHeaderBlock({
    ':path': path,
    ':authority': 'localhost',
    te: 'trailers',
    'content-type': 'application/grpc',
  });
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
    if (type === FrameType.headers) this.#answer.opened();
    if (type === FrameType.settings && (flags & FrameFlag.ack) === 0) {
      this.#socket.write(frame(FrameType.settings, FrameFlag.ack, new Uint8Array(0)));
    }
  }

  #payload(bytes: Buffer): void {
    const [type, flags] = [this.#head[3], this.#head[4] ?? 0];
    if (type === FrameType.data) this.#answer.data(bytes);
    if (type !== FrameType.ping || (flags & FrameFlag.ack) !== 0) return;
    this.#ping.push(...bytes);
    if (bytes.length < this.#left) return;
    this.#socket.write(frame(FrameType.ping, FrameFlag.ack, Buffer.from(this.#ping)));
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
  socket.write(
    Buffer.concat([
      Buffer.from(connectionPreface),
      frame(FrameType.settings, 0, settingsPayload([[Setting.initialWindowSize, greatestWindow]])),
      frame(FrameType.windowUpdate, 0, windowPayload(greatestWindow - firstWindowBytes)),
      frame(FrameType.headers, FrameFlag.endHeaders, callHeader(path)),
      frame(FrameType.data, FrameFlag.endStream, message),
    ]),
  );
  return socket;
}
