/** Why a flow has its verdict, and how that is known. */

import { DropReason } from '../../flow/drop-reason.ts';
import { dropReasonWords } from '../../flow/drop-reason-words.ts';
import { enumName } from '../../flow/enum-table.ts';
import { AuthType } from '../../flow/enums.ts';
import { VerdictBasis, type FlowExtension } from '../../flow/flow-extension.ts';
import type { Flow } from '../../flow/flow.ts';
import { dropReasonText, PolicyMatchType, policyMatchName } from '../../flow/monitor.ts';
import type { ModeStatus, ObservedStatus } from '../../flow/observed-status.ts';
import type { Policy } from '../../flow/policy.ts';
import { verdictClass } from '../../flow/verdict-class.ts';
import { joined } from './detail-part.ts';
import { dropReasonOf, isDeniedByPolicy } from './verdict-words.ts';

/** Returns `namespace/name (Kind)`, with what there is of it. */
export function policyName(policy: Policy): string {
  const { name = '', namespace = '', kind = '' } = policy;
  const qualified = namespace === '' ? name : `${namespace}/${name}`;
  return kind === '' ? qualified : `${qualified} (${kind})`;
}

/** Returns the policies that denied a flow, or would have under audit, of both directions. */
export function denyingPolicies(flow: Flow): readonly Policy[] {
  return [...(flow.ingress_denied_by ?? []), ...(flow.egress_denied_by ?? [])];
}

function allowingPolicies(flow: Flow): readonly Policy[] {
  return [...(flow.ingress_allowed_by ?? []), ...(flow.egress_allowed_by ?? [])];
}

function namesText(policies: readonly Policy[], extension: FlowExtension | undefined, approximately: string): string {
  const tier = extension?.policy_tier ?? '';
  const isCut = extension?.policy_approximate === true;
  return joined([
    policies.map((policy) => policyName(policy) + (isCut ? ` ${approximately}` : '')).join(', '),
    tier === '' ? undefined : `tier ${tier}`,
    isCut ? 'the log cut the name short' : undefined,
  ]);
}

const matchWords: ReadonlyMap<number, string> = new Map([
  [PolicyMatchType['L3-Only'], 'a rule by the peer alone'],
  [PolicyMatchType['L3-L4'], 'a rule by peer and port'],
  [PolicyMatchType['L4-Only'], 'a rule by port alone'],
  [PolicyMatchType.all, 'a rule for everything'],
  [PolicyMatchType['L3-Proto'], 'a rule by peer and protocol'],
  [PolicyMatchType['Proto-Only'], 'a rule by protocol alone'],
]);

/** What is said where no policy has a name. */
function namelessDenial(flow: Flow, extension: FlowExtension | undefined): string {
  if (dropReasonOf(flow) === DropReason.POLICY_DENY)
    return `none named: ${dropReasonWords(DropReason.POLICY_DENY)?.means}`;
  // A log line of Calico looks the same for both; the datapath of Cilium has a reason of its own for deny rules.
  if (extension?.log_prefix !== undefined)
    return 'no policy allows it: none (or a deny rule that the log does not name)';
  return 'no policy allows it: none';
}

function deniedText(flow: Flow, extension: FlowExtension | undefined, approximately: string): string {
  const policies = denyingPolicies(flow);
  if (policies.length === 0) return namelessDenial(flow, extension);
  return `${verdictClass(flow) === 'audited' ? 'would be denied' : 'denied'} by ${namesText(policies, extension, approximately)}`;
}

function allowedText(flow: Flow, extension: FlowExtension | undefined, approximately: string): string {
  const match = flow.policy_match_type ?? PolicyMatchType.none;
  const matched = matchWords.get(match);
  const how = matched === undefined ? undefined : `${matched} (${policyMatchName(match)})`;
  const policies = allowingPolicies(flow);
  if (policies.length > 0) return joined([`allowed by ${namesText(policies, extension, approximately)}`, how]);
  return how === undefined ? '' : `allowed by ${how}`;
}

function dropText(flow: Flow): string {
  const reason = dropReasonOf(flow);
  if (reason === DropReason.DROP_REASON_UNKNOWN) return '';
  const means = dropReasonWords(reason)?.means;
  return means === undefined ? dropReasonText(reason) : `${dropReasonText(reason)}: ${means}`;
}

/** Returns why: the policies, `none`, or the drop reason in words; empty where the flow tells no reason. */
export function whyText(flow: Flow, extension: FlowExtension | undefined, approximately: string): string {
  const auth = (flow.auth_type ?? 0) === 0 ? undefined : `authentication ${enumName(AuthType, flow.auth_type)}`;
  if (isDeniedByPolicy(flow)) return joined([deniedText(flow, extension, approximately), auth]);
  const reason = verdictClass(flow) === 'allowed' ? allowedText(flow, extension, approximately) : dropText(flow);
  return joined([reason, auth]);
}

/** A node in `<cluster>/<node>` and the bare name of one are the same to a mode. */
function modeOf(flow: Flow, status: ObservedStatus | undefined): ModeStatus | undefined {
  const modes = status?.modes ?? [];
  const full = flow.node_name ?? '';
  const bare = full.slice(full.lastIndexOf('/') + 1);
  const own = modes.find(({ node_name: node = '' }) => node !== '' && (node === full || node === bare));
  return own ?? modes.find(({ node_name: node = '' }) => node === '');
}

function basisWords(basis: number | undefined, mode: ModeStatus | undefined): string {
  const origin = mode?.basis === basis ? (mode?.origin ?? '') : '';
  switch (basis) {
    case VerdictBasis.LINE:
      return 'the line itself';
    case VerdictBasis.FLAG:
      return origin === '' ? 'a flag of the server' : origin;
    case VerdictBasis.FELIX_CONFIG:
      return origin === '' ? 'the Felix configuration' : origin;
    case VerdictBasis.CHANGING:
      return 'the mode before or after a change within 60 s of this line';
    default:
      return 'the event, as it was reported';
  }
}

/** Returns how the verdict is known, with the mode it was read under, such as `felix.yaml = LogAndAccept`. */
export function knownFrom(
  flow: Flow,
  extension: FlowExtension | undefined,
  status: ObservedStatus | undefined,
): string {
  const mode = extension?.drop_action_override ?? '';
  if (extension?.verdict_basis === VerdictBasis.ASSUMED)
    return `nothing: ${mode || 'a mode'} is assumed, as none is set`;
  const words = basisWords(extension?.verdict_basis, modeOf(flow, status));
  return mode === '' ? words : `${words} = ${mode}`;
}
