/** The TYPE column: what kind of event a flow is and where it was seen. */

import { enumName } from '../../flow/enum-table.ts';
import { DebugCapturePoint, L7FlowType, SocketTranslationPoint, TrafficDirection } from '../../flow/enums.ts';
import type { Flow } from '../../flow/flow.ts';
import type { Layer7 } from '../../flow/l7.ts';
import { dropReasonText, MonitorEventType, policyMatchName, traceSubTypeName } from '../../flow/monitor.ts';

const socketPointTexts: ReadonlyMap<number, string> = new Map([
  [SocketTranslationPoint.SOCK_XLATE_POINT_PRE_DIRECTION_FWD, 'pre-xlate-fwd'],
  [SocketTranslationPoint.SOCK_XLATE_POINT_POST_DIRECTION_FWD, 'post-xlate-fwd'],
  [SocketTranslationPoint.SOCK_XLATE_POINT_PRE_DIRECTION_REV, 'pre-xlate-rev'],
  [SocketTranslationPoint.SOCK_XLATE_POINT_POST_DIRECTION_REV, 'post-xlate-rev'],
]);

function layer7Text(l7: Layer7): string {
  const kind = enumName(L7FlowType, l7.type).toLowerCase();
  if (l7.http !== undefined) return `http-${kind}`;
  // The blank stays when the observation source is empty: Hubble prints it.
  if (l7.dns !== undefined) return `dns-${kind} ${l7.dns.observation_source ?? ''}`;
  return l7.kafka === undefined ? `l7-${kind}` : `kafka-${kind}`;
}

function socketPointText(point: number | undefined): string {
  return socketPointTexts.get(point ?? 0) ?? enumName(SocketTranslationPoint, point);
}

function policyVerdictText(flow: Flow): string {
  const match = policyMatchName(flow.policy_match_type ?? 0);
  return `policy-verdict:${match} ${enumName(TrafficDirection, flow.traffic_direction)}`;
}

/**
 * Returns the kind of event in Hubble's words, such as `policy-verdict:none INGRESS`, `to-endpoint`, `Policy denied` or
 * `http-request`; `UNKNOWN` for an event type that is never printed as a flow.
 */
export function flowTypeText(flow: Flow): string {
  if (flow.l7 !== undefined) return layer7Text(flow.l7);
  const subType = flow.event_type?.sub_type ?? 0;
  switch (flow.event_type?.type) {
    case MonitorEventType['policy-verdict']:
      return policyVerdictText(flow);
    case MonitorEventType.trace:
      return traceSubTypeName(subType);
    case MonitorEventType.drop:
      return dropReasonText(subType);
    case MonitorEventType.capture:
      return enumName(DebugCapturePoint, flow.debug_capture_point);
    case MonitorEventType['trace-sock']:
      return socketPointText(flow.sock_xlate_point);
    default:
      return 'UNKNOWN';
  }
}
