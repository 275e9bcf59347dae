import { PassThrough } from 'node:stream';

import { status } from '@grpc/grpc-js';
import { describe, expect, test } from 'vitest';

import { ConnectError, RpcError } from '../../src/base/errors.ts';
import type { Channel } from '../../src/client/channel.ts';
import { eventCalls } from '../../src/client/event-calls.ts';

class FakeCall extends PassThrough {
  cancelled = 0;

  constructor() {
    super({ objectMode: true });
  }

  cancel(): void {
    this.cancelled += 1;
    this.end();
  }
}

function failure(code: number, details: string): Error {
  return Object.assign(new Error(details), { code, details });
}

function fakeChannel(call: FakeCall) {
  const asked: { path: string; request: unknown }[] = [];
  const stream: Channel['stream'] = (method, request) => {
    asked.push({ path: method.path, request });
    return call as never;
  };
  return { asked, calls: eventCalls({ stream }, 'host:1') };
}

async function collect<T>(answer: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const batch of answer) all.push(...batch);
  return all;
}

describe('event calls', () => {
  test.each([
    ['getAgentEvents', '/observer.Observer/GetAgentEvents'],
    ['getDebugEvents', '/observer.Observer/GetDebugEvents'],
  ] as const)('%s hands on the request and yields the answer', async (name, path) => {
    const call = new FakeCall();
    const { asked, calls } = fakeChannel(call);
    const collected = collect<unknown>(calls[name]({ number: 20n }));
    call.write({ node_name: 'a' });
    call.end({ node_name: 'b' });
    expect(await collected).toEqual([{ node_name: 'a' }, { node_name: 'b' }]);
    expect(asked).toEqual([{ path, request: { number: 20n } }]);
  });

  test('peers are asked for with an empty request', async () => {
    const call = new FakeCall();
    const { asked, calls } = fakeChannel(call);
    call.end({ name: 'n' });
    expect(await collect(calls.watchPeers())).toEqual([{ name: 'n' }]);
    expect(asked).toEqual([{ path: '/peer.Peer/Notify', request: {} }]);
  });

  test('leaving the loop cancels the call', async () => {
    const call = new FakeCall();
    const { calls } = fakeChannel(call);
    call.write({ name: 'n' });
    for await (const batch of calls.watchPeers()) {
      expect(batch).toEqual([{ name: 'n' }]);
      break;
    }
    expect(call.cancelled).toBe(1);
  });

  test('a signal ends it without an error, and before the call it prevents it', async () => {
    const call = new FakeCall();
    const { asked, calls } = fakeChannel(call);
    const abort = new AbortController();
    const collected = collect(calls.watchPeers({ signal: abort.signal }));
    abort.abort();
    expect(await collected).toEqual([]);
    expect(call.cancelled).toBeGreaterThan(0);
    expect(await collect(calls.watchPeers({ signal: abort.signal }))).toEqual([]);
    expect(asked).toHaveLength(1);
  });

  test('errors are those of every call, after what came before', async () => {
    const call = new FakeCall();
    const { calls } = fakeChannel(call);
    const seen: unknown[] = [];
    const reading = (async () => {
      for await (const batch of calls.getAgentEvents({})) seen.push(...batch);
    })();
    call.write({ node_name: 'a' });
    setImmediate(() => call.emit('error', failure(status.UNIMPLEMENTED, 'not here')));
    await expect(reading).rejects.toThrow(RpcError);
    expect(seen).toEqual([{ node_name: 'a' }]);
  });

  test('nothing listens', async () => {
    const call = new FakeCall();
    const { calls } = fakeChannel(call);
    const reading = collect(calls.getDebugEvents({}));
    setImmediate(() => call.emit('error', failure(status.UNAVAILABLE, 'ECONNREFUSED')));
    await expect(reading).rejects.toThrow(ConnectError);
  });
});
