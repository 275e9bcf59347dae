import { describe, expect, test } from 'vitest';

import { RpcError } from '../../../src/base/errors.ts';
import type { Timestamp } from '../../../src/base/time/timestamp.ts';
import type { FollowState } from '../../../src/client/resume/states.ts';
import { connectionOf } from '../../../src/client/resume/connection.ts';
import { createResumingObserver } from '../../../src/client/resume/resuming-observer.ts';
import { LostEventSource, NodeState } from '../../../src/flow/enums.ts';
import { cursorResponse, resumePlaceIn } from '../../../src/flow/codec/stream-cursor.ts';
import type { GetFlowsRequest, GetFlowsResponse } from '../../../src/flow/messages.ts';
import { at, fakeClock } from '../../helpers/observed-events.ts';
import { broken, fakeServer, untilAborted, type FakeServer, type FakeServerOptions } from './fake-server.ts';

const windows = [{ retentionClass: 'other', evicted: 0 }] as const;

interface FlowText {
  readonly uuid?: string;
  readonly seconds?: number;
  readonly node?: string;
  readonly summary?: string;
}

function flow({ uuid, seconds = 0, node = 'n1', summary }: FlowText): GetFlowsResponse {
  const time = at(seconds);
  return {
    flow: {
      time,
      node_name: node,
      ...(uuid === undefined ? {} : { uuid }),
      ...(summary === undefined ? {} : { Summary: summary }),
    },
    node_name: node,
    time,
  };
}

const uuids = (seconds: number, ...names: readonly string[]): GetFlowsResponse[] =>
  names.map((uuid) => flow({ uuid, seconds }));

/** Returns what came, in short: the uuid or summary of a flow, else the kind of the message. */
function short(response: GetFlowsResponse): string {
  if (response.flow !== undefined) return response.flow.uuid ?? response.flow.Summary ?? '';
  const lost = response.lost_events;
  return lost === undefined ? 'node status' : `lost ${lost.num_events_lost ?? '?'} on ${response.node_name ?? ''}`;
}

interface Followed {
  readonly server: FakeServer;
  readonly came: readonly string[];
  readonly states: readonly FollowState[];
  readonly waits: readonly number[];
  readonly error: unknown;
}

interface Following extends FakeServerOptions {
  readonly request?: GetFlowsRequest;
  /** The reader leaves after so many messages. Default: never. */
  readonly take?: number;
  /** Interrupts during the wait with this number, from 1. */
  readonly interruptAtWait?: number;
}

/** Follows to the end, or until enough came. Waits take no time, but the clock goes on; the watch over nodes asks once. */
async function follow(options: Following): Promise<Followed> {
  const server = fakeServer(options);
  const clock = fakeClock();
  const states: FollowState[] = [];
  const waits: number[] = [];
  const interrupt = new AbortController();
  const observer = createResumingObserver(server.connect, {
    clock,
    random: () => 0,
    onState: (state) => states.push(state),
    sleep: async (ms, signal) => {
      if (ms === 60_000) return await untilAborted(signal);
      waits.push(ms);
      clock.advanceMs(ms);
      if (waits.length === options.interruptAtWait) interrupt.abort();
    },
  });
  const came: string[] = [];
  let error: unknown;
  try {
    const call = { signal: interrupt.signal };
    for await (const batch of observer.getFlows({ follow: true, ...options.request }, call)) {
      came.push(...batch.map(short));
      if (came.length >= (options.take ?? Infinity)) break;
    }
  } catch (caught) {
    error = caught;
  }
  await observer.close();
  return { server, came, states, waits, error };
}

const sinceOf = ({ requests }: FakeServer): (Timestamp | undefined)[] => requests.map(({ since }) => since);

describe('a follower of a server that is not ours', () => {
  test('asks again from a minute before the least of the last times of all nodes, without a number', async () => {
    const { server } = await follow({
      request: { number: 20n, whitelist: [{ verdict: [2] }] },
      streams: [
        {
          responses: [
            flow({ uuid: 'a', seconds: 100 }),
            flow({ uuid: 'b', seconds: 90, node: 'n2' }),
            ...uuids(95, 'c'),
          ],
          end: broken(),
        },
        { responses: uuids(101, 'd'), end: 'open' },
      ],
      take: 4,
    });
    expect(server.requests).toEqual([
      { follow: true, number: 20n, whitelist: [{ verdict: [2] }] },
      { follow: true, whitelist: [{ verdict: [2] }], since: at(30) },
    ]);
    expect(server.calls.map((call) => call?.resumable)).toEqual([true, true]);
  });

  test('passes each flow on once, by uuid', async () => {
    const { came } = await follow({
      streams: [
        { responses: uuids(1, 'a', 'b', 'c'), end: broken() },
        { responses: uuids(1, 'b', 'c', 'd'), end: broken() },
        { responses: uuids(1, 'b', 'c', 'd', 'e'), end: 'open' },
      ],
      take: 5,
    });
    expect(came).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('knows a flow with a uuid again when its time is another', async () => {
    const { came } = await follow({
      streams: [
        { responses: [...uuids(1, 'z'), ...uuids(4, 'a')], end: broken() },
        { responses: [...uuids(1, 'z'), ...uuids(5, 'a', 'b')], end: 'open' },
      ],
      take: 3,
    });
    expect(came).toEqual(['z', 'a', 'b']);
  });

  test('tells flows without a uuid by node, time and bytes, and counts how often each came', async () => {
    const twin = flow({ summary: 'twin', seconds: 1 });
    const elsewhere = flow({ summary: 'twin', seconds: 1, node: 'n2' });
    const other = flow({ summary: 'other', seconds: 1 });
    const { came } = await follow({
      streams: [
        { responses: [twin, twin, elsewhere], end: broken() },
        { responses: [twin, elsewhere, twin, twin, other], end: 'open' },
      ],
      take: 5,
    });
    expect(came).toEqual(['twin', 'twin', 'twin', 'twin', 'other']);
  });

  test('drops what is older than all it remembers of a node', async () => {
    const { came } = await follow({
      streams: [
        { responses: [...uuids(0, 'old'), ...uuids(100, 'a')], end: broken() },
        {
          responses: [...uuids(0, 'old'), ...uuids(20, 'forgotten'), ...uuids(50, 'late'), ...uuids(100, 'a', 'b')],
          end: 'open',
        },
      ],
      take: 4,
    });
    expect(came).toEqual(['old', 'a', 'late', 'b']);
  });

  test('does not pass on what was before the first flow it followed', async () => {
    const { came } = await follow({
      streams: [
        { responses: uuids(50, 'a'), end: broken() },
        { responses: [...uuids(10, 'before'), ...uuids(50, 'a'), ...uuids(51, 'b')], end: 'open' },
      ],
      take: 2,
    });
    expect(came).toEqual(['a', 'b']);
  });

  test('never asks from before the time it was given', async () => {
    const { server } = await follow({
      request: { since: at(80) },
      streams: [
        { responses: uuids(100, 'a'), end: broken() },
        { responses: uuids(100, 'a', 'b'), end: 'open' },
      ],
      take: 2,
    });
    expect(sinceOf(server)).toEqual([at(80), at(80)]);
  });

  test('asks from its start on when nothing had come, or again as it did', async () => {
    const streams = [
      { header: {}, end: broken() },
      { responses: uuids(5, 'a'), end: 'open' as const },
    ];
    const bare = await follow({ streams, take: 1 });
    expect(sinceOf(bare.server)).toEqual([undefined, at(0)]);
    const last = await follow({ streams, take: 1, request: { number: 5n } });
    expect(last.server.requests).toEqual([
      { follow: true, number: 5n },
      { follow: true, number: 5n },
    ]);
  });

  test('marks a node whose last flow is held no more, once', async () => {
    const { came } = await follow({
      streams: [
        { responses: [...uuids(10, 'a'), flow({ uuid: 'x', seconds: 10, node: 'n2' })], end: broken() },
        {
          responses: [
            ...uuids(10, 'a'),
            flow({ uuid: 'y', seconds: 12, node: 'n2' }),
            flow({ uuid: 'z', seconds: 13, node: 'n2' }),
            ...uuids(14, 'b'),
          ],
          end: 'open',
        },
      ],
      take: 6,
    });
    expect(came).toEqual(['a', 'x', 'lost ? on n2', 'y', 'z', 'b']);
  });

  test('passes losses on once and states of nodes as they come', async () => {
    const lost = {
      lost_events: { source: LostEventSource.PERF_EVENT_RING_BUFFER, num_events_lost: 3n },
      node_name: 'n1',
      time: at(1),
    };
    const status = { node_status: { state_change: NodeState.NODE_CONNECTED, node_names: ['n1'] }, time: at(1) };
    const { came } = await follow({
      streams: [
        { responses: [...uuids(1, 'a'), lost, status], end: broken() },
        { responses: [status, ...uuids(1, 'a'), lost, ...uuids(2, 'b')], end: 'open' },
      ],
      take: 5,
    });
    expect(came).toEqual(['a', 'lost 3 on n1', 'node status', 'node status', 'b']);
  });
});

const cursor = (boot: string, rows: bigint, missed = 0n): GetFlowsResponse =>
  cursorResponse({ boot_id: boot, denied_audited: rows, ...(missed === 0n ? {} : { missed }) });

describe('a follower of a server of ours', () => {
  test('resumes after the last cursor and drops what it had since', async () => {
    const { server, came, states } = await follow({
      streams: [
        {
          header: { windows },
          responses: [cursor('r1', 0n), ...uuids(1, 'a'), cursor('r1', 64n), ...uuids(2, 'b', 'c')],
          end: broken(),
        },
        { header: { windows }, responses: [cursor('r1', 64n, 7n), ...uuids(2, 'b')], end: broken() },
        { header: { windows }, responses: [cursor('r1', 64n), ...uuids(2, 'b', 'c', 'd')], end: 'open' },
      ],
      take: 4,
    });
    expect(came).toEqual(['a', 'b', 'c', 'd']);
    expect(server.requests.map((request) => resumePlaceIn(request)?.denied_audited)).toEqual([undefined, 64n, 64n]);
    expect(states).toEqual([
      { kind: 'resumed', afterMs: 250, missed: 7 },
      { kind: 'resumed', afterMs: 500, missed: 0 },
    ]);
  });

  test('goes by the time after a restart, and by the new cursors from then on', async () => {
    const { server, came } = await follow({
      streams: [
        { header: { windows }, responses: [cursor('r1', 0n), ...uuids(70, 'a', 'b')], end: 'clean' },
        {
          header: { windows },
          responses: [cursor('r2', 0n), ...uuids(70, 'a', 'b', 'c'), cursor('r2', 64n), ...uuids(71, 'd')],
          end: broken(),
        },
        { header: { windows }, responses: [cursor('r2', 64n), ...uuids(71, 'd', 'e')], end: 'open' },
      ],
      take: 5,
    });
    expect(came).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(sinceOf(server)).toEqual([undefined, at(10), at(11)]);
    expect(server.requests.map((request) => resumePlaceIn(request)?.boot_id)).toEqual([undefined, 'r1', 'r2']);
  });
});

describe('breaks', () => {
  test('a first connection that fails fails the call', async () => {
    const error = broken();
    expect(await follow({ streams: [{ end: error }], statuses: [error] })).toMatchObject({ error, waits: [] });
  });

  test.each([
    [
      'a request the server rejects',
      new RpcError('rpc error: code = Unauthenticated desc = no', {
        code: 'rpc/status',
        details: { status: 'Unauthenticated' },
      }),
      true,
    ],
    [
      'a stream a proxy reset',
      new RpcError('rpc error: code = Internal desc = Received RST_STREAM with code 2', {
        code: 'rpc/status',
        details: { status: 'Internal' },
      }),
      false,
    ],
    [
      'a bug of the server',
      new RpcError('rpc error: code = Internal desc = nil map', {
        code: 'rpc/status',
        details: { status: 'Internal' },
      }),
      true,
    ],
  ])('%s', async (_, failure, isFatal) => {
    const { error, came } = await follow({
      streams: [
        { responses: uuids(1, 'a'), end: failure },
        { responses: uuids(1, 'a', 'b'), end: 'open' },
      ],
      take: 2,
    });
    expect({ error, came }).toEqual(isFatal ? { error: failure, came: ['a'] } : { error: undefined, came: ['a', 'b'] });
  });

  test('the waits double up to half a minute and start again with a new flow', async () => {
    const away = Array.from({ length: 8 }, broken);
    const { waits, server, states } = await follow({
      streams: [
        { responses: uuids(1, 'a'), end: broken() },
        { responses: uuids(1, 'a', 'b'), end: broken() },
        { responses: uuids(2, 'c'), end: 'open' },
      ],
      statuses: [{}, ...away],
      take: 4,
    });
    expect(waits).toEqual([250, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 250]);
    expect(server.connections - server.closed).toBe(0);
    expect(states.map(({ kind }) => kind)).toEqual([...away.map(() => 'waiting'), 'resumed', 'resumed']);
    expect(states[away.length]).toMatchObject({ afterMs: 91_750, missed: undefined });
  });

  test('every attempt that fails tells its number and when the next one is', async () => {
    const { states } = await follow({
      streams: [
        { responses: uuids(1, 'a'), end: broken() },
        { responses: uuids(1, 'a', 'b'), end: 'open' },
      ],
      statuses: [{}, broken(), broken(), broken()],
      take: 2,
    });
    expect(states.filter(({ kind }) => kind === 'waiting')).toEqual([
      { kind: 'waiting', error: broken(), attempt: 1, retryInMs: 500 },
      { kind: 'waiting', error: broken(), attempt: 2, retryInMs: 1000 },
      { kind: 'waiting', error: broken(), attempt: 3, retryInMs: 2000 },
    ]);
  });

  test('a second call of an observer that once had a connection waits for the server', async () => {
    const server = fakeServer({
      streams: [
        { responses: uuids(1, 'a'), end: 'open' },
        { end: broken() },
        { responses: uuids(1, 'a', 'b'), end: 'open' },
      ],
    });
    const clock = fakeClock();
    const sleep = async (ms: number, signal: AbortSignal) =>
      ms === 60_000 ? await untilAborted(signal) : clock.advanceMs(ms);
    const observer = createResumingObserver(server.connect, { clock, sleep, random: () => 0 });
    const came: string[][] = [];
    for (const filter of [{}, { verdict: [2] }]) {
      const names: string[] = [];
      for await (const batch of observer.getFlows({ follow: true, number: 9n, whitelist: [filter] })) {
        names.push(...batch.map(short));
        if (names.at(-1) !== undefined && names.length > came.length) break;
      }
      came.push(names);
    }
    expect(came).toEqual([['a'], ['a', 'b']]);
    expect(server.requests[2]).toEqual({ follow: true, number: 9n, whitelist: [{ verdict: [2] }] });
  });

  test('a new connection takes the place of the one before already while that is being closed', async () => {
    const calls: string[] = [];
    let made = 0;
    const connection = connectionOf(() => {
      made += 1;
      const name = `connection ${made}`;
      const { connect } = fakeServer({ streams: [] });
      return { ...connect(), close: async () => void calls.push(`${name} closed, ${connection.current() === first}`) };
    });
    const first = connection.current();
    const second = await connection.renew();
    expect(connection.current()).toBe(second);
    expect(calls).toEqual(['connection 1 closed, false']);
  });

  test('an interrupt during a wait ends the answer', async () => {
    const followed = await follow({
      streams: [{ responses: uuids(1, 'a'), end: broken() }],
      interruptAtWait: 2,
      statuses: [{}, broken(), broken()],
    });
    expect(followed).toMatchObject({ came: ['a'], error: undefined });
    expect(followed.waits).toHaveLength(2);
  });

  test('a server that is not ours, ends a young stream and still answers, has said all', async () => {
    const { came, server, error } = await follow({ streams: [{ responses: uuids(1, 'a'), end: 'clean' }] });
    expect({ came, requests: server.requests.length, error }).toEqual({ came: ['a'], requests: 1, error: undefined });
  });

  test('one that is gone after a clean end is waited for', async () => {
    const { came } = await follow({
      streams: [
        { responses: uuids(1, 'a'), end: 'clean' },
        { responses: uuids(1, 'a', 'b'), end: 'open' },
      ],
      statuses: [{}, broken()],
      take: 2,
    });
    expect(came).toEqual(['a', 'b']);
  });

  test('a call that does not follow is left alone', async () => {
    const server = fakeServer({ streams: [{ responses: uuids(1, 'a'), end: 'clean' }] });
    const observer = createResumingObserver(server.connect(), { clock: fakeClock(), sleep: async () => undefined });
    const came: string[] = [];
    for await (const batch of observer.getFlows({ number: 1n })) came.push(...batch.map(short));
    expect({ came, calls: server.calls }).toEqual({ came: ['a'], calls: [undefined] });
  });
});

const event = (state: number, ...names: string[]): GetFlowsResponse => ({
  node_status: { state_change: state, node_names: names },
});

test('nodes that are away are told when that changes', async () => {
  const { states } = await follow({
    streams: [
      {
        responses: [
          event(NodeState.NODE_CONNECTED, 'n1', 'n2', 'n3'),
          event(NodeState.NODE_UNAVAILABLE, 'n3'),
          event(NodeState.NODE_UNAVAILABLE, 'n3'),
          event(NodeState.NODE_CONNECTED, 'n3'),
        ],
        end: 'open',
      },
    ],
    statuses: [new RpcError('no', { code: 'rpc/status' })],
    take: 4,
  });
  expect(states).toEqual([
    { kind: 'nodes', nodes: { connected: 2, total: 3, away: ['n3'] } },
    { kind: 'nodes', nodes: { connected: 3, total: 3, away: [] } },
  ]);
});
