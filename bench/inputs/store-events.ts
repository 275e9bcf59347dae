/** Events as the pipeline hands them to the store. */

import { parseRfc3339 } from '../../src/base/time/rfc3339.ts';
import { messageFromJson } from '../../src/flow/codec/json.ts';
import type { ObservedEvent } from '../../src/flow/source-record.ts';
import { Verdict } from '../../src/flow/verdict.ts';
import { createRandom } from './random.ts';

/** How events differ. */
export interface StoreEventOptions {
  /** One flow in so many is audited; the others are forwarded. Default 10. */
  readonly auditedOneIn?: number;
  /** Bytes of the summary, which makes flows as large as wanted. Default 24: about 300 bytes encoded. */
  readonly summaryBytes?: number;
  readonly startMs?: number;
}

const template = {
  verdict: 'FORWARDED',
  ethernet: { source: '0a:58:0a:00:00:01', destination: '0a:58:0a:00:01:02' },
  IP: { source: '10.0.0.1', destination: '10.0.1.2', ipVersion: 'IPv4' },
  source: { identity: 10_001, cluster_name: 'default', namespace: 'shop', pod_name: 'frontend-7d4b9c6f8b-x2k4q' },
  destination: { identity: 10_002, cluster_name: 'default', namespace: 'shop', pod_name: 'db-0' },
  Type: 'L3_L4',
  node_name: 'default/worker-1',
  event_type: { type: 4 },
  traffic_direction: 'INGRESS',
  is_reply: false,
};

/** Returns the capacity of a store that keeps `flows` of any kind: a quarter of it is for denied and audited ones alone. */
export function capacityFor(flows: number): number {
  return Math.ceil((flows * 4) / 3) + 4;
}

/** Yields `count` events, one a millisecond. */
export function* storeEvents(
  count: number,
  { auditedOneIn = 10, summaryBytes = 24, startMs = Date.UTC(2026, 10, 21, 9) }: StoreEventOptions = {},
): Generator<ObservedEvent> {
  const random = createRandom(7);
  const read = messageFromJson('flow.Flow', JSON.stringify(template));
  if (!read.ok) throw new Error(read.message);
  const summary = 'TCP Flags: SYN'.padEnd(summaryBytes, '.');
  for (let index = 0; index < count; index += 1) {
    const time = parseRfc3339(new Date(startMs + index).toISOString());
    const isAudited = index % auditedOneIn === 0;
    const hex = (digits: number): string =>
      random(16 ** digits)
        .toString(16)
        .padStart(digits, '0');
    const flow = {
      ...read.value,
      ...(time === undefined ? {} : { time }),
      uuid: `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(6)}${hex(6)}`,
      verdict: isAudited ? Verdict.AUDIT : Verdict.FORWARDED,
      IP: {
        source: `10.0.${random(256)}.${random(256)}`,
        destination: `10.1.${random(256)}.${random(256)}`,
        ipVersion: 1,
      },
      l4: { TCP: { source_port: 32768 + random(28232), destination_port: 443, flags: { SYN: true } } },
      Summary: summary,
    };
    yield { response: { flow, node_name: 'default/worker-1', ...(time === undefined ? {} : { time }) } };
  }
}
