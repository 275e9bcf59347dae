import { describe, expect, test } from 'vitest';

import { createTimeText } from '../../../src/base/time/layouts.ts';
import type { Flow } from '../../../src/flow/flow.ts';
import { identityText } from '../../../src/output/columns/identity.ts';
import { lostEventsCount, lostEventsCpu, lostEventsSource } from '../../../src/output/columns/lost-events.ts';
import { ansiPalette, plainPalette } from '../../../src/output/columns/palette.ts';
import { replyArrow } from '../../../src/output/columns/reply.ts';
import { summaryText } from '../../../src/output/columns/summary.ts';
import { flowTypeText } from '../../../src/output/columns/type.ts';
import { policyNamesText, verdictText, verdictTone } from '../../../src/output/columns/verdict.ts';

describe('identity', () => {
  test.each([
    [undefined, '(unknown)'],
    [{}, '(unknown)'],
    [{ identity: 2 }, '(world)'],
    [{ identity: 10 }, '(world-ipv6)'],
    [{ identity: 11 }, '(ID:11)'],
    [{ identity: 4790 }, '(ID:4790)'],
  ])('%j is %s', (endpoint, expected) => {
    expect(identityText(endpoint, plainPalette)).toBe(expected);
  });

  test('the parentheses are coloured too', () => {
    expect(identityText({ identity: 1 }, ansiPalette)).toBe('\u001b[35m(host)\u001b[0m');
  });
});

describe('reply', () => {
  test.each([
    [{}, '<>'],
    [{ is_reply: false }, '->'],
    [{ is_reply: true }, '<-'],
  ] as const)('%j is %s', (flow, arrow) => {
    expect(replyArrow(flow)).toBe(arrow);
  });
});

describe('type', () => {
  test.each<[Flow, string]>([
    [{ l7: { type: 1, http: {} } }, 'http-request'],
    [{ l7: { type: 2, kafka: {} } }, 'kafka-response'],
    [{ l7: { type: 2, dns: { observation_source: 'proxy' } } }, 'dns-response proxy'],
    [{ l7: { type: 1, dns: {} } }, 'dns-request '],
    [{ l7: {} }, 'l7-unknown_l7_type'],
    [{ l7: { type: 9 } }, 'l7-9'],
    [{ l7: { type: 1, http: {} }, event_type: { type: 4 } }, 'http-request'],
    [{ event_type: { type: 4 } }, 'to-endpoint'],
    [{ event_type: { type: 4, sub_type: 13 } }, 'to-crypto'],
    [{ event_type: { type: 4, sub_type: 255 } }, '255'],
    [{ event_type: { type: 4, sub_type: 256 + 11 } }, 'to-network'],
    [{ event_type: { type: 1, sub_type: 133 } }, 'Policy denied'],
    [{ event_type: { type: 1, sub_type: 256 + 181 } }, 'Policy denied by denylist'],
    [{ event_type: { type: 1, sub_type: 16 } }, '16, 0'],
    [{ event_type: { type: 1 } }, 'Success'],
    [{ event_type: { type: 5 } }, 'policy-verdict:none TRAFFIC_DIRECTION_UNKNOWN'],
    [{ event_type: { type: 5 }, policy_match_type: 1, traffic_direction: 1 }, 'policy-verdict:L3-Only INGRESS'],
    [{ event_type: { type: 5 }, policy_match_type: 7, traffic_direction: 2 }, 'policy-verdict:unknown EGRESS'],
    [{ event_type: { type: 5 }, traffic_direction: 3 }, 'policy-verdict:none 3'],
    [{ event_type: { type: 3 }, debug_capture_point: 9 }, 'DBG_CAPTURE_PROXY_POST'],
    [{ event_type: { type: 3 } }, 'DBG_CAPTURE_POINT_UNKNOWN'],
    [{ event_type: { type: 7 }, sock_xlate_point: 1 }, 'pre-xlate-fwd'],
    [{ event_type: { type: 7 }, sock_xlate_point: 2 }, 'post-xlate-fwd'],
    [{ event_type: { type: 7 }, sock_xlate_point: 3 }, 'pre-xlate-rev'],
    [{ event_type: { type: 7 }, sock_xlate_point: 4 }, 'post-xlate-rev'],
    [{ event_type: { type: 7 } }, 'SOCK_XLATE_POINT_UNKNOWN'],
    [{ event_type: { type: 2 } }, 'UNKNOWN'],
    [{}, 'UNKNOWN'],
  ])('%j is %s', (flow, expected) => {
    expect(flowTypeText(flow)).toBe(expected);
  });
});

describe('verdict', () => {
  const plain = { policyNames: false, palette: plainPalette };
  const byPolicy = { policyNames: true, palette: plainPalette };

  test.each([
    [0, 'VERDICT_UNKNOWN', 'VERDICT_UNKNOWN'],
    [1, 'FORWARDED', 'ALLOWED'],
    [2, 'DROPPED', 'DENIED'],
    [3, 'ERROR', 'DENIED'],
    [4, 'AUDIT', 'AUDITED'],
    [5, 'REDIRECTED', 'ALLOWED'],
    [6, 'TRACED', 'TRACED'],
    [7, 'TRANSLATED', 'TRANSLATED'],
    [99, '99', '99'],
  ])('%i is %s, on a policy verdict %s', (verdict, alone, onPolicy) => {
    expect(verdictText({ verdict, event_type: { type: 1 } }, plain)).toBe(alone);
    expect(verdictText({ verdict, event_type: { type: 5 } }, plain)).toBe(onPolicy);
  });

  test.each([
    [undefined, undefined],
    [1, 'allowed'],
    [2, 'denied'],
    [4, 'notable'],
    [6, 'notable'],
    [99, undefined],
  ])('tone of %s is %s', (verdict, tone) => {
    expect(verdictTone(verdict)).toBe(tone);
  });

  const decided: Flow = {
    event_type: { type: 5 },
    ingress_allowed_by: [{ name: 'in-allow', kind: 'NetworkPolicy' }],
    egress_allowed_by: [{ name: 'out-allow', kind: 'NetworkPolicy' }],
    ingress_denied_by: [
      { name: 'deny-all', kind: 'CiliumNetworkPolicy' },
      { name: 'no-kind' },
      { kind: 'NoName' },
      { name: 'deny-two', kind: 'GlobalNetworkPolicy' },
    ],
    egress_denied_by: [{ name: 'out-deny', kind: 'NetworkPolicy' }],
  };

  test.each<[Flow, string]>([
    [{ verdict: 1, traffic_direction: 1 }, 'ALLOWED BY in-allow (NetworkPolicy)'],
    [{ verdict: 5, traffic_direction: 2 }, 'ALLOWED BY out-allow (NetworkPolicy)'],
    [{ verdict: 2, traffic_direction: 1 }, 'DENIED BY deny-all (CiliumNetworkPolicy), deny-two (GlobalNetworkPolicy)'],
    [{ verdict: 3, traffic_direction: 2 }, 'DENIED BY out-deny (NetworkPolicy)'],
    [{ verdict: 4, traffic_direction: 1 }, 'AUDITED'],
    [{ verdict: 1 }, 'ALLOWED'],
    [{ verdict: 1, traffic_direction: 1, event_type: { type: 4 } }, 'FORWARDED'],
    [{ verdict: 2, traffic_direction: 1, ingress_denied_by: [] }, 'DENIED'],
  ])('%j names its policies: %s', (changes, expected) => {
    expect(verdictText({ ...decided, ...changes }, byPolicy)).toBe(expected);
  });

  test('policy names without the word', () => {
    expect(policyNamesText({ ...decided, verdict: 1, traffic_direction: 1 })).toBe('in-allow (NetworkPolicy)');
  });

  test('policy names stand inside the colour', () => {
    const flow = { ...decided, verdict: 1, traffic_direction: 1 };
    const text = verdictText(flow, { policyNames: true, palette: ansiPalette });
    expect(text).toBe('\u001b[32mALLOWED BY in-allow (NetworkPolicy)\u001b[0m');
    expect(verdictText({}, { policyNames: false, palette: ansiPalette })).toBe('VERDICT_UNKNOWN');
  });
});

describe('summary', () => {
  test.each<[Flow, string]>([
    [{}, ''],
    [{ Summary: 'UDP' }, 'UDP'],
    [{ Summary: 'UDP', auth_type: 1 }, 'UDP; Auth: SPIRE'],
    [{ Summary: 'UDP', auth_type: 9 }, 'UDP; Auth: 9'],
    [{ Summary: 'UDP', ip_trace_id: { trace_id: 2n ** 64n - 1n } }, 'IP Trace ID: 18446744073709551615; UDP'],
    [{ ip_trace_id: { trace_id: 0n, ip_option_type: 136 } }, ''],
    [{ ip_trace_id: { trace_id: 7n }, auth_type: 2 }, 'IP Trace ID: 7; ; Auth: TEST_ALWAYS_FAIL'],
  ])('%# is %s', (flow, expected) => {
    expect(summaryText(flow, plainPalette)).toBe(expected);
  });

  test('authentication is green, the failing one red', () => {
    expect(summaryText({ auth_type: 1 }, ansiPalette)).toBe('; Auth: \u001b[32mSPIRE\u001b[0m');
    expect(summaryText({ auth_type: 2 }, ansiPalette)).toBe('; Auth: \u001b[31mTEST_ALWAYS_FAIL\u001b[0m');
  });
});

describe('lost events', () => {
  const time = createTimeText('RFC3339');
  const [first, last] = [
    { seconds: 0, nanos: 0 },
    { seconds: 1, nanos: 0 },
  ];

  test('absent fields are zero', () => {
    expect([lostEventsSource({}), lostEventsCpu({}), lostEventsCount({}, time)]).toEqual([
      'UNKNOWN_LOST_EVENT_SOURCE',
      'CPU(0)',
      '0',
    ]);
  });

  test('the span is there when both of its ends are', () => {
    const lost = { source: 3, cpu: 2, num_events_lost: 2n ** 64n - 1n, first };
    expect(lostEventsSource(lost)).toBe('HUBBLE_RING_BUFFER');
    expect(lostEventsCpu(lost)).toBe('CPU(2)');
    expect(lostEventsCount(lost, time)).toBe('18446744073709551615');
    expect(lostEventsCount({ ...lost, last }, time)).toBe(
      '18446744073709551615 (first: 1970-01-01T00:00:00Z, last: 1970-01-01T00:00:01Z)',
    );
  });
});
