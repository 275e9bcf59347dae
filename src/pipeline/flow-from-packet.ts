/** A logged packet as a flow of Hubble's schema. */

import type { Timestamp } from '../base/time/timestamp.ts';
import { FlowType, IPVersion, TrafficDirection } from '../flow/enums.ts';
import type { Emitter, Flow } from '../flow/flow.ts';
import type { IP } from '../flow/l4.ts';
import type { Policy } from '../flow/policy.ts';
import { Verdict } from '../flow/verdict.ts';
import type { PacketEvent, PacketHeader, PacketLink } from '../parsers/packet-event.ts';
import type { Placement } from '../policy/direction.ts';
import type { TemplateMatch } from '../policy/log-prefix-template.ts';
import { toFlowPolicy } from '../policy/policy-name.ts';
import type { VerdictDecision } from '../policy/verdict.ts';
import { createTransportReader, type Transport } from './transport.ts';

type Draft<Message> = { -readonly [Field in keyof Message]: Message[Field] };

/** What a flow is made of. */
export interface FlowInput {
  readonly time: Timestamp;
  readonly uuid: string;
  /** `<cluster>/<node>`. */
  readonly nodeName: string;
  readonly packet: PacketEvent;
  readonly placement: Placement;
  readonly decision: VerdictDecision;
  /** The policy a log prefix named. */
  readonly policy: TemplateMatch | undefined;
}

/** Makes flows. */
export interface FlowMaker {
  /** Returns the flow of a logged packet. Fields with their protobuf default are absent. */
  make(input: FlowInput): Flow;
}

function ipOf(header: PacketHeader): IP {
  const ipVersion = header.family === 4 ? IPVersion.IPv4 : IPVersion.IPv6;
  return { source: header.source, destination: header.destination, ipVersion };
}

function addEthernet(flow: Draft<Flow>, link: PacketLink | undefined): void {
  if (link?.source === undefined || link.destination === undefined) return;
  flow.ethernet = { source: link.source, destination: link.destination };
}

function addVerdict(flow: Draft<Flow>, decision: VerdictDecision, transport: Transport): void {
  const { fields } = decision;
  flow.verdict = fields.verdict;
  flow.event_type = fields.eventType;
  if (fields.dropReason !== undefined) {
    flow.drop_reason = fields.dropReason;
    flow.drop_reason_desc = fields.dropReason;
  }
  if (fields.policyMatchType !== undefined) flow.policy_match_type = fields.policyMatchType;
  if (fields.traceObservationPoint !== undefined) flow.trace_observation_point = fields.traceObservationPoint;
  if (fields.passed && transport.opens) flow.is_reply = false;
}

function addPlacement(flow: Draft<Flow>, placement: Placement): void {
  if (placement.direction !== TrafficDirection.TRAFFIC_DIRECTION_UNKNOWN) flow.traffic_direction = placement.direction;
  if (placement.device !== '') flow.interface = { name: placement.device };
}

/** Puts the policy where its verdict and direction belong; returns false where the schema has no such place. */
function addDecidingPolicy(flow: Draft<Flow>, policies: readonly Policy[]): boolean {
  const ingress = flow.traffic_direction === TrafficDirection.INGRESS;
  const egress = flow.traffic_direction === TrafficDirection.EGRESS;
  const denied = flow.verdict === Verdict.DROPPED || flow.verdict === Verdict.AUDIT;
  const allowed = flow.verdict === Verdict.FORWARDED;
  if (ingress && denied) flow.ingress_denied_by = policies;
  else if (egress && denied) flow.egress_denied_by = policies;
  else if (ingress && allowed) flow.ingress_allowed_by = policies;
  else if (egress && allowed) flow.egress_allowed_by = policies;
  else return false;
  return true;
}

/**
 * Adds the policy that a prefix named. A `Log` rule that decided nothing, and a verdict without a direction, have no
 * policy list of their own: they go to `policy_log`, which in the schema is what a policy writes into the log.
 */
function addPolicy(flow: Draft<Flow>, policy: TemplateMatch | undefined, prefix: string): void {
  if (policy === undefined) return;
  const named = toFlowPolicy(policy.policy);
  if (named === undefined || !addDecidingPolicy(flow, [named])) flow.policy_log = [prefix];
}

/** Returns a maker of flows. `emitter` is the program that observes. */
export function createFlowMaker(emitter: Emitter): FlowMaker {
  const transports = createTransportReader();
  return {
    make({ time, uuid, nodeName, packet, placement, decision, policy }) {
      const transport = transports.read(packet.header);
      const flow: Draft<Flow> = {
        time,
        uuid,
        emitter,
        IP: ipOf(packet.header),
        // Until something enriches them the two ends are known by address only.
        source: {},
        destination: {},
        Type: FlowType.L3_L4,
        node_name: nodeName,
        Summary: transport.summary,
      };
      if (transport.l4 !== undefined) flow.l4 = transport.l4;
      addEthernet(flow, packet.link);
      addVerdict(flow, decision, transport);
      addPlacement(flow, placement);
      addPolicy(flow, policy, packet.prefix);
      return flow;
    },
  };
}
