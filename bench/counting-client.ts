/** A client that asks for flows and only counts the frames of the answer: what a server can give, whatever the reader does with it. */

import { connect as connectHttp2, constants } from 'node:http2';
import { connect } from 'node:net';
import { encodeMessage } from '../src/flow/codec/wire.ts';
import type { GetFlowsRequest } from '../src/flow/messages.ts';

/** What came. */
export interface Counted {
  readonly messages: number;
  readonly bytes: number;
  /** Milliseconds from the first byte of the answer to its end. */
  readonly ms: number;
}

const frameHead = 5;

function framed(request: GetFlowsRequest): Buffer {
  const message = encodeMessage('observer.GetFlowsRequest', request);
  const head = Buffer.alloc(frameHead);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

/** Counts the frames in a byte stream that is cut anywhere. */
export class FrameCounter {
  messages = 0;
  bytes = 0;
  #body = 0;
  #head: number[] = [];

  take(chunk: Uint8Array): void {
    this.bytes += chunk.length;
    let at = 0;
    while (at < chunk.length) {
      if (this.#body > 0) {
        const step = Math.min(this.#body, chunk.length - at);
        this.#body -= step;
        at += step;
        if (this.#body === 0) this.messages += 1;
        continue;
      }
      this.#head.push(chunk[at] ?? 0);
      at += 1;
      if (this.#head.length < frameHead) continue;
      const [, a = 0, b = 0, c = 0, d = 0] = this.#head;
      this.#body = a * 2 ** 24 + b * 65_536 + c * 256 + d;
      this.#head = [];
      if (this.#body === 0) this.messages += 1;
    }
  }
}

/** Asks the server on the unix socket at `path` and counts until it ends the answer. */
export async function countFlows(path: string, request: GetFlowsRequest): Promise<Counted> {
  const windowBytes = 16 * 1024 * 1024;
  const session = connectHttp2('http://localhost', {
    createConnection: () => connect(path),
    settings: { initialWindowSize: windowBytes },
  });
  session.on('connect', () => session.setLocalWindowSize(windowBytes));
  const stream = session.request({
    [constants.HTTP2_HEADER_METHOD]: 'POST',
    [constants.HTTP2_HEADER_PATH]: '/observer.Observer/GetFlows',
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  const counter = new FrameCounter();
  let firstMs = 0;
  await new Promise<void>((done, failed) => {
    stream.on('data', (chunk: Buffer) => {
      if (firstMs === 0) firstMs = performance.now();
      counter.take(chunk);
    });
    stream.on('end', done);
    stream.on('error', failed);
    session.on('error', failed);
    session.on('close', () => failed(new Error('the server closed the connection')));
    stream.end(framed(request));
  });
  const ms = performance.now() - firstMs;
  session.close();
  return { messages: counter.messages, bytes: counter.bytes, ms };
}
