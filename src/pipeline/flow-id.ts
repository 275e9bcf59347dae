/** Ids of flows that were made from log records: the same record gives the same id, also when it is read again. */

import type { PacketEvent } from '../parsers/packet-event.ts';
import type { Envelope, EnvelopeStamp } from '../parsers/parse-result.ts';
import { Hash128, type Lanes } from './hash128.ts';

/** What a flow is named after. */
export interface FlowName {
  readonly node: string;
  readonly envelope: Envelope;
  readonly packet: PacketEvent;
  /** The record, or the message where the record does not hold it. */
  readonly bytes: Uint8Array;
}

/** Gives ids to the flows of one source, in the order of its records. */
export interface FlowIds {
  /** Returns the id of the next flow with this name, a UUID of version 8 (RFC 9562). */
  next(name: FlowName): string;
}

const hexBytes: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function hexWord(word: number): string {
  const [b0, b1, b2, b3] = [word >>> 24, (word >>> 16) & 0xff, (word >>> 8) & 0xff, word & 0xff];
  return `${hexBytes[b0] ?? ''}${hexBytes[b1] ?? ''}${hexBytes[b2] ?? ''}${hexBytes[b3] ?? ''}`;
}

/** Version 8 in the seventh byte, the variant of RFC 9562 in the ninth. */
function formatUuid({ a, b, c, d }: Lanes): string {
  const second = hexWord((b & 0xffff0fff) | 0x8000);
  const third = hexWord((c & 0x3fffffff) | 0x80000000);
  return `${hexWord(a)}-${second.slice(0, 4)}-${second.slice(4)}-${third.slice(0, 4)}-${third.slice(4)}${hexWord(d)}`;
}

const [letterI, letterN, equals, quote, newline, blank] = [0x49, 0x4e, 0x3d, 0x22, 0x0a, 0x20];

/** Offset of `IN=`, where the kernel's own text begins, or 0. */
function messageStart(bytes: Uint8Array): number {
  for (let at = 0; at + 2 < bytes.length; at += 1) {
    if (bytes[at] === letterI && bytes[at + 1] === letterN && bytes[at + 2] === equals) return at;
  }
  return 0;
}

/** Offset after the message: the kernel's text has no quote and no line break, envelopes put them behind it. */
function messageEnd(bytes: Uint8Array, start: number): number {
  let end = start;
  while (end < bytes.length && bytes[end] !== quote && bytes[end] !== newline) end += 1;
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

/** Names remembered in each of two generations: equal lines stand close together, as their stamps are equal too. */
const rememberedNames = 1 << 16;

/** Counts how often a name was there before. */
class NameCounts {
  #young = new Map<number, number>();
  #old = new Map<number, number>();

  next(name: number): number {
    const count = (this.#young.get(name) ?? this.#old.get(name) ?? -1) + 1;
    if (this.#young.size >= rememberedNames) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(name, count);
    return count;
  }
}

/**
 * Returns the ids of one source. A flow is named by its node, the boot where it is known, the kernel's stamp (else the
 * envelope's as written), the message itself and the number of equal ones before it.
 */
export function createFlowIds(): FlowIds {
  const hash = new Hash128();
  const counts = new NameCounts();
  return {
    next({ node, envelope, packet, bytes }) {
      hash.restart();
      hash.text(node);
      if (envelope.bootId !== undefined) hash.text(envelope.bootId);
      hashTime(hash, envelope);
      hash.text(packet.rawPrefix);
      const start = messageStart(bytes);
      hash.bytes(bytes, start, messageEnd(bytes, start));
      const { a, b } = hash.finish();
      hash.number(counts.next((a >>> 0) * 0x20_0000 + (b >>> 11)));
      return formatUuid(hash.finish());
    },
  };
}
