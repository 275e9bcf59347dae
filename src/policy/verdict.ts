/** From the meaning of a prefix and the mode of the node to the verdict of a flow, in Hubble's terms. */

import { DropReason } from '../flow/drop-reason.ts';
import { TraceObservationPoint } from '../flow/enums.ts';
import { VerdictBasis } from '../flow/flow-extension.ts';
import type { CiliumEventType } from '../flow/flow.ts';
import { MonitorEventType, PolicyMatchType, TraceSubType } from '../flow/monitor.ts';
import { Verdict } from '../flow/verdict.ts';
import type { Placement } from './direction.ts';
import { acceptsDeniedPackets, logsDeniedPackets, type DropActionOverride } from './drop-action-override.ts';
import type { ResolvedMode } from './mode.ts';
import type { PrefixMeaning } from './prefix.ts';

/** The fields of a flow that a verdict sets; enums are wire codes, absent ones the protobuf default. */
export interface VerdictFields {
  readonly verdict: number;
  readonly eventType: CiliumEventType;
  readonly dropReason?: number;
  readonly policyMatchType?: number;
  readonly traceObservationPoint?: number;
  /** The packet went on: Hubble takes the one that opens a connection for no reply. */
  readonly passed: boolean;
  /** A policy decided; false for the line of a `Log` rule. */
  readonly decided: boolean;
}

/** A verdict and how it is known. */
export interface VerdictDecision {
  readonly fields: VerdictFields;
  /** A code of VerdictBasis. */
  readonly basis: number;
  /** The override the verdict was read under; absent where none was needed. */
  readonly override?: DropActionOverride;
  /** Felix is said to be in a mode that writes no such line: the configuration is out of date. */
  readonly stale: boolean;
}

const policyVerdict: CiliumEventType = { type: MonitorEventType['policy-verdict'] };

const audited: VerdictFields = { verdict: Verdict.AUDIT, eventType: policyVerdict, passed: true, decided: true };

const dropped: VerdictFields = {
  verdict: Verdict.DROPPED,
  eventType: policyVerdict,
  dropReason: DropReason.POLICY_DENIED,
  passed: false,
  decided: true,
};

// Some rule let it through, and of rules an address is all the line is sure of.
const allowed: VerdictFields = {
  verdict: Verdict.FORWARDED,
  eventType: policyVerdict,
  policyMatchType: PolicyMatchType['L3-Only'],
  passed: true,
  decided: true,
};

function traced(subType: number, traceObservationPoint: number): VerdictFields {
  const eventType = { type: MonitorEventType.trace, sub_type: subType };
  return { verdict: Verdict.TRACED, eventType, traceObservationPoint, passed: false, decided: false };
}

const tracedFrom: Readonly<Record<Placement['origin'], VerdictFields>> = {
  workload: traced(TraceSubType['from-endpoint'], TraceObservationPoint.FROM_ENDPOINT),
  host: traced(TraceSubType['from-host'], TraceObservationPoint.FROM_HOST),
  network: traced(TraceSubType['from-network'], TraceObservationPoint.FROM_NETWORK),
};

function deniedUnder(override: DropActionOverride): VerdictFields {
  return acceptsDeniedPackets(override) ? audited : dropped;
}

function mappedFields(verdict: number): VerdictFields {
  if (verdict === Verdict.AUDIT) return audited;
  return verdict === Verdict.DROPPED ? dropped : allowed;
}

/** What a verdict is decided from. */
export interface VerdictInput {
  readonly meaning: Exclude<PrefixMeaning, { kind: 'ignore' }>;
  readonly mode: ResolvedMode;
  /** The line is within a minute of a change of the mode. */
  readonly changing: boolean;
  readonly origin: Placement['origin'];
}

/**
 * Returns the verdict of a logged packet. A deny is audited where the mode accepts denied packets, else dropped; a mode
 * that logs nothing is out of date and still tells by its half. What the line states outranks the mode. The line of a
 * `Log` rule is a trace event, unless the operator mapped its prefix.
 */
export function decideVerdict({ meaning, mode, changing, origin }: VerdictInput): VerdictDecision {
  switch (meaning.kind) {
    case 'log-rule':
      return { fields: tracedFrom[origin], basis: VerdictBasis.LINE, stale: false };
    case 'mapped':
      return { fields: mappedFields(meaning.verdict), basis: VerdictBasis.LINE, stale: false };
    case 'deny': {
      const { stated } = meaning;
      if (stated !== undefined) {
        return { fields: deniedUnder(stated), basis: VerdictBasis.LINE, override: stated, stale: false };
      }
      return {
        fields: deniedUnder(mode.override),
        basis: changing ? VerdictBasis.CHANGING : mode.basis,
        override: mode.override,
        stale: !logsDeniedPackets(mode.override),
      };
    }
    default:
      return meaning satisfies never;
  }
}
