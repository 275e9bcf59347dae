import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { packFlowExtension } from '../../../src/flow/codec/extension.ts';
import type { FlowExtension } from '../../../src/flow/flow-extension.ts';
import type { Flow } from '../../../src/flow/flow.ts';
import { Verdict } from '../../../src/flow/verdict.ts';
import { createConversations, type Conversations } from '../../../src/tui/state/conversations.ts';
import type { ConversationQuery, GroupColumn, SortColumn } from '../../../src/tui/state/readers.ts';
import { groupColumns } from '../../../src/tui/state/table-columns.ts';
import { fakeClock } from '../../helpers/observed-events.ts';
import { after, answerTo, loss, streamFlow, streamStartMs, type StreamFlow } from '../builders/stream.ts';

function conversationsOf(flows: readonly StreamFlow[], capacity = 100): Conversations {
  const conversations = createConversations({ capacity, clock: fakeClock() });
  conversations.add(flows.map((flow) => streamFlow(flow)));
  return conversations;
}

const by = (...groupBy: readonly GroupColumn[]): ConversationQuery => ({
  groupBy,
  sortBy: 'total',
  isDescending: true,
});
const who = by('source', 'destination', 'port');

describe('rows', () => {
  test('both directions of a conversation are one row, with its counts and times', () => {
    const conversations = conversationsOf([{ at: 3 }, { at: 1, verdict: Verdict.DROPPED }, { at: 2, port: 80 }]);
    conversations.add([answerTo({ at: 9, verdict: Verdict.FORWARDED }), loss(5, 1)]);
    expect(conversations.rows(who)).toMatchObject([
      {
        groups: ['10.0.0.1', '10.0.0.2', '5432/TCP'],
        counts: { denied: 1, audited: 1, allowed: 1, undecided: 0, error: 0 },
        total: 3,
        first: after(1),
        last: after(9),
      },
      { groups: ['10.0.0.1', '10.0.0.2', '80/TCP'], total: 1, first: after(2), last: after(2) },
    ]);
  });

  test('without a time a flow is counted all the same', () => {
    const [row] = conversationsOf([{ at: undefined }]).rows(who);
    expect(row).toMatchObject({ total: 1, first: undefined, last: undefined, recent: [0, 0, 0, 0, 0, 0, 0, 0] });
  });

  test('each column has its text', () => {
    const flow: Flow = {
      source: { namespace: 'shop', pod_name: 'web-0' },
      destination: { namespace: 'data', pod_name: 'db-0' },
    };
    const conversations = conversationsOf([{ more: flow }]);
    conversations.add([
      answerTo({ more: { ...flow, source: flow.destination!, destination: flow.source!, traffic_direction: 2 } }),
    ]);
    expect(conversations.rows(by(...groupColumns)).map((row) => row.groups.join(' | '))).toEqual([
      'shop/web | shop | data/db | data | 5432/TCP | audited | EGRESS | default/node-1 | none',
      'shop/web | shop | data/db | data | 5432/TCP | audited | INGRESS | default/node-1 | none',
    ]);
  });

  test('whom: those that an ingress policy shields, or an egress policy holds back, the most first', () => {
    const flows = ['2', '3', '3', '4', '4', '4', '5', '5', '5', '5'].map((host) => ({ to: `10.0.0.${host}` }));
    const egress = [6, 6, 6].map(() => ({ from: '10.9.9.9', more: { traffic_direction: 2 } }));
    const [row] = conversationsOf([...flows, ...egress]).rows(by('policy'));
    expect(row?.whom).toEqual(['10.0.0.5', '10.0.0.4', '10.9.9.9']);
  });

  test('are the same array until something changes', () => {
    const conversations = conversationsOf([{}, { port: 80 }]);
    const rows = conversations.rows(who);
    expect(conversations.rows({ ...who, groupBy: [...who.groupBy] })).toBe(rows);
    expect(conversations.rows({ ...who, isDescending: false })).not.toBe(rows);
    expect(conversations.rows(who)).toBe(rows);
    conversations.add([streamFlow({ port: 80 })]);
    const next = conversations.rows(who);
    expect(next.map((row) => row.total)).toEqual([2, 1]);
    expect(rows.map((row) => row.total)).toEqual([1, 1]);
    expect(next.map((row) => row.key).toSorted()).toEqual(rows.map((row) => row.key).toSorted());
    expect(rows).toContain(next[1]);
  });

  test('restart forgets everything but names, which complete the next filter', () => {
    const conversations = conversationsOf([{}, { port: 80 }], 1);
    conversations.restart();
    expect([conversations.rows(who), conversations.uncounted]).toEqual([[], 0]);
    expect(conversations.vocabulary().addresses).toEqual(['10.0.0.1', '10.0.0.2']);
    conversations.add([streamFlow({ port: 80 })]);
    expect(conversations.rows(who)).toMatchObject([{ total: 1 }]);
  });
});

describe('sorting', () => {
  const flows: readonly StreamFlow[] = [
    { port: 443, at: 5, verdict: Verdict.FORWARDED },
    { port: 443, at: 6, verdict: Verdict.FORWARDED },
    { port: 53, at: 1 },
    { port: 8080, at: 9, verdict: Verdict.DROPPED },
    { port: 53, at: 2 },
    { port: 53, at: 8, verdict: Verdict.DROPPED },
  ];
  const portsBy = (sortBy: SortColumn, isDescending: boolean, groupBy: readonly GroupColumn[] = ['port']): string =>
    conversationsOf(flows)
      .rows({ groupBy, sortBy, isDescending })
      .map((row) => row.groups.join(' '))
      .join(', ');

  test.each<[SortColumn, boolean, string]>([
    ['port', false, '53/TCP, 443/TCP, 8080/TCP'],
    ['port', true, '8080/TCP, 443/TCP, 53/TCP'],
    ['total', true, '53/TCP, 443/TCP, 8080/TCP'],
    ['denied', true, '53/TCP, 8080/TCP, 443/TCP'],
    ['allowed', false, '53/TCP, 8080/TCP, 443/TCP'],
    ['first', false, '53/TCP, 443/TCP, 8080/TCP'],
    ['last', true, '8080/TCP, 53/TCP, 443/TCP'],
    ['rate', false, '8080/TCP, 443/TCP, 53/TCP'],
    // All alike there: what was denied or would be comes first.
    ['whom', true, '53/TCP, 8080/TCP, 443/TCP'],
    ['node', true, '53/TCP, 8080/TCP, 443/TCP'],
  ])('by %s, descending %s', (sortBy, isDescending, expected) => {
    expect(portsBy(sortBy, isDescending)).toBe(expected);
  });

  test('verdicts go from the worst', () => {
    expect(portsBy('verdict', false, ['verdict'])).toBe('denied, audited, allowed');
  });
});

describe('what came lately', () => {
  test('of a recording: by its newest flow', () => {
    const conversations = conversationsOf([{ at: -1000 }, { at: 0 }, { at: 1 }, { at: 14 }, { at: 39 }, { at: 7 }]);
    expect(conversations.rows(who)[0]?.recent).toEqual([2, 1, 1, 0, 0, 0, 0, 1]);
    conversations.add([streamFlow({ at: 45, port: 80 })]);
    expect(conversations.rows(by('port')).map((row) => row.recent)).toEqual([
      [1, 0, 0, 0, 0, 1, 0, 0],
      [0, 0, 0, 0, 0, 0, 0, 1],
    ]);
  });

  test('of a stream as it happens: by the clock, also when nothing more comes', () => {
    const clock = fakeClock();
    const conversations = createConversations({ capacity: 10, clock });
    conversations.add([{ ...streamFlow({ at: undefined }), time: clock.now() }]);
    const [row] = conversations.rows(who);
    expect(row?.recent).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
    clock.advanceMs(10_000);
    expect(row?.recent).toEqual([0, 0, 0, 0, 0, 1, 0, 0]);
    clock.advanceMs(3_600_000);
    expect(row?.recent).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });

  test('is what counting by spans of 5 s gives', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ at: fc.nat(90), port: fc.constantFrom(1, 2) }), { minLength: 1 }),
        (unsorted) => {
          const flows = unsorted.toSorted((a, b) => a.at - b.at);
          const now = Math.floor((streamStartMs / 1000 + flows.at(-1)!.at) / 5);
          for (const row of conversationsOf(flows).rows(by('port'))) {
            const own = flows.filter(({ port }) => row.groups[0] === `${port}/TCP`);
            const spans = own.map(({ at }) => Math.floor((streamStartMs / 1000 + at) / 5));
            const expected = [7, 6, 5, 4, 3, 2, 1, 0].map((ago) => spans.filter((span) => span === now - ago).length);
            expect(row.recent).toEqual(expected);
          }
        },
      ),
    );
  });
});

const policyOf = (flow: Flow, extension?: FlowExtension): string => {
  const more = { ...flow, ...(extension && { extensions: packFlowExtension(extension) }) };
  return conversationsOf([{ verdict: flow.verdict ?? Verdict.AUDIT, more }]).rows(by('policy'))[0]!.groups[0]!;
};

describe('policies', () => {
  const allow = { name: 'allow-web', namespace: 'shop', kind: 'NetworkPolicy' };
  const deny = { name: 'deny-all', kind: 'GlobalNetworkPolicy' };

  test.each<[string, Flow, string]>([
    ['audited by nobody', {}, 'none'],
    ['denied by nobody', { verdict: Verdict.DROPPED, drop_reason_desc: 133 }, 'none'],
    ['dropped for another reason', { verdict: Verdict.DROPPED, drop_reason_desc: 155 }, '(not by policy)'],
    ['audited', { ingress_denied_by: [deny] }, 'deny-all (GlobalNetworkPolicy)'],
    ['audited on its way out', { traffic_direction: 2, ingress_denied_by: [deny] }, 'none'],
    [
      'allowed by two',
      { verdict: Verdict.FORWARDED, ingress_allowed_by: [allow, deny] },
      'shop/allow-web (NetworkPolicy), deny-all (GlobalNetworkPolicy)',
    ],
    [
      'allowed on its way out',
      { verdict: Verdict.REDIRECTED, traffic_direction: 2, egress_allowed_by: [allow] },
      'shop/allow-web (NetworkPolicy)',
    ],
    ['allowed, nobody says by whom', { verdict: Verdict.FORWARDED, policy_match_type: 1 }, '(not recorded)'],
    ['without a kind, and one without a name', { ingress_denied_by: [{ name: 'x' }, { kind: 'NetworkPolicy' }] }, 'x'],
    [
      'without a direction, named in the log only',
      { traffic_direction: 0, policy_log: ['calico-drop:x '] },
      '(not recorded)',
    ],
    ['traced', { verdict: Verdict.TRACED, ingress_denied_by: [deny] }, '(no decision)'],
  ])('%s', (_, flow, expected) => {
    expect(policyOf(flow)).toBe(expected);
  });

  test('a kernel log adds the tier, and a mark where the name was guessed', () => {
    const flow: Flow = { ingress_denied_by: [deny] };
    expect(policyOf(flow, { policy_tier: 'security' })).toBe('deny-all (GlobalNetworkPolicy, tier security)');
    expect(policyOf(flow, { policy_approximate: true })).toBe('≈ deny-all (GlobalNetworkPolicy)');
  });
});

describe('bounds', () => {
  test('what finds no place is told, once each, and what has one is counted on', () => {
    const conversations = conversationsOf([{ port: 1 }, { port: 2 }, { port: 3 }, { port: 3 }, { port: 1 }], 2);
    expect(conversations.rows(who).map((row) => row.total)).toEqual([2, 1]);
    expect(conversations.uncounted).toBe(1);
    conversations.add([4, 5, 6].map((port) => streamFlow({ port })));
    expect(conversations.uncounted).toBe(2);
  });

  test('300,000 flows of 30,000 conversations', () => {
    const conversations = createConversations({ capacity: 20_000, clock: fakeClock() });
    for (let start = 0; start < 300_000; start += 1000) {
      conversations.add(Array.from({ length: 1000 }, (_, index) => streamFlow({ port: (start + index) % 30_000 })));
    }
    const rows = conversations.rows(who);
    expect(rows).toHaveLength(20_000);
    expect(new Set(rows.map((row) => row.total))).toEqual(new Set([10]));
    expect(conversations.uncounted).toBe(10_000);
    expect(conversations.rows(by('source'))).toMatchObject([{ total: 200_000 }]);
  });
});

describe('rows that are asked for again', () => {
  const ports = fc.array(fc.constantFrom(1, 2, 3, 4, 5), { maxLength: 12 });

  test('stand in the order of rows that are asked for once', () => {
    fc.assert(
      fc.property(fc.array(ports), fc.constantFrom(...(['total', 'port', 'last'] as const)), (batches, sortBy) => {
        const query = { ...by('port'), sortBy };
        const asked = conversationsOf([]);
        let at = 0;
        const all: StreamFlow[] = [];
        for (const batch of batches) {
          const flows = batch.map((port) => ({ port, at: (at += 1) }));
          all.push(...flows);
          asked.add(flows.map((flow) => streamFlow(flow)));
          const keys = conversationsOf(all)
            .rows(query)
            .map(({ key, total }) => [key, total]);
          expect(asked.rows(query).map(({ key, total }) => [key, total])).toEqual(keys);
        }
      }),
    );
  });

  test('are steady for as long as is wished, each order for itself, and begin anew with the stream', () => {
    const clock = fakeClock();
    const conversations = createConversations({ capacity: 10, clock, steadyMs: 500 });
    const totals = (query = who): readonly number[] => conversations.rows(query).map(({ total }) => total);
    conversations.add([streamFlow({ port: 1 })]);
    expect(totals()).toEqual([1]);
    conversations.add([streamFlow({ port: 2 }), streamFlow({ port: 2 })]);
    clock.advanceMs(499);
    expect(totals()).toEqual([1]);
    expect(totals(by('port'))).toEqual([2, 1]);
    clock.advanceMs(1);
    expect(totals()).toEqual([2, 1]);
    conversations.restart();
    expect(totals()).toEqual([]);
  });
});

describe('against counting each flow', () => {
  const hostile = fc.constantFrom('', 'a', 'b', 'a b', '1 1', '"');
  const aFlow = fc.record({
    at: fc.nat(100),
    port: fc.constantFrom(1, 2),
    verdict: fc.constantFrom(...Object.values(Verdict)),
    more: fc.record({
      source: fc.record({ namespace: hostile }),
      destination: fc.record({ namespace: hostile }),
      traffic_direction: fc.nat(2),
      node_name: hostile,
    }),
  });
  const columns = fc.subarray([
    'source-namespace',
    'destination-namespace',
    'port',
    'verdict',
    'direction',
    'node',
  ] as const);

  test('every grouping has every flow, once', () => {
    fc.assert(
      fc.property(fc.array(fc.array(aFlow)), columns, (batches, groupBy) => {
        const conversations = createConversations({ capacity: 10_000, clock: fakeClock() });
        const expected = new Map<string, number>();
        for (const batch of batches) {
          conversations.add(batch.map((flow) => ({ flow: streamFlow(flow).flow! })));
          for (const flow of batch) {
            const [finest] = conversationsOf([flow]).rows(by(...groupBy));
            const node = flow.more.node_name;
            const texts = finest!.groups.map((text, index) => (groupBy[index] === 'node' ? node : text));
            expected.set(JSON.stringify(texts), (expected.get(JSON.stringify(texts)) ?? 0) + 1);
          }
          const rows = conversations.rows(by(...groupBy));
          expect(new Map(rows.map((row) => [JSON.stringify(row.groups), row.total]))).toEqual(expected);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('names', () => {
  test('of all sorts, sorted, each once', () => {
    const conversations = conversationsOf([
      {
        port: 443,
        more: {
          source: {
            namespace: 'shop',
            pod_name: 'web-0',
            labels: ['k8s:app=web'],
            workloads: [{ name: 'web' }, { kind: 'x' }],
          },
          destination: { pod_name: 'db-0' },
          ingress_denied_by: [{ name: 'deny-all' }],
        },
      },
      { port: 53, from: '10.0.0.9' },
      { port: 53, from: '10.0.0.9' },
    ]);
    expect(conversations.vocabulary()).toEqual({
      namespaces: ['shop'],
      pods: ['db-0', 'shop/web-0'],
      workloads: ['shop/web'],
      addresses: ['10.0.0.1', '10.0.0.2', '10.0.0.9'],
      ports: ['53', '443'],
      nodes: ['default/node-1'],
      policies: ['deny-all'],
      labels: ['k8s:app=web'],
    });
    expect(conversations.vocabulary()).toBe(conversations.vocabulary());
  });

  test('of one sort are the newest five hundred', () => {
    const conversations = conversationsOf(
      Array.from({ length: 700 }, (_, index) => ({ from: `10.0.${Math.floor(index / 100)}.${index % 100}` })),
      1000,
    );
    const { addresses } = conversations.vocabulary();
    expect(addresses).toHaveLength(500);
    expect(addresses).toContain('10.0.6.99');
    expect(addresses).not.toContain('10.0.0.0');
  });
});
