import { describe, expect, test } from 'vitest';

import type { Flow } from '../../../src/flow/flow.ts';
import type { Layer4 } from '../../../src/flow/l4.ts';
import { Verdict } from '../../../src/flow/verdict.ts';
import { connectionKey } from '../../../src/tui/state/folding.ts';
import { createTimeline } from '../../../src/tui/state/timeline.ts';
import { answerTo, streamFlow, type StreamFlow } from '../builders/stream.ts';

const there = { source: '10.0.0.9', destination: '10.0.0.10' };
const back = { source: '10.0.0.10', destination: '10.0.0.9' };
const keyOf = (l4: Layer4, ip: NonNullable<Flow['IP']> = there): string | undefined => connectionKey({ IP: ip, l4 });

describe('a connection', () => {
  test.each<[string, Layer4, Layer4]>([
    ['TCP', { TCP: { source_port: 1, destination_port: 2 } }, { TCP: { source_port: 2, destination_port: 1 } }],
    ['UDP', { UDP: { source_port: 53, destination_port: 9 } }, { UDP: { source_port: 9, destination_port: 53 } }],
    ['SCTP', { SCTP: { source_port: 7 } }, { SCTP: { destination_port: 7 } }],
    ['echo', { ICMPv4: { type: 8 } }, { ICMPv4: {} }],
    ['ICMPv6 echo', { ICMPv6: { type: 128 } }, { ICMPv6: { type: 129 } }],
    ['VRRP', { VRRP: {} }, { VRRP: {} }],
    ['IGMP', { IGMP: {} }, { IGMP: {} }],
  ])('of %s has one key both ways', (_, one, other) => {
    expect(keyOf(one)).toBeDefined();
    expect(keyOf(other, back)).toBe(keyOf(one));
  });

  test('of one host with itself too', () => {
    const self = { source: '127.0.0.1', destination: '127.0.0.1' };
    const [one, other] = [
      { source_port: 1, destination_port: 2 },
      { source_port: 2, destination_port: 1 },
    ];
    expect(keyOf({ TCP: other }, self)).toBe(keyOf({ TCP: one }, self));
  });

  test('is told apart by protocol, port and kind of ICMP message', () => {
    const ports = { source_port: 1, destination_port: 2 };
    const all: readonly Layer4[] = [
      { TCP: ports },
      { UDP: ports },
      { SCTP: ports },
      { TCP: { source_port: 1, destination_port: 3 } },
      { TCP: { source_port: 2, destination_port: 1 } },
      { ICMPv4: { type: 8 } },
      { ICMPv4: { type: 3, code: 1 } },
      { ICMPv4: { type: 3, code: 3 } },
      { ICMPv6: { type: 128 } },
      { ICMPv6: { type: 1 } },
      { VRRP: {} },
      { IGMP: {} },
    ];
    expect(new Set(all.map((l4) => keyOf(l4))).size).toBe(all.length);
  });

  test('is unknown without addresses or a transport', () => {
    expect(connectionKey({ l4: { TCP: {} } })).toBeUndefined();
    expect(keyOf({ TCP: {} }, { source: '10.0.0.1' })).toBeUndefined();
    expect(connectionKey({ IP: there })).toBeUndefined();
  });
});

const countsOf = (
  ...flows: readonly (StreamFlow | ReturnType<typeof streamFlow>)[]
): readonly (number | undefined)[] => {
  const timeline = createTimeline({ capacity: 100 });
  timeline.add(flows.map((flow) => ('flow' in flow ? flow : streamFlow(flow as StreamFlow))));
  return Array.from({ length: timeline.end }, (_, seq) => {
    const entry = timeline.at(seq);
    return entry?.kind === 'flow' ? entry.count : undefined;
  });
};

describe('rows', () => {
  test('take in retransmissions for 130 s', () => {
    expect(countsOf({ at: 0 }, { at: 1 }, { at: 127 }, { at: 130 }, { at: 130.001 })).toEqual([4, 1]);
  });

  test('take in what the other end says', () => {
    expect(
      countsOf({}, answerTo({ at: 0.1 }), { at: 0.2, more: { traffic_direction: 2, node_name: 'default/node-2' } }),
    ).toEqual([3]);
  });

  test('of another class stay apart, so that nothing denied hides in something allowed', () => {
    const verdicts = [
      Verdict.FORWARDED,
      Verdict.DROPPED,
      Verdict.AUDIT,
      Verdict.ERROR,
      Verdict.TRACED,
      Verdict.REDIRECTED,
    ];
    expect(countsOf(...verdicts.map((verdict) => ({ verdict })))).toEqual([2, 1, 1, 1, 1]);
  });

  test('of another kind of event stay apart', () => {
    expect(countsOf({}, { more: { event_type: { type: 1 } } }, { at: 1 })).toEqual([2, 1]);
  });

  test('of requests stay apart from each other', () => {
    expect(countsOf({ more: { l7: { http: {} } } }, { more: { l7: { http: {} } } }, { more: { Type: 2 } })).toEqual([
      1, 1, 1,
    ]);
  });

  test('without a time, and without ports, stay apart', () => {
    const { l4: _, ...unknown } = streamFlow().flow!;
    expect(countsOf({ at: undefined }, { at: undefined }, { flow: unknown }, { flow: unknown })).toEqual([1, 1, 1, 1]);
  });

  test('take in a flow that is late', () => {
    expect(countsOf({ at: 5 }, { at: 3 }, { at: -200 })).toEqual([2, 1]);
  });
});
