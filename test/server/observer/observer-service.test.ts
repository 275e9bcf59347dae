import { describe, expect, test } from 'vitest';
import { RpcError, UsageError } from '../../../src/base/errors.ts';
import { packExtensionWish, unpackFlowExtension } from '../../../src/flow/codec/extension.ts';
import type { GetFlowsRequest, GetFlowsResponse } from '../../../src/flow/messages.ts';
import type { ObservedEvent } from '../../../src/flow/source-record.ts';
import { Verdict } from '../../../src/flow/verdict.ts';
import { createObserverService, type ObserverService } from '../../../src/server/observer/observer-service.ts';
import { createFlowStore, type FlowStore } from '../../../src/store/flow-store.ts';
import { eventually } from '../../helpers/eventually.ts';
import {
  aFlowEvent,
  aLostEvent,
  at,
  audited,
  denied,
  fakeClock,
  forwarded,
  nameOf,
} from '../../helpers/observed-events.ts';

const assumedMode = () => [{ basis: 5, drop_action_override: 'LogAndDrop' }];

interface Setup {
  readonly store: FlowStore;
  readonly service: ObserverService;
  readonly clock: ReturnType<typeof fakeClock>;
}

function setup(events: readonly ObservedEvent[] = [], capacity = 100): Setup {
  const clock = fakeClock();
  const store = createFlowStore({ capacity, clock });
  for (const event of events) store.append(event);
  const service = createObserverService({ store, clock, nodeName: 'default/here', version: '0.1.0' });
  return { store, service, clock };
}

async function ask({ service }: Setup, request: GetFlowsRequest): Promise<readonly GetFlowsResponse[]> {
  const responses: GetFlowsResponse[] = [];
  for await (const batch of service.getFlows(request)) responses.push(...batch);
  return responses;
}

async function names(made: Setup, request: GetFlowsRequest): Promise<readonly string[]> {
  return (await ask(made, request)).map(nameOf);
}

/** Five forwarded flows, a second apart. */
const five = ['a', 'b', 'c', 'd', 'e'].map((name, second) => forwarded(name, { time: at(second) }));

describe('where an answer starts and ends, by the table of Hubble', () => {
  test.each<[string, GetFlowsRequest, readonly string[]]>([
    ['nothing asked: the whole ring', {}, ['a', 'b', 'c', 'd', 'e']],
    ['number: the last ones', { number: 2n }, ['d', 'e']],
    ['number larger than the ring', { number: 50n }, ['a', 'b', 'c', 'd', 'e']],
    ['the largest number: the whole ring', { number: 2n ** 64n - 1n }, ['a', 'b', 'c', 'd', 'e']],
    ['first: the oldest', { first: true, number: 2n }, ['a', 'b']],
    ['since is inclusive', { since: at(3) }, ['d', 'e']],
    ['since with a number: the first ones after it', { since: at(1), number: 2n }, ['b', 'c']],
    ['first with since: from since', { first: true, since: at(2), number: 1n }, ['c']],
    ['until is inclusive', { until: at(1) }, ['a', 'b']],
    ['since and until', { since: at(1), until: at(3) }, ['b', 'c', 'd']],
    ['number counts back from the newest, and until then ends before it', { number: 2n, until: at(3) }, ['d']],
    ['since after the newest: nothing', { since: at(99) }, []],
  ])('%s', async (_what, request, expected) => {
    expect(await names(setup(five), request)).toEqual(expected);
  });

  test('number counts matching flows only, and back from the newest', async () => {
    const made = setup([denied('x'), forwarded('a'), denied('y'), forwarded('b'), denied('z'), forwarded('c')]);
    expect(await names(made, { number: 2n, whitelist: [{ verdict: [Verdict.DROPPED] }] })).toEqual(['y', 'z']);
  });

  test('until ends at a flow: what was lost is told whenever it was lost', async () => {
    const lost: ObservedEvent = { response: { lost_events: { source: 1, num_events_lost: 4n }, time: at(8) } };
    const made = setup([forwarded('a'), lost, forwarded('b', { time: at(5) }), forwarded('c', { time: at(9) })]);
    expect(await names(made, { until: at(5) })).toEqual(['a', 'lost:4', 'b']);
  });

  test('the first event later than until ends the stream', async () => {
    const made = setup([
      forwarded('a', { time: at(0) }),
      forwarded('b', { time: at(9) }),
      forwarded('c', { time: at(1) }),
    ]);
    expect(await names(made, { until: at(5) })).toEqual(['a']);
  });

  test('rewinding over more rows than one turn looks at finds the start', async () => {
    const events = Array.from({ length: 10_000 }, (_, n) => forwarded(`f${n}`));
    const made = setup([denied('x'), ...events], 20_000);
    expect(await names(made, { number: 1n, whitelist: [{ verdict: [Verdict.DROPPED] }] })).toEqual(['x']);
  });

  test('first with follow is refused', async () => {
    const { service } = setup();
    const answer = service.getFlows({ first: true, follow: true });
    await expect(answer.header).rejects.toThrow(RpcError);
    await expect(answer.header).rejects.toThrow('first cannot be specified with follow');
    await expect(answer[Symbol.asyncIterator]().next()).rejects.toThrow(RpcError);
  });

  test('a filter or a mask that cannot be compiled is refused', async () => {
    const made = setup(five);
    await expect(ask(made, { whitelist: [{ source_ip: ['not-an-ip'] }] })).rejects.toThrow(UsageError);
    await expect(ask(made, { whitelist: [{ dns_query: ['('] }] })).rejects.toThrow(UsageError);
    await expect(ask(made, { blacklist: [{ experimental: { cel_expression: ['1'] } }] })).rejects.toThrow(UsageError);
    await expect(ask(made, { field_mask: { paths: ['no_such_field'] } })).rejects.toThrow(UsageError);
  });

  test('number counts what an expression is true of', async () => {
    const made = setup([denied('x'), forwarded('a'), denied('y'), forwarded('b')]);
    const whitelist = [{ experimental: { cel_expression: ['_flow.verdict != Verdict.DROPPED', "_flow.uuid == 'x'"] } }];
    expect(await names(made, { number: 2n, whitelist })).toEqual(['a', 'b']);
    expect(await names(made, { whitelist })).toEqual(['x', 'a', 'b']);
  });
});

describe('filters', () => {
  const mixed = [denied('x'), forwarded('a'), audited('y'), aLostEvent(7), forwarded('b')];

  test('whitelist: any; blacklist: none', async () => {
    const filters = { whitelist: [{ verdict: [Verdict.DROPPED] }, { verdict: [Verdict.AUDIT] }] };
    expect(await names(setup(mixed), filters)).toEqual(['x', 'y', 'lost:7']);
    expect(await names(setup(mixed), { blacklist: [{ verdict: [Verdict.FORWARDED] }] })).toEqual(['x', 'y', 'lost:7']);
  });

  test('lost events are never filtered and never counted', async () => {
    expect(await names(setup(mixed), { number: 2n })).toEqual(['y', 'lost:7', 'b']);
  });
});

test('losses that others tell of, however large, have room in the status', async () => {
  const greatest = 2n ** 64n - 1n;
  const lost: ObservedEvent = { response: { lost_events: { source: 2, num_events_lost: greatest }, time: at(0) } };
  const status = await setup([lost, lost]).service.observedStatus();
  expect(status?.lost).toEqual({ kernel: 0n, queue: greatest, reader: 0n });
});

describe('the window of each class', () => {
  const capacity = 8;
  const events = [
    forwarded('f0'),
    denied('d0'),
    ...Array.from({ length: 9 }, (_, n) => forwarded(`f${n + 1}`)),
    denied('d1'),
  ];

  test('an unfiltered read over the shorter horizon is told once, there, what was evicted', async () => {
    // Ten forwarded flows came, six are held; one of the four evicted is older than the first row of the answer.
    expect(await names(setup(events, capacity), {})).toEqual([
      'd0',
      'lost:3',
      'f4',
      'f5',
      'f6',
      'f7',
      'f8',
      'f9',
      'd1',
    ]);
  });

  /** d0 at 0 s, f1 … f20 at 1 … 20 s; of the forwarded ones the last six are held. */
  const timed = [
    denied('d0', { time: at(0) }),
    ...Array.from({ length: 20 }, (_, n) => forwarded(`f${n + 1}`, { time: at(n + 1) })),
  ];

  test.each<[string, GetFlowsRequest, readonly string[]]>([
    ['before all of them', { since: at(-5) }, ['d0', 'lost:14', 'f15', 'f16', 'f17', 'f18', 'f19', 'f20']],
    ['between what is held of both', { since: at(10) }, ['lost:5', 'f15', 'f16', 'f17', 'f18', 'f19', 'f20']],
    ['at the horizon', { since: at(15) }, ['f15', 'f16', 'f17', 'f18', 'f19', 'f20']],
    ['behind the horizon', { since: at(18) }, ['f18', 'f19', 'f20']],
    ['with filters', { since: at(10), blacklist: [{ uuid: ['f20'] }] }, ['f15', 'f16', 'f17', 'f18', 'f19']],
    ['after the newest', { since: at(99) }, []],
  ])(
    'since %s: the answer lacks what was evicted since then, no more and no less',
    async (_what, request, expected) => {
      expect(await names(setup(timed, capacity), request)).toEqual(expected);
    },
  );

  test('since, after denied flows too', async () => {
    const made = setup(
      [
        denied('d0', { time: at(0) }),
        forwarded('f0', { time: at(1) }),
        forwarded('f1', { time: at(2) }),
        denied('d1', { time: at(3) }),
        ...Array.from({ length: 8 }, (_, n) => forwarded(`f${n + 2}`, { time: at(n + 4) })),
      ],
      capacity,
    );
    // f0 … f3 were evicted: f1 to f3 happened since 2 s, of which f1 was before the first flow of the answer.
    expect(await names(made, { since: at(2) })).toEqual(['d1', 'lost:3', 'f4', 'f5', 'f6', 'f7', 'f8', 'f9']);
  });

  test('the lost event is one of the ring, of this node, at the time of the row behind it', async () => {
    const [, lost] = await ask(setup(events, capacity), {});
    expect(lost).toEqual({
      lost_events: { source: 3, num_events_lost: 3n },
      node_name: 'default/here',
      time: at(0),
    });
  });

  test('a read that stays behind the horizon, and a filtered one, are told nothing', async () => {
    expect(await names(setup(events, capacity), { number: 3n })).toEqual(['f8', 'f9', 'd1']);
    const whitelist = [{ verdict: [Verdict.DROPPED, Verdict.FORWARDED] }];
    expect((await names(setup(events, capacity), { whitelist })).filter((name) => name.startsWith('lost'))).toEqual([]);
  });

  test('the header gives the windows, the counts and the assumed mode', async () => {
    const clock = fakeClock();
    const store = createFlowStore({ capacity, clock });
    for (const event of events) store.append(event);
    store.append(aFlowEvent({ verdict: Verdict.TRACED, time: at(5) }, { raw_line: 'x' }));
    const service = createObserverService({
      store,
      clock,
      nodeName: 'default/here',
      version: '0.1.0',
      modes: assumedMode,
    });
    expect(await service.getFlows({}).header).toEqual({
      windows: [
        { retentionClass: 'denied-audited', evicted: 0, since: at(0) },
        { retentionClass: 'other', evicted: 5, since: at(0) },
      ],
      assumedMode: 'LogAndDrop',
      logRuleFlows: 1,
      verdictFlows: 2,
      serverVersion: '0.1.0',
    });
  });
});

describe('what a flow looks like', () => {
  const extension = { raw_line: 'calico-drop: IN=x', ttl: 63 };
  const asked = packExtensionWish();

  test('an extension goes to those alone who ask for it', async () => {
    const made = setup([aFlowEvent({}, extension)]);
    const [plain] = await ask(made, {});
    expect(plain?.flow).not.toHaveProperty('extensions');
    const [extended] = await ask(made, { extensions: asked });
    expect(unpackFlowExtension(extended?.flow?.extensions)).toMatchObject(extension);
  });

  test('a request extension of somebody else asks for nothing', async () => {
    const made = setup([aFlowEvent({}, extension)]);
    const other = { type_url: 'type.googleapis.com/some.other.Wish', value: new Uint8Array([1, 2, 3]) };
    expect((await ask(made, { extensions: other }))[0]?.flow).not.toHaveProperty('extensions');
  });

  test('the mask is for the flow; the wrapper has what is left of it', async () => {
    const made = setup([forwarded('a', { Summary: 'text' })]);
    expect(await ask(made, { field_mask: { paths: ['uuid', 'node_name'] } })).toEqual([
      { flow: { uuid: 'a', node_name: 'default/node-a' }, node_name: 'default/node-a' },
    ]);
  });

  test('every reader gets the same bytes', async () => {
    const { service } = setup([forwarded('a')]);
    const bytes: Uint8Array[] = [];
    for (let reader = 0; reader < 2; reader += 1) {
      const { batches } = await service.deliverFlows({}, new AbortController().signal);
      for await (const [delivery] of batches) bytes.push(delivery!.encoded());
    }
    expect(bytes).toHaveLength(2);
    expect(bytes[0]).toBe(bytes[1]);
  });
});

describe('following', () => {
  test('without a number only what is new, and no end', async () => {
    const made = setup(five);
    const reader = made.service.getFlows({ follow: true })[Symbol.asyncIterator]();
    const first = reader.next();
    await eventually(() => made.store.subscribers).toBe(1);
    made.store.append(forwarded('new'));
    expect((await first).value?.map(nameOf)).toEqual(['new']);
    await reader.return?.();
    expect(made.store.subscribers).toBe(0);
  });

  test('a number says how far back to start, not where to stop', async () => {
    const made = setup(five);
    const reader = made.service.getFlows({ follow: true, number: 2n })[Symbol.asyncIterator]();
    expect((await reader.next()).value?.map(nameOf)).toEqual(['d', 'e']);
    const next = reader.next();
    made.store.append(forwarded('f'));
    expect((await next).value?.map(nameOf)).toEqual(['f']);
    await reader.return?.();
  });

  test('a follower of denied flows misses no forwarded one', async () => {
    const made = setup([denied('old')], 8);
    const whitelist = [{ verdict: [Verdict.DROPPED, Verdict.AUDIT] }];
    const reader = made.service.getFlows({ follow: true, number: 1n, whitelist })[Symbol.asyncIterator]();
    expect((await reader.next()).value?.map(nameOf)).toEqual(['old']);
    for (let n = 0; n < 100; n += 1) made.store.append(forwarded(`f${n}`));
    made.store.append(audited('new'));
    expect((await reader.next()).value?.map(nameOf)).toEqual(['new']);
    await reader.return?.();
  });

  test('closing the service, or aborting, ends it without an error and frees it', async () => {
    const made = setup();
    const abort = new AbortController();
    const ends = [
      ask(made, { follow: true }),
      (async () => {
        for await (const batch of made.service.getFlows({ follow: true }, { signal: abort.signal })) return batch;
        return 'ended';
      })(),
    ];
    await eventually(() => made.store.subscribers).toBe(2);
    abort.abort();
    expect(await ends[1]).toBe('ended');
    await made.service.close();
    expect(await ends[0]).toEqual([]);
    expect(made.store.subscribers).toBe(0);
  });

  test('a follower that was overrun is told exactly how much it missed', async () => {
    const made = setup([], 8);
    const reader = made.service.getFlows({ follow: true })[Symbol.asyncIterator]();
    const first = reader.next();
    await eventually(() => made.store.subscribers).toBe(1);
    made.store.append(forwarded('a'));
    await first;
    for (let n = 0; n < 100; n += 1) made.store.append(forwarded(`f${n}`));
    expect((await reader.next()).value?.map(nameOf)).toEqual(['lost:94', 'f94', 'f95', 'f96', 'f97', 'f98', 'f99']);
    expect((await made.service.observedStatus())?.lost).toEqual({ kernel: 0n, queue: 0n, reader: 94n });
    await reader.return?.();
  });
});

describe('status', () => {
  test('of the server', async () => {
    const made = setup([...five, forwarded('x', { node_name: 'default/node-b' })]);
    made.clock.advanceMs(60_000);
    expect(await made.service.serverStatus()).toEqual({
      num_flows: 6n,
      max_flows: 100n,
      seen_flows: 6n,
      uptime_ns: 60_000_000_000n,
      num_connected_nodes: 2,
      num_unavailable_nodes: 0,
      version: 'observed v0.1.0',
      flows_rate: 4 / 60,
    });
  });

  test('of the nodes: those that flows came from, or this one alone', async () => {
    expect((await setup().service.getNodes()).nodes).toMatchObject([
      { name: 'default/here', state: 1, seen_flows: 0n },
    ]);
    const made = setup(five);
    made.clock.advanceMs(10_000);
    expect((await made.service.getNodes()).nodes).toEqual([
      {
        name: 'default/node-a',
        version: 'observed v0.1.0',
        state: 1,
        uptime_ns: 10_000_000_000n,
        num_flows: 5n,
        max_flows: 100n,
        seen_flows: 5n,
      },
    ]);
  });

  test('of our own: windows, losses, and what others tell', async () => {
    const clock = fakeClock();
    const store = createFlowStore({ capacity: 4, clock });
    store.append(aLostEvent(3));
    store.append(forwarded('a'));
    const service = createObserverService({
      store,
      clock,
      nodeName: 'default/here',
      version: '0.1.0',
      sources: () => [{ name: 'kmsg:', records: 2n }],
      modes: () => [{ drop_action_override: 'Drop', blind: true }],
      warnings: () => ['look here'],
      bootId: 'boot',
    });
    expect(await service.observedStatus()).toEqual({
      version: '0.1.0',
      boot_id: 'boot',
      sources: [{ name: 'kmsg:', records: 2n }],
      modes: [{ drop_action_override: 'Drop', blind: true }],
      windows: [
        { retention_class: 'denied-audited', held: 0n, capacity: 1n, evicted: 0n },
        { retention_class: 'other', oldest: at(0), newest: at(0), held: 1n, capacity: 3n, evicted: 0n },
      ],
      lost: { kernel: 3n, queue: 0n, reader: 0n },
      warnings: ['look here'],
      log_rule_flows: 0n,
    });
  });
});
