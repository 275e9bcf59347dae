/** Builders of what the stream brings. */

import { timestampFromMs, type Timestamp } from '../../../src/base/time/timestamp.ts';
import { Verdict } from '../../../src/flow/verdict.ts';
import type { Flow } from '../../../src/flow/flow.ts';
import type { GetFlowsResponse } from '../../../src/flow/messages.ts';

/** 2024-02-29T23:59:00Z, where the streams of the tests begin. */
export const streamStartMs = 1_709_251_140_000;

/** Returns the time `seconds` after the stream began. */
export function after(seconds: number): Timestamp {
  return timestampFromMs(streamStartMs + seconds * 1000);
}

/** What tells the flows of a test apart. */
export interface StreamFlow {
  /** Seconds since the stream began; undefined for a flow without a time. */
  readonly at?: number | undefined;
  readonly from?: string;
  readonly to?: string;
  readonly fromPort?: number;
  readonly port?: number;
  readonly verdict?: number;
  readonly more?: Flow;
}

/** Returns a flow: an audited SYN from 10.0.0.1:40000 to 10.0.0.2:5432 unless told otherwise. */
export function streamFlow(flow: StreamFlow = {}): GetFlowsResponse {
  const { from = '10.0.0.1', to = '10.0.0.2', fromPort = 40_000, port = 5432, verdict = Verdict.AUDIT } = flow;
  const at = 'at' in flow ? flow.at : 0;
  return {
    node_name: 'default/node-1',
    flow: {
      ...(at !== undefined && { time: after(at) }),
      verdict,
      IP: { source: from, destination: to, ipVersion: 1 },
      l4: { TCP: { source_port: fromPort, destination_port: port } },
      Type: 1,
      event_type: { type: 5 },
      traffic_direction: 1,
      is_reply: false,
      ...flow.more,
    },
  };
}

/** Returns the flow as the other direction of its connection has it. */
export function answerTo(flow: StreamFlow): GetFlowsResponse {
  const { from = '10.0.0.1', to = '10.0.0.2', fromPort = 40_000, port = 5432 } = flow;
  return streamFlow({
    ...flow,
    from: to,
    to: from,
    fromPort: port,
    port: fromPort,
    more: { ...flow.more, is_reply: true },
  });
}

/** Returns the notice of a loss; `source` is a code of LostEventSource. */
export function loss(count: number, source: number, at = 0): GetFlowsResponse {
  return { lost_events: { source, num_events_lost: BigInt(count) }, time: after(at) };
}
