/** A view of a policy being rolled out: every kind of row there is. */

import type { TimelineEntry } from '../../../src/tui/state/timeline-entry.ts';
import type { VerdictCounts } from '../../../src/tui/state/readers.ts';
import { aFlowEntry, aSeenFlow, at, betweenPods, counts, startSeconds } from './flow-screen.ts';

const dns = { UDP: { source_port: 40_000, destination_port: 53 } };
const postgres = { TCP: { source_port: 56_248, destination_port: 5432, flags: { SYN: true } } };

/** Returns the rows, oldest first: folded, allowed by name, shortened, denied, traced, logged, a marker and a gap. */
export function rolloutEntries(): readonly TimelineEntry[] {
  const allowedBy = [{ name: 'db-allow-backend', kind: 'NetworkPolicy', namespace: 'shop' }];
  const syn = betweenPods('shop/frontend-7d4-x2', 'shop/db-0', { l4: postgres });
  const members = [0.246, 1.27, 3.286].map((seconds) => aSeenFlow({ ...syn.first.flow, time: at(seconds) }));
  return [
    { ...syn, count: 3, members, isNewEdge: true },
    betweenPods('shop/backend-5c9-kk', 'shop/db-0', {
      time: at(0.251),
      verdict: 1,
      policy_match_type: 1,
      ingress_allowed_by: allowedBy,
      l4: postgres,
    }),
    betweenPods('shop/frontend-7d4-x2', 'kube-system/coredns-5d78c9869d-x7k', {
      time: at(0.31),
      traffic_direction: 2,
      l4: dns,
      Summary: 'UDP',
    }),
    aFlowEntry({ flow: { time: at(0.871), verdict: 2, destination: { namespace: 'shop', pod_name: 'web-0' } } }),
    { kind: 'marker', seq: 0, time: at(1), about: 'policy', text: 'policy shop/db-allow-backend updated' },
    betweenPods('shop/backend-5c9-kk', 'shop/db-0', {
      time: at(1.002),
      verdict: 1,
      event_type: { type: 4 },
      l4: postgres,
    }),
    {
      kind: 'gap',
      seq: 0,
      time: at(1.5),
      by: 'source',
      missed: 214,
      text: "up to 214 flows lost: the kernel's ring buffer overran",
    },
    betweenPods('データ/ポッド-0', 'shop/🚀-db', {
      time: at(2),
      verdict: 0,
      Summary: 'ICMPv4 EchoRequest',
      l4: { ICMPv4: { type: 8 } },
    }),
  ];
}

/** Returns counts of bars of 5 s, by their start: a busy minute and a half. */
export function rolloutBars(): ReadonlyMap<number, VerdictCounts> {
  const newest = Math.floor(startSeconds / 5) * 5;
  const levels = [44, 31, 18, 5, 40, 27, 14, 1, 36, 23, 10, 45, 32, 19, 6, 41, 28, 15];
  return new Map(
    levels.map((allowed, index) => [
      (newest - index * 5) * 1000,
      counts({ allowed, audited: (index * 7) % 5, denied: index === 4 ? 2 : 0 }),
    ]),
  );
}
