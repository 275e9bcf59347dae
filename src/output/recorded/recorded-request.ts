/** Which requests the threads can answer from recorded flows, and which fields they need for it. */

import type { WantedFields } from '../../flow/codec/json-scan-plan.ts';
import type { FlowFilter } from '../../flow/flow-filter.ts';
import type { GetFlowsRequest } from '../../flow/messages.ts';
import type { StyleOptions } from '../text-style.ts';

/** What a thread needs to know to print flows; plain data. */
export interface RecordedPrinting {
  /** The filters and the time window; nothing else of it is looked at. */
  readonly request: Pick<GetFlowsRequest, 'whitelist' | 'blacklist' | 'since' | 'until'>;
  readonly style: StyleOptions;
}

const whole = 'whole';
const endpoint: WantedFields = { identity: whole, namespace: whole, pod_name: whole };

/** What the columns of the compact format read. */
const compactFields: WantedFields = {
  time: whole,
  auth_type: whole,
  ethernet: whole,
  IP: whole,
  l4: whole,
  source: endpoint,
  destination: endpoint,
  node_name: whole,
  source_names: whole,
  destination_names: whole,
  l7: whole,
  event_type: whole,
  source_service: whole,
  destination_service: whole,
  traffic_direction: whole,
  policy_match_type: whole,
  ip_trace_id: whole,
  is_reply: whole,
  debug_capture_point: whole,
  sock_xlate_point: whole,
  Summary: whole,
  egress_allowed_by: whole,
  ingress_allowed_by: whole,
  egress_denied_by: whole,
  ingress_denied_by: whole,
};

function looksAtVerdictAlone(filter: FlowFilter): boolean {
  return Object.keys(filter).every((name) => name === 'verdict');
}

/** Returns the fields of a response that printing it needs. The verdict is among them always: it is counted. */
export function wantedFields({ request, style }: RecordedPrinting): WantedFields {
  const { whitelist = [], blacklist = [] } = request;
  const needsAll = ![...whitelist, ...blacklist].every(looksAtVerdictAlone);
  const printed = style.format === 'compact' ? compactFields : {};
  const isTimed = request.since !== undefined || request.until !== undefined;
  return { flow: needsAll ? whole : { ...printed, verdict: whole }, ...(isTimed ? { time: whole } : {}) };
}
