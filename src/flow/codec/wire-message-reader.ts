/**
 * Reads encoded messages of which most look alike, for whoever looks at one at a time.
 *
 * Flows of one kind have the same fields in the same order, so that their encodings have the same tags. The message read first is
 * kept, with where each of its values is held; of the next one with the same tags only the values are read, into the very same
 * object. No object is made, and a name that was read before is the string that was made of it then. What is not as it was
 * expected is read the general way, `decodeMessage`, and what the two give is the same.
 */

import type { MessageName, MessageTypes } from './message-types.ts';
import { ScanKind } from './json-scan-shape.ts';
import { trusted } from './plain-message.ts';
import { messageSchema } from './schema.ts';
import { TextCache } from './text-cache.ts';
import { longestMessage, mostDepth, mostInt32, mostUint32, noNumber } from './wire-limits.ts';
import { WireBytes } from './wire-bytes.ts';
import { noPlace, tableTags, wirePlan, type WireField, type WirePlan } from './wire-plan.ts';
import { WireType } from './wire-scalar.ts';

/** What a step does. Those of values are kinds of ScanKind. */
const messageBegins = 32;
const messageEnds = 33;
const wrappedBool = 34;

/** One thing that is expected in a message: the beginning or end of a message in it, or a value. */
interface Step {
  /** Tag, undefined at the end of a message. */
  readonly tag: number;
  /** `messageBegins`, `messageEnds`, or one of ScanKind. */
  readonly kind: number;
  readonly holder: Record<string | number, unknown>;
  readonly key: string | number;
}

/** A message that was read, and how another one of its kind is read. */
interface KnownMessage {
  readonly value: object;
  readonly steps: readonly Step[];
}

/** Kinds of messages that are kept, the one met last first. */
const mostKnown = 16;

/** That of each of four bytes. */
const highBits = 0x80_80_80_80;

/** The tag of the value in a wrapper around a truth value. */
const boolTag = 0x08;

/** A message that is being learnt. */
interface Learning {
  readonly value: Record<string, unknown>;
  readonly steps: Step[];
  readonly depth: number;
}

/** Reads messages of one type. */
export class WireMessageReader<N extends MessageName> extends WireBytes {
  readonly #plan: WirePlan;
  readonly #texts = new TextCache();
  readonly #known: KnownMessage[] = [];
  /** The ends of the messages that began. */
  readonly #ends = new Int32Array(mostDepth);

  constructor(name: N) {
    super();
    this.#plan = wirePlan(messageSchema(name));
  }

  /**
   * Returns the message in `bytes` from `from` up to `to`, good until the next call; undefined for one that is left to the general
   * way.
   */
  read(bytes: Uint8Array, from: number, to: number): MessageTypes[N] | undefined {
    if (to - from > longestMessage) return undefined;
    if (this.load(bytes)) this.#texts.load(bytes);
    const known = this.#known;
    for (const [index, message] of known.entries()) {
      if (!this.#follow(message.steps, from, to)) continue;
      if (index > 0) known.unshift(...known.splice(index, 1));
      return trusted<MessageTypes[N]>(message.value);
    }
    const steps: Step[] = [];
    const value = {};
    if (!this.#learn(this.#plan, { value, steps, depth: 0 }, { from, to })) return undefined;
    known.unshift({ value, steps });
    if (known.length > mostKnown) known.pop();
    return this.#follow(steps, from, to) ? trusted<MessageTypes[N]>(value) : undefined;
  }

  /** Notes the steps of a message; false for one that is left to the general way. */
  #learn(plan: WirePlan, learning: Learning, { from, to }: { readonly from: number; readonly to: number }): boolean {
    const { value, depth } = learning;
    if (depth === mostDepth) return false;
    let oneofs = 0;
    for (let at = from; at < to;) {
      const tag = this.varint(at);
      const begin = this.next;
      const place = tag < tableTags ? plan.placeOfTag[tag] : plan.placeOfLargeTag.get(tag);
      const field = place === undefined || place === noPlace ? undefined : plan.fields[place];
      if (field === undefined || (oneofs & field.oneof) !== 0) return false;
      if (!field.isList && value[field.name] !== undefined) return false;
      oneofs |= field.oneof;
      const size = this.varint(begin);
      if ((tag & 7) === WireType.delimited) this.next += size;
      if (this.next > to || !this.#learnField(field, learning, { tag, end: this.next, size })) return false;
      at = this.next;
    }
    return true;
  }

  #learnField(
    field: WireField,
    { value, steps, depth }: Learning,
    { tag, end, size }: { readonly tag: number; readonly end: number; readonly size: number },
  ): boolean {
    const list = trusted<unknown[] | undefined>(value[field.name]) ?? [];
    const holder = field.isList ? trusted<Record<string | number, unknown>>(list) : value;
    const key = field.isList ? list.length : field.name;
    if (field.isList) value[field.name] = list;
    const kind = stepKind(field);
    if (kind === undefined) return false;
    steps.push({ tag, kind, holder, key });
    const inner = {};
    // Of a value there is something else only once it is read.
    holder[key] = kind === messageBegins ? inner : 0;
    if (kind !== messageBegins) return true;
    if (!this.#learn(field.message(), { value: inner, steps, depth: depth + 1 }, { from: end - size, to: end }))
      return false;
    steps.push({ tag: 0, kind: messageEnds, holder, key });
    this.next = end;
    return true;
  }

  /** Reads the values where the steps say; false where the message is another one. */
  #follow(steps: readonly Step[], from: number, to: number): boolean {
    const { bytes } = this;
    let depth = 0;
    let at = from;
    let end = to;
    for (const { tag, kind, holder, key } of steps) {
      if (kind === messageEnds) {
        if (at !== end) return false;
        depth -= 1;
        end = this.#ends[depth] ?? to;
        continue;
      }
      if (at >= end) return false;
      let found = bytes[at] ?? 0;
      at += 1;
      if (found > 0x7f) {
        found = this.varint(at - 1);
        at = this.next;
      }
      if (found !== tag) return false;
      if (kind === messageBegins) {
        const size = this.varint(at);
        at = this.next;
        this.#ends[depth] = end;
        depth += 1;
        if (size === noNumber || at + size > end) return false;
        end = at + size;
        continue;
      }
      const value = this.#value(kind, at, end);
      if (value === undefined) return false;
      holder[key] = value;
      at = this.next;
    }
    return at === end;
  }

  /** Returns the value at `at`, undefined for one that is zero or that is left to the general way. */
  #value(kind: number, at: number, end: number): unknown {
    switch (kind) {
      case ScanKind.string:
        return this.#string(at, end);
      case ScanKind.timestamp:
        return this.#timestamp(at, end);
      case ScanKind.uint64: {
        const value = this.varint(at);
        return value > 0 ? BigInt(value) : undefined;
      }
      case wrappedBool:
        return this.#wrappedBool(at);
      case ScanKind.bool:
        return this.varint(at) === 1 ? true : undefined;
      default: {
        const value = this.varint(at);
        return value > 0 && value <= (kind === ScanKind.uint32 ? mostUint32 : mostInt32) ? value : undefined;
      }
    }
  }

  /** A message around a truth value: `false` is sent, too. */
  #wrappedBool(at: number): boolean | undefined {
    const { bytes } = this;
    if (bytes[at] === 0) {
      this.next = at + 1;
      return false;
    }
    const value = bytes[at + 2] ?? 0;
    if (bytes[at] !== 2 || bytes[at + 1] !== boolTag || value > 1) return undefined;
    this.next = at + 3;
    return value === 1;
  }

  #string(at: number, end: number): string | undefined {
    const size = this.varint(at);
    const from = this.next;
    const to = from + size;
    if (size <= 0 || to > end) return undefined;
    this.next = to;
    return this.#isAscii(from, to) ? this.#texts.text(from, to) : this.#otherText(from, to);
  }

  /** Four bytes at a time; each beyond ASCII has its high bit set. */
  #isAscii(from: number, to: number): boolean {
    const { view } = this;
    let at = from;
    let bits = 0;
    for (; at + 4 <= to; at += 4) bits |= view.getInt32(at, true);
    for (; at < to; at += 1) bits |= view.getUint8(at);
    return (bits & highBits) === 0;
  }

  #otherText(from: number, to: number): string {
    const { buffer, byteOffset } = this.bytes;
    return Buffer.from(buffer, byteOffset + from, to - from).toString();
  }

  #timestamp(at: number, end: number): { readonly seconds: number; readonly nanos: number } | undefined {
    const isRead = this.time(at) && this.next <= end && this.nanos <= mostInt32;
    return isRead ? { seconds: this.seconds, nanos: this.nanos } : undefined;
  }
}

/** Returns what the step of a field does, undefined for one that is left to the general way. */
function stepKind({ kind, isWrapper }: WireField): number | undefined {
  if (kind === ScanKind.other) return undefined;
  if (isWrapper) return kind === ScanKind.bool ? wrappedBool : undefined;
  return kind === ScanKind.message ? messageBegins : kind;
}
