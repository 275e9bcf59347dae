/** Ids of flows that were made from log records: the same record gives the same id, also when it is read again. */

import type { PacketLine } from '../parsers/fast-lane/packet-line.ts';
import type { PacketEvent } from '../parsers/packet-event.ts';
import type { Envelope, EnvelopeStamp } from '../parsers/parse-result.ts';
import { Hash128, type HashState, type Lanes } from './hash128.ts';
import { NameCounts } from './name-counts.ts';
import { UuidWriter } from './uuid.ts';

/** What a flow is named after. */
export interface FlowName {
  readonly node: string;
  readonly envelope: Envelope;
  readonly packet: PacketEvent;
  /** The record, or the message where the record does not hold it. */
  readonly bytes: Uint8Array;
}

/** What the flow of a line is named after that the fast lane read. */
export interface LineName {
  readonly node: string;
  readonly envelope: Envelope;
  readonly line: PacketLine;
  /** The record. Its first `IN=` is that of the packet. */
  readonly bytes: Uint8Array;
}

/** Gives ids to the flows of one source, in the order of its records. */
export interface FlowIds {
  /** Returns the id of the next flow with this name, a UUID of version 8 (RFC 9562). */
  next(name: FlowName): string;
  /** Returns the letters of the id that `next` would have returned; the next call overwrites them. */
  lettersOfLine(name: LineName): Uint8Array;
}

const [letterI, letterN, equals, quote, newline, blank] = [0x49, 0x4e, 0x3d, 0x22, 0x0a, 0x20];

/** Returns the offset of the first `IN=`, where the kernel's own text begins, or 0 when there is none. Searches are the engine's, which look at many bytes at once. */
export function messageStart(bytes: Uint8Array): number {
  for (let at = bytes.indexOf(letterI); at >= 0; at = bytes.indexOf(letterI, at + 1)) {
    if (bytes[at + 1] === letterN && bytes[at + 2] === equals) return at;
  }
  return 0;
}

/** Offset of the first `value` at or after `start`, or the end. */
function offsetOf(bytes: Uint8Array, value: number, start: number): number {
  const at = bytes.indexOf(value, start);
  return at < 0 ? bytes.length : at;
}

/** Offset after the message: the kernel's text has no quote and no line break, envelopes put them behind it. */
function messageEnd(bytes: Uint8Array, start: number): number {
  let end = Math.min(offsetOf(bytes, quote, start), offsetOf(bytes, newline, start));
  // The kernel ends a line with a blank, which some envelopes drop.
  while (end > start && (bytes[end - 1] ?? 0) <= blank) end -= 1;
  return end;
}

function hashStamp(hash: Hash128, stamp: EnvelopeStamp): void {
  if (stamp.kind === 'absolute') {
    hash.number(stamp.time.seconds);
    hash.number(stamp.time.nanos);
    return;
  }
  const { year, month, day, hour, minute, second, nanos } = stamp.civil;
  hash.words(year, month * 32 + day, (hour * 60 + minute) * 64 + second, nanos);
}

/** The kernel's own stamp survives every way a record can take; the envelope's is the next best. */
function hashTime(hash: Hash128, envelope: Envelope): void {
  const kernelUs = envelope.uptimeUs ?? envelope.journal?.sourceMonotonicUs;
  if (kernelUs !== undefined) hash.number(kernelUs);
  else if (envelope.stamp !== undefined) hashStamp(hash, envelope.stamp);
  else if (envelope.journal !== undefined) hash.number(envelope.journal.realtimeUs);
}

/**
 * Returns the ids of one source. A flow is named by its node, the boot where it is known, the kernel's stamp (else the
 * envelope's as written), the message itself and the number of equal ones before it.
 */
export function createFlowIds(): FlowIds {
  const hash = new Hash128();
  const counts = new NameCounts();
  const uuids = new UuidWriter();
  const starts = createStarts();
  const finish = (name: HashedName): Lanes => {
    hash.restart(starts(name.node));
    if (name.envelope.bootId !== undefined) hash.text(name.envelope.bootId);
    hashTime(hash, name.envelope);
    hash.text(name.rawPrefix);
    hash.bytes(name.bytes, name.start, name.end);
    hash.number(counts.next(hash.finish()));
    return hash.finish();
  };
  return {
    next({ node, envelope, packet, bytes }) {
      const start = messageStart(bytes);
      const end = messageEnd(bytes, start);
      return uuids.format(finish({ node, envelope, rawPrefix: packet.rawPrefix, bytes, start, end }));
    },
    lettersOfLine({ node, envelope, line, bytes }) {
      const { prefix, messageStart: start, messageEnd: end } = line;
      uuids.write(finish({ node, envelope, rawPrefix: prefix.raw, bytes, start, end }));
      return uuids.letters;
    },
  };
}

interface HashedName extends Pick<FlowName, 'node' | 'envelope' | 'bytes'> {
  readonly rawPrefix: string;
  /** Offsets of the message. */
  readonly start: number;
  readonly end: number;
}

/** Returns a function that gives the hash of a node's name, which most often is that of the record before. */
function createStarts(): (node: string) => HashState {
  const hash = new Hash128();
  let last: { readonly node: string; readonly state: HashState } | undefined;
  return (node) => {
    if (last?.node === node) return last.state;
    hash.restart();
    hash.text(node);
    last = { node, state: hash.state() };
    return last.state;
  };
}
