/**
 * Lines between two workloads of one node. When the sender's egress policy and the receiver's ingress policy both have a
 * `Log` rule, the kernel writes two lines about one packet within microseconds, and their order tells the directions.
 */

import { nanosBetween, type Timestamp } from '../base/time/timestamp.ts';
import type { PacketEvent, PacketHeader } from '../parsers/packet-event.ts';
import type { Envelope } from '../parsers/parse-result.ts';

/** A line that may be one of a pair. */
export interface PairCandidate {
  readonly packet: PacketEvent;
  readonly envelope: Envelope;
  readonly time: Timestamp;
}

/** Two rules of one packet are microseconds apart; a retransmission comes after 200 ms at the soonest. */
const samePacketUs = 1000;

function closeInTime(a: PairCandidate, b: PairCandidate): boolean {
  const [first, second] = [a.envelope.uptimeUs, b.envelope.uptimeUs];
  if (first !== undefined && second !== undefined) return Math.abs(second - first) <= samePacketUs;
  return Math.abs(nanosBetween(b.time, a.time)) <= samePacketUs * 1000;
}

function sameDevices(a: PacketEvent, b: PacketEvent): boolean {
  return (
    a.inInterface === b.inInterface &&
    a.outInterface === b.outInterface &&
    a.physicalIn === b.physicalIn &&
    a.physicalOut === b.physicalOut
  );
}

/**
 * Whether a header can be told from those of other packets: by its IP id (0 is what senders write that use none), or as
 * the SYN of a connection, which is not sent twice within a millisecond.
 */
function isDistinctive(header: PacketHeader): boolean {
  if (header.ipId !== undefined && header.ipId !== 0) return true;
  return header.l4.kind === 'tcp' && header.l4.flags.includes('SYN');
}

function sameTransport(a: PacketHeader['l4'], b: PacketHeader['l4']): boolean {
  if (a.kind === 'tcp' && b.kind === 'tcp') {
    return (
      a.sourcePort === b.sourcePort &&
      a.destinationPort === b.destinationPort &&
      a.sequence === b.sequence &&
      a.window === b.window &&
      a.flags.length === b.flags.length &&
      a.flags.every((flag, index) => flag === b.flags[index])
    );
  }
  if (a.kind === 'udp' && b.kind === 'udp') {
    return a.sourcePort === b.sourcePort && a.destinationPort === b.destinationPort;
  }
  if (a.kind === 'icmp' && b.kind === 'icmp') {
    return a.type === b.type && a.code === b.code && a.id === b.id && a.sequence === b.sequence;
  }
  return a.kind === b.kind;
}

function sameHeader(a: PacketHeader, b: PacketHeader): boolean {
  return (
    a.source === b.source &&
    a.destination === b.destination &&
    a.ipId === b.ipId &&
    a.length === b.length &&
    a.ttl === b.ttl &&
    a.protocol === b.protocol &&
    a.flowLabel === b.flowLabel &&
    a.fragmentOffset === b.fragmentOffset &&
    isDistinctive(a) &&
    sameTransport(a.l4, b.l4)
  );
}

/** Returns whether two lines are about one and the same packet. MARK may differ: rules set bits as the packet passes. */
export function areOfOnePacket(a: PairCandidate, b: PairCandidate): boolean {
  return sameDevices(a.packet, b.packet) && sameHeader(a.packet.header, b.packet.header) && closeInTime(a, b);
}

/** Lines held for one packet at most; more than two tell nothing anyway. */
const maxHeld = 8;

/**
 * Holds lines back until it is known whether others of the same packet follow. Never more than a few: a group ends with
 * the first line that is about something else.
 */
export class PairHolder<Candidate extends PairCandidate> {
  #held: Candidate[] = [];

  /** Whether lines are held. */
  get holding(): boolean {
    return this.#held.length > 0;
  }

  /** Takes a candidate when it belongs to the held group, or when nothing is held. Returns false when it does neither. */
  take(candidate: Candidate): boolean {
    const first = this.#held[0];
    if (first !== undefined && (this.#held.length >= maxHeld || !areOfOnePacket(first, candidate))) return false;
    this.#held.push(candidate);
    return true;
  }

  /** Returns the held lines in their order and holds none. Exactly two are a pair. */
  release(): readonly Candidate[] {
    const released = this.#held;
    this.#held = [];
    return released;
  }
}
