import { describe, expect, test } from 'vitest';

import { ConnectError, RpcError } from '../../../src/base/errors.ts';
import { packExtensionWish } from '../../../src/flow/codec/extension.ts';
import { AgentEventType } from '../../../src/flow/enums.ts';
import type { GetFlowsRequest } from '../../../src/flow/messages.ts';
import { Verdict } from '../../../src/flow/verdict.ts';
import type { FlowOrigin } from '../../../src/tui/tui-options.ts';
import { aLostEvent, at, forwarded } from '../../helpers/observed-events.ts';
import { eventually } from '../../helpers/eventually.ts';
import { untilAborted } from '../../client/resume/fake-server.ts';
import { aSession, liveSession, someFlows } from './a-session.ts';
import { settle } from './manual-timing.ts';
import { preparedOrigin } from './prepared-origin.ts';

const wish = { extensions: packExtensionWish() };
const gone = new ConnectError('lost the connection to node-1:4245: connection reset', {
  code: 'connect/unavailable',
  hint: 'start `observed`',
});

const updated = (name: string, seconds: number) => ({
  agent_event: {
    type: AgentEventType.POLICY_UPDATED,
    policy_update: { labels: [`k8s:io.cilium.k8s.policy.name=${name}`] },
  },
  time: at(seconds),
});

const flowsSince = (firstSeconds: number, count: number, perSecond: number) =>
  Array.from(
    { length: count },
    (_, index) => forwarded(`${index}`, { time: at(firstSeconds + index / perSecond) }).response,
  );

describe('the question', () => {
  test.each<[string, GetFlowsRequest, Pick<FlowOrigin, 'kind' | 'isGrowing'>, GetFlowsRequest]>([
    ['a server without a selector', {}, { kind: 'server' }, { number: 1000n, follow: true }],
    ['the demo', {}, { kind: 'demo' }, { number: 1000n, follow: true }],
    ['the last of a server', { number: 5n }, { kind: 'server' }, { number: 5n, follow: true }],
    ['a server since then', { since: at(1) }, { kind: 'server' }, { since: at(1), follow: true }],
    ['a server until then', { until: at(1) }, { kind: 'server' }, { until: at(1) }],
    ['a moment', { since: at(1), until: at(2) }, { kind: 'server' }, { since: at(1), until: at(2) }],
    ['the first of a server', { number: 5n, first: true }, { kind: 'server' }, { number: 5n, first: true }],
    ['a file', {}, { kind: 'file' }, {}],
    ['a file that is followed', { follow: true }, { kind: 'file' }, { follow: true }],
    ['a file that grows', {}, { kind: 'file', isGrowing: true }, { follow: true }],
    ['a field mask', { field_mask: { paths: ['uuid'] } }, { kind: 'file' }, {}],
  ])('%s', async (_, request, about, asked) => {
    const { session, manual } = aSession({ request });
    const origin = preparedOrigin(about);
    session.open(origin);
    await manual.pass(0);
    expect(origin.calls.map((call) => call.request)).toEqual([{ ...asked, ...wish }]);
    await session.close();
  });

  test('has the filters of the command line and of the bar', async () => {
    const request = { whitelist: [{ source_pod: ['shop/'] }], blacklist: [{ protocol: ['udp'] }] };
    const { session, manual } = aSession({ request });
    const origin = preparedOrigin();
    session.ask({ terms: ['verdict:audit'] });
    session.open(origin);
    await manual.pass(0);
    const { whitelist, blacklist } = origin.call().request;
    expect(whitelist).toEqual([{ source_pod: ['shop/'], verdict: [Verdict.AUDIT] }]);
    expect(blacklist).toEqual([{ protocol: ['udp'] }]);
    await session.close();
  });

  test('around a flow is all of five seconds before and after it', async () => {
    const { session, manual, origin } = await liveSession(['a'], { request: { whitelist: [{ reply: [true] }] } });
    session.ask({ terms: ['verdict:audit'], around: at(100) });
    await manual.pass(0);
    expect(origin.call().request).toEqual({ since: at(95), until: at(105), ...wish });
    origin.call().send(forwarded('x', { time: at(99) }).response);
    await manual.pass(0);
    expect(session.reader.state).toEqual({ kind: 'replay', at: at(99) });
    origin.call().end();
    await manual.pass(0);
    expect(session.reader.state).toEqual({ kind: 'ended' });
    await session.close();
  });
});

describe('flows', () => {
  test('reach everything that is drawn, and are counted', async () => {
    const { session, view, origin, manual } = await liveSession(['a', 'b']);
    origin.call().send(...someFlows('c'), aLostEvent(7).response);
    await manual.pass(0);
    expect(view.entries).toEqual(['a', 'b', 'c', 'lost:7']);
    expect(view.counted).toEqual({ histogram: 4, conversations: 4 });
    expect(session.reader).toMatchObject({ state: { kind: 'live' }, received: 3, lost: { source: 7, reader: 0 } });
    await session.close();
  });

  test('are taken in for four milliseconds at a time, and then a key is heard', async () => {
    const sizes: number[] = [];
    const { session, origin, manual, counts } = await liveSession([], {
      onAdd: (responses, time) => {
        sizes.push(responses.length);
        time.work(1);
      },
    });
    const before = counts.yields;
    origin.call().send(...Array.from({ length: 320 }, (_, index) => someFlows(String(index))[0]!));
    await manual.pass(0);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(32);
    expect(counts.yields - before).toBeGreaterThanOrEqual(2);
    expect(session.reader.received).toBe(320);
    await session.close();
  });

  test('of an answer that is no longer wanted are dropped in the middle of a batch', async () => {
    let onFirst: (() => void) | undefined;
    const { session, view, origin, manual } = await liveSession([], {
      onAdd: (responses, time) => {
        time.work(5);
        onFirst?.();
        expect(responses.length).toBeGreaterThan(0);
      },
    });
    origin.call().send(...Array.from({ length: 320 }, (_, index) => someFlows(`old ${index}`)[0]!));
    onFirst = () => {
      onFirst = undefined;
      session.ask({ terms: ['verdict:audit'] });
    };
    await manual.pass(0);
    expect(view.counted.histogram).toBeLessThan(320);
    expect(origin.calls.map(({ isOver }) => isOver)).toEqual([true, false]);
    await session.close();
  });

  test('a hundred thousand at once are all taken in, and keys are heard all the time', async () => {
    const { session, origin, manual, counts, view } = await liveSession([], { onAdd: (_, time) => time.work(0.5) });
    const flow = someFlows('x')[0]!;
    for (let sent = 0; sent < 100_000; sent += 1) origin.call().send(flow);
    while (session.reader.received < 100_000) await manual.pass(0);
    expect(view.counted).toEqual({ histogram: 100_000, conversations: 100_000 });
    expect(counts.yields).toBeGreaterThan(300);
    await session.close();
  });

  test('arrive at a rate that falls to nothing by itself', async () => {
    const { session, manual, counts } = await liveSession(['a', 'b', 'c', 'd', 'e']);
    await manual.pass(3000);
    expect(session.reader.flowsPerSecond).toBeGreaterThan(0);
    const before = counts.changes;
    await manual.pass(5000);
    expect(session.reader.flowsPerSecond).toBe(0);
    expect(counts.changes).toBeGreaterThan(before);
    await session.close();
  });
});

describe('the past', () => {
  // 50 a second over 5 s: 45 where the newest half second has only begun.
  test('is no news: a stream that reads it catches up, and tells no rate until it has', async () => {
    const { session, manual, origin } = await liveSession();
    origin.call().send(...flowsSince(-100, 3000, 50));
    await manual.pass(0);
    expect(session.reader).toMatchObject({ state: { kind: 'live' }, catchingUpAt: at(-100 + 2999 / 50) });
    expect(session.reader.flowsPerSecond).toBeUndefined();
    origin.call().send(...flowsSince(-40, 2000, 50));
    await manual.pass(0);
    expect(session.reader.catchingUpAt).toBeUndefined();
    expect(session.reader.flowsPerSecond).toBe(45);
    await session.close();
  });

  test('that is read again for other filters does not count twice', async () => {
    const { session, manual, origin } = await liveSession();
    const flows = flowsSince(-40, 2000, 50);
    origin.call().send(...flows);
    await manual.pass(0);
    session.ask({ terms: ['verdict:audit'] });
    await manual.pass(0);
    origin.call().send(...flows);
    await manual.pass(0);
    expect(session.reader.received).toBe(4000);
    expect(session.reader.flowsPerSecond).toBe(45);
    await session.close();
  });

  test('of a file has no rate, nor what has ended', async () => {
    const { session, manual, origin } = await liveSession(['a'], { origin: { kind: 'file' } });
    expect(session.reader).toMatchObject({ state: { kind: 'replay' }, flowsPerSecond: undefined });
    origin.call().end();
    await manual.pass(0);
    expect(session.reader).toMatchObject({ state: { kind: 'ended' }, flowsPerSecond: undefined });
    await session.close();
  });
});

describe('new filters', () => {
  test('end the old answer at once; what it showed stays until the new one has begun', async () => {
    const { session, view, origin, manual } = await liveSession(['a', 'b']);
    const [before] = origin.calls;
    session.ask({ terms: ['verdict:audit'] });
    await manual.pass(10);
    expect(before?.isOver).toBe(true);
    expect(view.entries).toEqual(['a', 'b']);
    origin.call().send(...someFlows('c'));
    await manual.pass(0);
    expect(view.entries).toEqual(['c']);
    expect(view.counted).toEqual({ histogram: 1, conversations: 1 });
    expect(session.reader.received).toBe(3);
    await session.close();
  });

  test('without a match show nothing, once the server has taken them', async () => {
    const { session, view, origin, manual } = await liveSession(['a']);
    session.ask({ terms: ['verdict:audit'] });
    await manual.pass(1000);
    expect(view.entries).toEqual(['a']);
    origin.call().accept();
    await manual.pass(250);
    expect(view.entries).toEqual([]);
    expect(session.reader.state).toEqual({ kind: 'live' });
    await session.close();
  });

  test('a server that says nothing before its first flow is believed after two seconds', async () => {
    const { session, view, manual } = await liveSession(['a']);
    session.ask({ terms: ['verdict:audit'] });
    await manual.pass(1999);
    expect(view.entries).toEqual(['a']);
    await manual.pass(1);
    expect(view.entries).toEqual([]);
    await session.close();
  });

  test.each([
    ['that cannot be read', '((('],
    ['that do not compile', 'dns:"["'],
  ])('%s never reach the server, and the old ones stay', async (_, term) => {
    const { session, view, origin, manual, faults } = await liveSession(['a']);
    session.ask({ terms: ['verdict:audit', term] });
    // The engine behind a pattern is loaded first.
    await eventually(() => faults.length).toBe(1);
    await manual.pass(5000);
    origin.call().send(...someFlows('b'));
    await manual.pass(0);
    expect(origin.calls).toHaveLength(1);
    expect(view.entries).toEqual(['a', 'b']);
    expect(session.reader.fault).toEqual(faults[0]);
    expect(session.reader.notices).toContain(faults[0]?.message);
    session.ask({ terms: ['verdict:audit'] });
    await manual.pass(0);
    expect(session.reader.fault).toBeUndefined();
    await session.close();
  });

  test('that the server rejects are told, and those before asked for again', async () => {
    const { session, view, origin, manual, faults } = await liveSession(['a']);
    session.ask({ terms: ['verdict:audit'] });
    await manual.pass(0);
    origin.call().fail(new RpcError('no such field', { code: 'rpc/rejected', hint: 'leave it out' }));
    await manual.pass(0);
    expect(faults).toEqual([{ message: 'no such field', hint: 'leave it out' }]);
    expect(view.entries).toEqual(['a']);
    expect(origin.calls.map(({ request }) => request.whitelist)).toEqual([undefined, [{ verdict: [4] }], undefined]);
    origin.call().send(...someFlows('a', 'b'));
    await manual.pass(0);
    expect(view.entries).toEqual(['a', 'b']);
    expect(session.reader).toMatchObject({ state: { kind: 'live' }, fault: { message: 'no such field' } });
    await session.close();
  });

  test('of many asked for in a row the last are in force', async () => {
    const { session, origin, manual } = await liveSession(['a']);
    for (const verdict of ['denied', 'allowed', 'audit']) session.ask({ terms: [`verdict:${verdict}`] });
    await manual.pass(0);
    expect(origin.call().request.whitelist).toEqual([{ verdict: [Verdict.AUDIT] }]);
    expect(origin.calls.filter(({ isOver }) => !isOver)).toHaveLength(1);
    await session.close();
  });

  test('that are wrong from the start are said instead of flows', async () => {
    const { session, manual } = aSession();
    const origin = preparedOrigin();
    session.ask({ terms: ['((('] });
    session.open(origin);
    await manual.pass(0);
    expect(session.reader.state.kind).toBe('failed');
    session.ask({ terms: [] });
    await manual.pass(0);
    origin.call().send(...someFlows('a'));
    await manual.pass(0);
    expect(session.reader.state).toEqual({ kind: 'live' });
    await session.close();
  });
});

describe('a broken connection', () => {
  test('counts down, comes back and leaves a gap', async () => {
    const { session, view, origin, manual } = await liveSession(['a']);
    const now = manual.timing.clock.monotonicMs();
    origin.tell({ kind: 'waiting', error: gone, attempt: 1, retryInMs: 500 });
    expect(session.reader.state).toEqual({ kind: 'reconnecting', retryAtMs: now + 500, reason: gone.message });
    await manual.pass(500);
    origin.tell({ kind: 'waiting', error: gone, attempt: 2, retryInMs: 1000 });
    expect(session.reader.state).toMatchObject({ retryAtMs: now + 1500 });
    origin.tell({ kind: 'resumed', afterMs: 3210, missed: 1204 });
    origin.call().send(...someFlows('b'));
    await manual.pass(0);
    expect(view.entries).toEqual(['a', 'gap connection 1204: no connection for 3.2 s, up to 1,204 flows missed', 'b']);
    expect(session.reader).toMatchObject({ state: { kind: 'live' }, lost: { source: 0, reader: 1204 } });
    await session.close();
  });

  test.each([
    [undefined, 'gap connection ?: no connection for 0.3 s'],
    [0, 'gap connection 0: no connection for 0.3 s, no flow missed'],
    [1, 'gap connection 1: no connection for 0.3 s, up to 1 flow missed'],
  ])('that missed %s', async (missed, text) => {
    const { session, view, origin } = await liveSession();
    origin.tell({ kind: 'resumed', afterMs: 300, missed });
    expect(view.entries).toEqual([text]);
    await session.close();
  });

  test('keeps what is shown when filters are changed meanwhile', async () => {
    const { session, view, origin, manual } = await liveSession(['a']);
    origin.tell({ kind: 'waiting', error: gone, attempt: 1, retryInMs: 500 });
    session.ask({ terms: ['verdict:audit'] });
    await manual.pass(0);
    origin.tell({ kind: 'waiting', error: gone, attempt: 1, retryInMs: 500 });
    await manual.pass(10_000);
    expect(view.entries).toEqual(['a']);
    expect(session.reader.state.kind).toBe('reconnecting');
    origin.tell({ kind: 'resumed', afterMs: 10_000, missed: 5 });
    origin.call().send(...someFlows('b'));
    await manual.pass(0);
    expect(view.entries).toEqual(['b']);
    expect(session.reader.lost.reader).toBe(0);
    await session.close();
  });

  test('tells which nodes are away', async () => {
    const { session, origin } = await liveSession();
    origin.tell({ kind: 'nodes', nodes: { connected: 11, total: 12, away: ['n3'] } });
    expect(session.reader.nodes).toEqual({ connected: 11, total: 12, away: ['n3'] });
    await session.close();
  });

  test('that cannot be made anew, and an origin that cannot be opened, say why', async () => {
    const failure = { kind: 'failed', message: gone.message, hint: 'start `observed`' };
    const { session, origin, manual } = await liveSession(['a']);
    origin.call().fail(gone);
    await manual.pass(0);
    expect(session.reader.state).toEqual(failure);
    session.open(preparedOrigin({ failure: gone }));
    await manual.pass(0);
    expect(session.reader.state).toEqual(failure);
    await session.close();
  });
});

describe('the server', () => {
  test('is asked what it holds, lost, and which nodes it has', async () => {
    const { session, manual } = await liveSession([], {
      origin: {
        serverStatus: async () => ({ num_connected_nodes: 2, num_unavailable_nodes: 1, unavailable_nodes: ['c'] }),
        nodes: { nodes: [{ name: 'a' }] },
        observedStatus: () => ({
          windows: [{ oldest: at(-60) }, { oldest: at(-120) }, {}],
          lost: { kernel: 3n, queue: 1n, reader: 9n },
        }),
      },
    });
    expect(session.reader).toMatchObject({
      nodes: { connected: 2, total: 3, away: ['c'] },
      lost: { source: 4, reader: 0 },
      nodeList: { nodes: [{ name: 'a' }] },
      failedPolls: 0,
    });
    expect(session.reader.heldMs).toBe(120_250);
    await manual.pass(1000);
    expect(session.reader.heldMs).toBe(121_250);
    await session.close();
  });

  test('that counts no nodes is believed for its list of them', async () => {
    const { session } = await liveSession([], {
      origin: {
        nodes: {
          nodes: [
            { name: 'a', state: 1 },
            { name: 'b', state: 2 },
          ],
        },
      },
    });
    expect(session.reader.nodes).toEqual({ connected: 1, total: 2, away: ['b'] });
    await session.close();
  });

  test('is asked every five seconds, on demand, and not while it is away', async () => {
    const { session, manual, origin } = await liveSession();
    expect(origin.statusAsked).toBe(1);
    await manual.pass(5000);
    expect(origin.statusAsked).toBe(2);
    session.refresh();
    await manual.pass(0);
    expect(origin.statusAsked).toBe(3);
    origin.tell({ kind: 'waiting', error: gone, attempt: 1, retryInMs: 500 });
    await manual.pass(20_000);
    expect(origin.statusAsked).toBe(3);
    origin.tell({ kind: 'resumed', afterMs: 20_000, missed: 0 });
    await manual.pass(0);
    expect(origin.statusAsked).toBe(4);
    await session.close();
  });

  test('that fails to say is counted, and nothing else', async () => {
    const { session } = await liveSession(['a'], {
      origin: {
        serverStatus: async () => {
          throw gone;
        },
      },
    });
    expect(session.reader).toMatchObject({ state: { kind: 'live' }, failedPolls: 1, notices: [] });
    await session.close();
  });

  test('a file tells at its end why records became no flow', async () => {
    const status = { sources: [{ records: 2n, flows: 0n, skipped: 2n }] };
    const { session, manual, origin } = await liveSession([], {
      origin: { kind: 'file', observedStatus: () => status },
    });
    expect(session.reader.notices).toEqual([]);
    origin.call().end();
    await manual.pass(0);
    expect(session.reader).toMatchObject({ state: { kind: 'ended' }, notices: ['of 2 records read: 2 skipped'] });
    await session.close();
  });

  test('a file has none to ask', async () => {
    const { session, manual, origin } = await liveSession(['a'], { origin: { kind: 'file' } });
    await manual.pass(20_000);
    expect(origin.statusAsked).toBe(0);
    expect(session.reader.nodes).toBeUndefined();
    await session.close();
  });

  test('says of its answer what is to be known', async () => {
    const { session, manual } = aSession();
    const origin = preparedOrigin();
    session.open(origin);
    await manual.pass(0);
    origin
      .call()
      .accept({ assumedMode: 'LogAndDrop', windows: [{ retentionClass: 'other', evicted: 0, since: at(-9) }] });
    origin.call().send({ flow: { verdict: Verdict.DROPPED, time: at(0) } });
    await manual.pass(0);
    expect(session.reader.notices).toEqual([expect.stringContaining('LogAndDrop')]);
    expect(session.reader.heldMs).toBe(9000);
    origin.call().end();
    await manual.pass(5000);
    expect(session.reader).toMatchObject({ state: { kind: 'ended' }, heldMs: 9000 });
    await session.close();
  });
});

describe('policies and modes', () => {
  test('stand where they changed, in this answer and in the next', async () => {
    const { session, view, manual, origin } = await liveSession([], {
      origin: {
        events: {
          async *getAgentEvents(_request, call) {
            yield [updated('p', 5), updated('later', 50)];
            await untilAborted(call?.signal);
          },
        },
      },
    });
    const flows = [forwarded('a', { time: at(4) }).response, forwarded('b', { time: at(6) }).response];
    origin.call().send(...flows);
    await manual.pass(0);
    expect(view.entries).toEqual(['a', 'policy: policy p updated', 'b']);
    await manual.pass(2000);
    expect(view.entries).toEqual(['a', 'policy: policy p updated', 'b', 'policy: policy later updated']);
    session.ask({ terms: ['verdict:allowed'] });
    await manual.pass(0);
    origin.call().send(...flows);
    await manual.pass(0);
    expect(view.entries).toEqual(['a', 'policy: policy p updated', 'b']);
    await session.close();
  });
});

describe('the end', () => {
  test('leaves nothing under way', async () => {
    const { session, origin, manual, counts } = await liveSession(['a'], {
      origin: {
        events: {
          async *getAgentEvents(_request, call) {
            yield [updated('p', 0)];
            await untilAborted(call?.signal);
          },
        },
      },
    });
    session.ask({ terms: ['verdict:audit'] });
    await session.close();
    expect(origin.calls.every(({ isOver }) => isOver)).toBe(true);
    expect({ opened: origin.opened, closed: origin.closed, sleeping: manual.sleeping }).toEqual({
      opened: 1,
      closed: 1,
      sleeping: 0,
    });
    const before = counts.changes;
    origin.tell({ kind: 'waiting', error: gone, attempt: 1, retryInMs: 500 });
    origin.call().send(...someFlows('late'));
    await manual.pass(60_000);
    expect(counts.changes).toBe(before);
  });

  test('waits for an origin that is being opened, and closes it', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { session } = aSession();
    const origin = preparedOrigin({ opening: promise });
    session.open(origin);
    let isClosed = false;
    const closing = session.close().then(() => (isClosed = true));
    await settle();
    expect(isClosed).toBe(false);
    resolve();
    await closing;
    expect([origin.opened, origin.closed, origin.calls.length]).toEqual([1, 1, 0]);
  });

  test('of one origin is the beginning of the next: nothing of the old one is left but the count', async () => {
    const { session, view, origin, manual } = await liveSession(['a', 'b'], {
      origin: { observedStatus: () => ({ lost: { kernel: 3n } }) },
    });
    const next = preparedOrigin({ kind: 'file', name: 'kern.log' });
    session.open(next);
    expect(view.entries).toEqual([]);
    expect(session.reader).toMatchObject({
      name: 'kern.log',
      state: { kind: 'connecting' },
      lost: { source: 0, reader: 0 },
    });
    origin.tell({ kind: 'waiting', error: gone, attempt: 1, retryInMs: 500 });
    await manual.pass(0);
    next.call().send(...someFlows('c'));
    next.call().end();
    await manual.pass(0);
    expect(origin.closed).toBe(1);
    expect(view.entries).toEqual(['c']);
    expect(session.reader).toMatchObject({ received: 3, state: { kind: 'ended' }, observedStatus: undefined });
    await session.close();
  });
});
