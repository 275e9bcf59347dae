/** Packet events to flows: what the policy stage says of a packet, put together. */

import type { Timestamp } from '../base/time/timestamp.ts';
import type { ObservedEvent } from '../flow/source-record.ts';
import type { PacketEvent } from '../parsers/packet-event.ts';
import type { Envelope } from '../parsers/parse-result.ts';
import { placeLogPair, placePacket, type Placement } from '../policy/direction.ts';
import type { NodePolicy } from '../policy/node-policy.ts';
import type { PolicyTimeline } from '../policy/policy-timeline.ts';
import type { PrefixMeaning } from '../policy/prefix.ts';
import { decideVerdict, type VerdictDecision } from '../policy/verdict.ts';
import { flowExtension } from './flow-extension.ts';
import type { FlowMaker } from './flow-from-packet.ts';
import type { FlowIds } from './flow-id.ts';
import type { NodeName } from './node-names.ts';

/** A packet record with what its source knows of it. */
export interface ReadPacket {
  /** The record, or the message where the record does not hold it. */
  readonly bytes: Uint8Array;
  readonly packet: PacketEvent;
  readonly envelope: Envelope;
  readonly node: NodeName;
  readonly time: Timestamp;
  /** The time is a guess. */
  readonly approximate: boolean;
}

/** A packet that was understood and waits to become a flow. */
export interface HeldPacket extends ReadPacket {
  readonly policy: NodePolicy;
  readonly meaning: Exclude<PrefixMeaning, { kind: 'ignore' }>;
  readonly placement: Placement;
  /** The line of a `Log` rule between two workloads: another line may tell its direction. */
  readonly mayPair: boolean;
}

/** What the verdict of a packet came from. */
export type DecidedPacket = Pick<HeldPacket, 'node' | 'policy' | 'meaning'>;

/** Told of every flow that was made. */
export interface FlowWatcher {
  /** Takes a flow of a kernel log and how its verdict came about. */
  made(packet: DecidedPacket, decision: VerdictDecision): void;
}

/** What the stage needs. */
export interface PacketStageOptions {
  readonly timeline: PolicyTimeline;
  readonly ids: FlowIds;
  readonly flows: FlowMaker;
  readonly watcher: FlowWatcher;
}

/** The stage of one source. */
export interface PacketStage {
  /** Returns the packet with its meaning, or undefined when the operator asked to leave such lines out. */
  read(packet: ReadPacket): HeldPacket | undefined;
  /** Returns how the verdict of a packet comes about that stands by itself. */
  decide(held: HeldPacket): VerdictDecision;
  /** Returns the event of one packet. */
  finishOne(held: HeldPacket): ObservedEvent;
  /** Returns the events of lines about one packet, in their order; two of them tell their directions. */
  finish(group: readonly HeldPacket[]): readonly ObservedEvent[];
}

function placeInGroup(held: HeldPacket, index: number, size: number): Placement {
  if (size !== 2) return held.placement;
  return placeLogPair(held.packet, held.policy.devices, index === 0 ? 'first' : 'second');
}

/** Returns the stage of one source; ids depend on the order in which packets are finished. */
export function createPacketStage({ timeline, ids, flows, watcher }: PacketStageOptions): PacketStage {
  const decide = ({ meaning, node, time, policy }: HeldPacket, { origin }: Placement): VerdictDecision => {
    const changing = meaning.kind === 'deny' && timeline.isChanging(node.node, time);
    return decideVerdict({ meaning, mode: policy.mode, changing, origin });
  };
  const finish = (held: HeldPacket, placement: Placement): ObservedEvent => {
    const { packet, envelope, bytes, node, time, meaning } = held;
    const decision = decide(held, placement);
    const named = meaning.kind === 'deny' ? undefined : meaning.policy;
    const uuid = ids.next({ node: node.node, envelope, packet, bytes });
    const flow = flows.make({ time, uuid, nodeName: node.qualified, packet, placement, decision, policy: named });
    const extension = flowExtension({ bytes, packet, decision, policy: named, timeApproximate: held.approximate });
    watcher.made(held, decision);
    return { response: { flow, node_name: node.qualified, time }, extension };
  };
  return {
    read(read) {
      const policy = timeline.policyAt(read.node.node, read.time);
      const meaning = policy.prefixes.read(read.packet);
      if (meaning.kind === 'ignore') return undefined;
      const placement = placePacket(read.packet, policy.devices);
      const mayPair = placement.betweenWorkloads && meaning.kind !== 'deny';
      const { bytes, packet, envelope, node, time, approximate } = read;
      return { bytes, packet, envelope, node, time, approximate, policy, meaning, placement, mayPair };
    },
    decide: (held) => decide(held, held.placement),
    finishOne: (held) => finish(held, held.placement),
    finish: (group) => group.map((held, index) => finish(held, placeInGroup(held, index, group.length))),
  };
}
