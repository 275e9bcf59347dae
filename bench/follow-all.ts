/** Followers that note when each message came, and do nothing else. */

import type { Socket } from 'node:net';
import { encodeMessage } from '../src/flow/codec/wire.ts';
import { FrameCounter } from './counting-client.ts';
import { leanCall } from './lean-http2.ts';

/** Followers that have begun. */
export interface Following {
  /** For each follower the times (monotonic ms) at which its messages came; resolves when all have all, or nothing came for 5 s. */
  readonly done: Promise<readonly Float64Array[]>;
  close(): void;
}

const patienceMs = 5000;

/** Starts `followers` followers on the unix socket at `path`; resolves when all streams are open. */
export async function followAll(path: string, followers: number, messages: number): Promise<Following> {
  const sockets: Socket[] = [];
  const found = Array.from({ length: followers }, () => ({
    times: new Float64Array(messages),
    counter: new FrameCounter(),
  }));
  let lastMs = performance.now();
  const request = encodeMessage('observer.GetFlowsRequest', { follow: true });
  const head = Buffer.alloc(5);
  head.writeUInt32BE(request.length, 1);
  const framed = Buffer.concat([head, request]);
  await Promise.all(
    found.map(
      ({ times, counter }) =>
        new Promise<void>((opened) => {
          sockets.push(
            leanCall(path, '/observer.Observer/GetFlows', framed, {
              opened,
              data: (bytes) => {
                const before = counter.messages;
                counter.take(bytes);
                lastMs = performance.now();
                times.fill(lastMs, before, counter.messages);
              },
            }),
          );
        }),
    ),
  );
  const done = new Promise<readonly Float64Array[]>((resolve) => {
    const look = setInterval(() => {
      const isWhole = found.every(({ counter }) => counter.messages >= messages);
      if (!isWhole && performance.now() - lastMs < patienceMs) return;
      clearInterval(look);
      resolve(found.map(({ times, counter }) => times.subarray(0, counter.messages)));
    }, 20);
  });
  return { done, close: () => sockets.forEach((socket) => socket.destroy()) };
}
