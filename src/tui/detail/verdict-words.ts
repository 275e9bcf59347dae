/** What happened to the packet, in words that need no colour and no knowledge of Hubble. */

import { DropReason } from '../../flow/drop-reason.ts';
import { enumName } from '../../flow/enum-table.ts';
import { TrafficDirection } from '../../flow/enums.ts';
import { VerdictBasis, type FlowExtension } from '../../flow/flow-extension.ts';
import type { Flow } from '../../flow/flow.ts';
import { dropReasonText, MonitorEventType } from '../../flow/monitor.ts';
import { Verdict } from '../../flow/verdict.ts';
import { verdictClass } from '../../flow/verdict-class.ts';
import { flowEnds } from './ends.ts';

/** Returns the drop reason of a flow, a code of DropReason; 0 when it has none. */
export function dropReasonOf(flow: Flow): number {
  return flow.drop_reason_desc ?? flow.drop_reason ?? DropReason.DROP_REASON_UNKNOWN;
}

/** Returns whether a policy decided against the flow, now or, under audit, once it is enforced. */
export function isDeniedByPolicy(flow: Flow): boolean {
  const verdict = verdictClass(flow);
  if (verdict === 'audited') return true;
  if (verdict !== 'denied') return false;
  const reason = dropReasonOf(flow);
  if (reason === DropReason.POLICY_DENIED || reason === DropReason.POLICY_DENY) return true;
  return reason === DropReason.DROP_REASON_UNKNOWN && flow.event_type?.type === MonitorEventType['policy-verdict'];
}

function deniedWords(flow: Flow): string {
  if (isDeniedByPolicy(flow)) return 'denied';
  const reason = dropReasonOf(flow);
  return reason === DropReason.DROP_REASON_UNKNOWN ? 'dropped' : `dropped: ${dropReasonText(reason)}`;
}

const undecidedWords: ReadonlyMap<number, string> = new Map([
  [Verdict.VERDICT_UNKNOWN, 'no verdict'],
  [Verdict.TRACED, 'seen on its way, nothing decided'],
  [Verdict.TRANSLATED, 'address translated, nothing decided'],
]);

/** Returns the verdict in words: `denied`, `would be denied`, `allowed`, `dropped: Invalid packet`, … */
export function verdictWords(flow: Flow): string {
  const verdict = verdictClass(flow);
  switch (verdict) {
    case 'denied':
      return deniedWords(flow);
    case 'audited':
      return 'would be denied';
    case 'allowed':
      return flow.verdict === Verdict.REDIRECTED ? 'allowed, by way of the proxy' : 'allowed';
    case 'error':
      return 'error while it was handled';
    case 'undecided':
      return undecidedWords.get(flow.verdict ?? 0) ?? `verdict ${enumName(Verdict, flow.verdict)}`;
    default:
      return verdict satisfies never;
  }
}

/** Returns where it was decided: `INGRESS to shop/db-0`, or both ends where the direction is not known. */
export function placeWords(flow: Flow, arrow: string): string {
  const { source, destination } = flowEnds(flow);
  if (flow.traffic_direction === TrafficDirection.INGRESS) return `INGRESS to ${destination.name}`;
  if (flow.traffic_direction === TrafficDirection.EGRESS) return `EGRESS from ${source.name}`;
  return `${source.name} ${arrow} ${destination.name}`;
}

/** Returns what is to be said before the verdict where it is not sure; empty where it is. */
export function doubtWords(extension: FlowExtension | undefined): string {
  if (extension?.verdict_basis === VerdictBasis.ASSUMED) return 'assumed: ';
  return extension?.verdict_basis === VerdictBasis.CHANGING ? 'the mode was changing: ' : '';
}
