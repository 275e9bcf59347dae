/** A field mask over encoded responses: what is kept is copied, and nothing decoded. */

import { messageSchema, type MessageSchema } from './codec/schema.ts';
import { wireScalar, WireType } from './codec/wire-scalar.ts';
import { fieldMaskTree, type FieldMaskTree } from './field-mask.ts';

/** The fields that are kept, by tag: all of them, or some of the fields of their message. */
type TagMask = ReadonlyMap<number, TagMask | 'whole'>;

/** A field of a message: its tag, where it begins and where its value does. */
interface Place {
  readonly begin: number;
  readonly value: number;
  readonly end: number;
}

const tagOf = (number: number, wireType: number): number => number * 8 + wireType;

/** The fields of a response that are taken from its flow, each a tag of two bytes. */
const nodeNameTag = [0xc2, 0x3e] as const;
const timeTag = [0xca, 0x3e] as const;

/** Tag of the flow of a response, and those of the time and the node in a flow. */
const flowTag = tagOf(1, WireType.delimited);
const flowTimeTag = tagOf(1, WireType.delimited);
const flowNodeTag = tagOf(11, WireType.delimited);

/** Room before a flow for its tag and length. */
const headBytes = 6;

function tagMask(message: MessageSchema, tree: FieldMaskTree): TagMask {
  const mask = new Map<number, TagMask | 'whole'>();
  for (const [name, below] of tree) {
    const field = message.field(name);
    if (field === undefined) continue;
    const { value } = field;
    const wireType = wireScalar(value)?.wireType ?? WireType.delimited;
    const inner = below !== 'whole' && value.kind === 'message' ? tagMask(value.message, below) : 'whole';
    mask.set(tagOf(field.number, wireType), inner);
    // The numbers of a list come packed.
    if (field.cardinality === 'repeated') mask.set(tagOf(field.number, WireType.delimited), inner);
  }
  return mask;
}

/** Leaves of encoded responses what a mask names. */
class WireMask {
  readonly #mask: TagMask;
  #bytes: Uint8Array = new Uint8Array(0);
  #room = new Uint8Array(0);
  #used = 0;
  #next = 0;

  constructor(mask: TagMask) {
    this.#mask = mask;
  }

  masked(bytes: Uint8Array): Uint8Array | undefined {
    if (bytes[0] !== flowTag) return undefined;
    this.#bytes = bytes;
    const size = this.#varint(1);
    const from = this.#next;
    if (from + size > bytes.length) return undefined;
    // The time and the node may come twice, and a length may take two bytes more than it did.
    const most = bytes.length * 2 + headBytes;
    if (this.#room.length < most) this.#room = new Uint8Array(most * 2);
    this.#used = headBytes;
    let time: Place | undefined;
    let node: Place | undefined;
    const isWhole = this.#fields(this.#mask, { from, to: from + size }, (tag, place) => {
      if (tag === flowTimeTag) time = place;
      else if (tag === flowNodeTag) node = place;
    });
    if (!isWhole) return undefined;
    const begin = this.#putHead(this.#used - headBytes);
    if (node !== undefined) this.#putField(nodeNameTag, node);
    if (time !== undefined) this.#putField(timeTag, time);
    return this.#room.slice(begin, this.#used);
  }

  /** Copies the fields that are kept; false where the bytes are no message. Tells `onWhole` of those that are kept whole. */
  #fields(
    mask: TagMask,
    { from, to }: { readonly from: number; readonly to: number },
    onWhole?: (tag: number, place: Place) => void,
  ): boolean {
    let run = from;
    for (let at = from; at < to;) {
      const tag = this.#varint(at);
      const value = this.#next;
      const end = this.#valueEnd(tag & 7, value);
      if (end > to) return false;
      const kept = mask.get(tag);
      if (kept === 'whole') onWhole?.(tag, { begin: at, value, end });
      else {
        this.#copy(run, at);
        run = end;
        if (kept !== undefined && !this.#inner(kept, { begin: at, value, end })) return false;
      }
      at = end;
    }
    this.#copy(run, to);
    return true;
  }

  /** Puts a message with some of its fields. */
  #inner(mask: TagMask, { begin, value, end }: Place): boolean {
    this.#copy(begin, value);
    this.#varint(value);
    const from = this.#next;
    // Nearly always the length is one byte.
    const start = this.#used + 1;
    this.#used = start;
    if (!this.#fields(mask, { from, to: end })) return false;
    const size = this.#used - start;
    const more = varintBytes(size) - 1;
    if (more > 0) this.#room.copyWithin(start + more, start, this.#used);
    this.#putVarint(start - 1, size);
    this.#used += more;
    return true;
  }

  #copy(from: number, to: number): void {
    const room = this.#room;
    const bytes = this.#bytes;
    let used = this.#used;
    for (let at = from; at < to; at += 1) {
      room[used] = bytes[at] ?? 0;
      used += 1;
    }
    this.#used = used;
  }

  #putField([first, second]: readonly [number, number], { value, end }: Place): void {
    this.#room[this.#used] = first;
    this.#room[this.#used + 1] = second;
    this.#used += 2;
    this.#copy(value, end);
  }

  /** Puts the tag and the length of the flow right before it, and returns where they begin. */
  #putHead(size: number): number {
    const begin = headBytes - varintBytes(size) - 1;
    this.#room[begin] = flowTag;
    this.#putVarint(begin + 1, size);
    return begin;
  }

  #putVarint(place: number, value: number): void {
    let rest = value;
    let at = place;
    for (; rest > 0x7f; rest >>>= 7) {
      this.#room[at] = (rest & 0x7f) | 0x80;
      at += 1;
    }
    this.#room[at] = rest;
  }

  #varint(at: number): number {
    const bytes = this.#bytes;
    let value = 0;
    let scale = 1;
    let next = at;
    for (let byte = bytes[next] ?? 0; ; byte = bytes[next] ?? 0) {
      value += (byte & 0x7f) * scale;
      scale *= 0x80;
      next += 1;
      if (byte < 0x80) break;
    }
    this.#next = next;
    return value;
  }

  #valueEnd(wireType: number, at: number): number {
    switch (wireType) {
      case WireType.varint:
        this.#varint(at);
        return this.#next;
      case WireType.fixed64:
        return at + 8;
      case WireType.fixed32:
        return at + 4;
      case WireType.delimited: {
        const size = this.#varint(at);
        return this.#next + size;
      }
      default:
        return Infinity;
    }
  }
}

function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value; rest > 0x7f; rest >>>= 7) bytes += 1;
  return bytes;
}

/**
 * Returns the function that does to the encoding of a response what `compileResponseMask` does to the response: it takes what
 * `encodeMessage` gave, and returns what that gives for the masked response; undefined for a response without a flow, and for
 * one it cannot read. `paths` must name something. Throws a UsageError for a path that is no field of a flow.
 */
export function compileWireMask(paths: readonly string[]): (encoded: Uint8Array) => Uint8Array | undefined {
  // The extension was asked for by a request of its own.
  const tree = new Map([...fieldMaskTree(paths), ['extensions', 'whole'] as const]);
  const mask = new WireMask(tagMask(messageSchema('flow.Flow'), tree));
  return (encoded) => mask.masked(encoded);
}
