/** What to do next about a flow: what its evidence carries, and nothing more. */

import { DropReason } from '../../flow/drop-reason.ts';
import { dropReasonWords } from '../../flow/drop-reason-words.ts';
import { TrafficDirection } from '../../flow/enums.ts';
import type { FlowExtension } from '../../flow/flow-extension.ts';
import type { Flow } from '../../flow/flow.ts';
import type { Layer4 } from '../../flow/l4.ts';
import { reservedIdentityName } from '../../flow/monitor.ts';
import { Verdict } from '../../flow/verdict.ts';
import { verdictClass } from '../../flow/verdict-class.ts';
import { flowEnds, type FlowEnd } from './ends.ts';
import { selectorLabels } from './labels.ts';
import { dropReasonOf, isDeniedByPolicy } from './verdict-words.ts';
import { denyingPolicies, policyName } from './why.ts';

/** An end as a rule could name it, and what is to be known about that. */
interface RuleEnd {
  readonly text: string;
  readonly caution?: string;
}

function reservedName(end: FlowEnd): string | undefined {
  const identity = end.endpoint?.identity ?? 0;
  return identity === 0 ? undefined : reservedIdentityName(identity);
}

function namedWithoutLabels(end: FlowEnd): RuleEnd {
  const workload = end.endpoint?.pod_name ?? '';
  if (workload !== '') return { text: end.name, caution: `the labels of ${end.name} are not known here` };
  return {
    text: end.address === '' ? end.name : `IP ${end.address}`,
    caution: "labels are not known here, and a pod's IP is no stable peer",
  };
}

function ruleEnd(end: FlowEnd, other: FlowEnd): RuleEnd {
  const labels = selectorLabels(end.endpoint?.labels);
  const namespace = end.endpoint?.namespace ?? '';
  const isElsewhere = namespace !== '' && namespace !== (other.endpoint?.namespace ?? '');
  if (labels.length > 0) return { text: labels.join(',') + (isElsewhere ? ` in namespace ${namespace}` : '') };
  const reserved = reservedName(end);
  if (reserved !== undefined) return { text: end.address === '' ? reserved : `${reserved} (${end.address})` };
  if (end.domains.length > 0) return { text: end.domains.join(' or ') };
  return namedWithoutLabels(end);
}

function icmpText(name: string, header: { readonly type?: number; readonly code?: number }): string {
  return `${name} type ${header.type ?? 0} code ${header.code ?? 0}`;
}

/** Returns protocol and port as a rule names them: `TCP 5432`, `ICMPv4 type 8 code 0`; empty where the flow has none. */
export function rulePort(l4: Layer4 | undefined): string {
  if (l4?.TCP !== undefined) return `TCP ${l4.TCP.destination_port ?? 0}`;
  if (l4?.UDP !== undefined) return `UDP ${l4.UDP.destination_port ?? 0}`;
  if (l4?.SCTP !== undefined) return `SCTP ${l4.SCTP.destination_port ?? 0}`;
  if (l4?.ICMPv4 !== undefined) return icmpText('ICMPv4', l4.ICMPv4);
  if (l4?.ICMPv6 !== undefined) return icmpText('ICMPv6', l4.ICMPv6);
  if (l4?.VRRP !== undefined) return 'VRRP';
  return l4?.IGMP === undefined ? '' : 'IGMP';
}

function ruleText(flow: Flow): string {
  const ends = flowEnds(flow);
  const source = ruleEnd(ends.source, ends.destination);
  const destination = ruleEnd(ends.destination, ends.source);
  const port = rulePort(flow.l4);
  const on = port === '' ? '' : `, ${port}`;
  const known = [source.caution, destination.caution].filter((caution) => caution !== undefined);
  const cautions = [...new Set(known)];
  const note = cautions.length === 0 ? '' : ` (${cautions.join('; ')})`;
  switch (flow.traffic_direction) {
    case TrafficDirection.INGRESS:
      return `an ingress rule on ${destination.text} from ${source.text}${on}${note}`;
    case TrafficDirection.EGRESS:
      return `an egress rule on ${source.text} to ${destination.text}${on}${note}`;
    default:
      return `a rule from ${source.text} to ${destination.text}${on}; the line does not tell the direction${note}`;
  }
}

function denialStep(flow: Flow): string {
  if (flow.is_reply === true) {
    return 'this is an answer: look at the packet that opened the connection, answers to what is allowed need no rule';
  }
  const policies = denyingPolicies(flow);
  if (policies.length > 0) return `to allow it: change ${policies.map(policyName).join(', ')}`;
  // A rule that allows it would not help.
  if (dropReasonOf(flow) === DropReason.POLICY_DENY) return dropReasonWords(DropReason.POLICY_DENY)?.next ?? '';
  return `to allow it: ${ruleText(flow)}`;
}

/** Returns the next step in one line, or undefined where there is none to take. */
export function nextStep(flow: Flow, extension: FlowExtension | undefined): string | undefined {
  const reason = dropReasonOf(flow);
  if (isDeniedByPolicy(flow)) return denialStep(flow);
  if (verdictClass(flow) === 'denied') return dropReasonWords(reason)?.next;
  if (flow.verdict === Verdict.TRACED && (extension?.log_prefix ?? '') !== '') {
    return 'a Log rule decides nothing: map its prefix to what the next rule does with --prefix-verdict';
  }
  return undefined;
}
