/** Followers over raw HTTP/2 that note when each message came. */

import { connect as connectHttp2, constants, type ClientHttp2Session } from 'node:http2';
import { connect } from 'node:net';
import { encodeMessage } from '../src/flow/codec/wire.ts';
import { FrameCounter } from './counting-client.ts';

/** Followers that have begun. */
export interface Following {
  /** For each follower the times (monotonic ms) at which its messages came; resolves when all have all, or nothing came for 5 s. */
  readonly done: Promise<readonly Float64Array[]>;
  close(): void;
}

const patienceMs = 5000;

/** Starts `followers` followers on the unix socket at `path`; resolves when all streams are open. */
export async function followAll(path: string, followers: number, messages: number): Promise<Following> {
  const sessions: ClientHttp2Session[] = [];
  const found = Array.from({ length: followers }, () => ({
    times: new Float64Array(messages),
    counter: new FrameCounter(),
  }));
  let lastMs = performance.now();
  const message = encodeMessage('observer.GetFlowsRequest', { follow: true });
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  await Promise.all(
    found.map(async ({ times, counter }) => {
      const session = connectHttp2('http://localhost', { createConnection: () => connect(path) });
      sessions.push(session);
      const stream = session.request({
        [constants.HTTP2_HEADER_METHOD]: 'POST',
        [constants.HTTP2_HEADER_PATH]: '/observer.Observer/GetFlows',
        'content-type': 'application/grpc',
        te: 'trailers',
      });
      stream.on('error', () => undefined);
      stream.on('data', (chunk: Buffer) => {
        const before = counter.messages;
        counter.take(chunk);
        lastMs = performance.now();
        times.fill(lastMs, before, counter.messages);
      });
      stream.end(Buffer.concat([head, message]));
      await new Promise((resolve) => stream.once('response', resolve));
    }),
  );
  const done = new Promise<readonly Float64Array[]>((resolve) => {
    const look = setInterval(() => {
      const isWhole = found.every(({ counter }) => counter.messages >= messages);
      if (!isWhole && performance.now() - lastMs < patienceMs) return;
      clearInterval(look);
      resolve(found.map(({ times, counter }) => times.subarray(0, counter.messages)));
    }, 20);
  });
  return { done, close: () => sessions.forEach((session) => session.destroy()) };
}
