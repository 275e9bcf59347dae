/** Which policies decided a flow, in the words of the policies tab. */

import { DropReason } from '../../flow/drop-reason.ts';
import { TrafficDirection } from '../../flow/enums.ts';
import { unpackFlowExtension } from '../../flow/codec/extension.ts';
import type { Flow } from '../../flow/flow.ts';
import type { Policy } from '../../flow/policy.ts';
import type { VerdictClass } from '../../flow/verdict-class.ts';

/** No policy allowed it: what denies by default. */
export const noPolicy = 'none';

/** It passed, and the flow does not say by which policy. */
export const notRecorded = '(not recorded)';

/** Logged or traced before anything was decided. */
export const noDecision = '(no decision)';

/** Dropped for a reason that no policy has to do with. */
export const notByPolicy = '(not by policy)';

const policyDropReasons: ReadonlySet<number> = new Set([
  DropReason.POLICY_DENIED,
  DropReason.POLICY_DENY,
  DropReason.AUTH_REQUIRED,
]);

function policyList(flow: Flow, verdict: VerdictClass): readonly Policy[] | undefined {
  const isIngress = flow.traffic_direction === TrafficDirection.INGRESS;
  if (!isIngress && flow.traffic_direction !== TrafficDirection.EGRESS) return undefined;
  if (verdict === 'undecided') return undefined;
  if (verdict === 'allowed') return isIngress ? flow.ingress_allowed_by : flow.egress_allowed_by;
  // A policy that would deny, under audit mode, stands where one that denies does.
  return isIngress ? flow.ingress_denied_by : flow.egress_denied_by;
}

function policyText({ namespace = '', name = '', kind = '' }: Policy, tier: string | undefined): string {
  const qualified = namespace === '' ? name : `${namespace}/${name}`;
  const grades = [kind, tier === undefined ? '' : `tier ${tier}`].filter((grade) => grade !== '');
  return grades.length === 0 ? qualified : `${qualified} (${grades.join(', ')})`;
}

function wordWithout(flow: Flow, verdict: VerdictClass): string {
  if (verdict === 'undecided') return noDecision;
  if (verdict === 'allowed' || verdict === 'error') return notRecorded;
  // A verdict without a direction has its policy's name in the log text only.
  if ((flow.policy_log ?? []).length > 0) return notRecorded;
  const reason = flow.drop_reason_desc ?? flow.drop_reason ?? 0;
  return verdict === 'denied' && reason !== 0 && !policyDropReasons.has(reason) ? notByPolicy : noPolicy;
}

/**
 * Returns the policies that decided as `namespace/name (Kind), …`; for a flow of a kernel log with its tier, and `≈ `
 * before it when the name was cut off in the log and only guessed. Where the flow names none: `none` when it was denied
 * or audited, else why there is nothing to name.
 */
export function decidingPolicies(flow: Flow, verdict: VerdictClass): string {
  const named = (policyList(flow, verdict) ?? []).filter(({ name = '' }) => name !== '');
  if (named.length === 0) return wordWithout(flow, verdict);
  const extension = unpackFlowExtension(flow.extensions);
  const text = named.map((policy) => policyText(policy, extension?.policy_tier)).join(', ');
  return extension?.policy_approximate === true ? `≈ ${text}` : text;
}
