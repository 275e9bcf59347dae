/**
 * Prints encoded messages as JSON, from bytes to bytes.
 *
 * Decoding a flow into an object, printing the object into a text and the text into bytes takes several times as long as writing
 * the bytes at once. This does so for what servers send: each field at most once, in any order, numbers as short as they can be.
 * Whatever else may be right (a field that came twice, unknown fields, an Any) it leaves to the general way, `decodeMessage` and
 * `messageToJson`; what it does print is what those two print.
 */

import { ScanKind } from './json-scan-shape.ts';
import { jsonPiece, JsonRoom } from './json-room.ts';
import type { MessageName } from './message-types.ts';
import { messageSchema } from './schema.ts';
import { longestMessage, mostDepth, mostInt32, mostUint32, noNumber } from './wire-limits.ts';
import { WireBytes } from './wire-bytes.ts';
import { mostPlaces, noPlace, tableTags, wirePlan, type WireField, type WirePlan } from './wire-plan.ts';
import { WireType } from './wire-scalar.ts';

const quote = 0x22;
const comma = 0x2c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const lineFeed = 0x0a;

/**
 * A byte of a message makes at most so many bytes of JSON: a name of an enum and its key, some 90, stand for the three bytes of a
 * tag and a code.
 */
export const mostBytesPerByte = 40;

const trueText = jsonPiece('true');
const falseText = jsonPiece('false');

/** Prints messages of one type, one a line. */
export class WireJsonPrinter extends WireBytes {
  readonly #room = new JsonRoom();
  readonly #plan: WirePlan;
  /** Whether the value put last is what proto3 leaves out. */
  #isZero = false;
  /** How deep the message at hand is. The tables below have a stretch for each depth. */
  #depth = 0;
  /** Where the value of each field begins, by its place, and where the last one of a list ends. */
  readonly #starts = new Int32Array(mostDepth * mostPlaces);
  readonly #ends = new Int32Array(mostDepth * mostPlaces);
  /** The places of the fields that came, as bits of two words. */
  readonly #came = new Int32Array(mostDepth * 2);

  constructor(name: MessageName) {
    super();
    this.#plan = wirePlan(messageSchema(name));
  }

  /** Puts the message in `bytes` from `from` up to `to` and a line feed; false, and nothing put, where it is left to the general way. */
  print(bytes: Uint8Array, from: number, to: number): boolean {
    if (to - from > longestMessage) return false;
    const room = this.#room;
    room.reserve((to - from) * mostBytesPerByte + mostPlaces);
    const before = room.used;
    this.load(bytes);
    this.#depth = 0;
    if (this.#message(this.#plan, from, to)) {
      room.put(lineFeed);
      return true;
    }
    room.used = before;
    return false;
  }

  /** Returns what was put since the last call; it is the caller's from then on. */
  take(): Uint8Array {
    return this.#room.take();
  }

  /** Lets the bytes of all takes be written over: for whoever knows that nobody reads them any more. */
  reuse(): void {
    this.#room.reuse();
  }

  #message(plan: WirePlan, from: number, to: number): boolean {
    if (this.#depth === mostDepth || !this.#find(plan, from, to)) return false;
    this.#depth += 1;
    const isPrinted = this.#fields(plan, this.#depth - 1);
    this.#depth -= 1;
    this.#isZero = false;
    return isPrinted;
  }

  /** Notes where the fields are: they come in the order of their numbers and are printed in that of the schema. */
  #find(plan: WirePlan, from: number, to: number): boolean {
    const { bytes } = this;
    const base = this.#depth * mostPlaces;
    let low = 0;
    let high = 0;
    let last: number = noPlace;
    for (let at = from; at < to;) {
      let tag = bytes[at] ?? 0;
      at += 1;
      if (tag > 0x7f) {
        tag = this.varint(at - 1);
        at = this.next;
      }
      const place = tag < tableTags ? plan.placeOfTag[tag] : plan.placeOfLargeTag.get(tag);
      if (place === undefined || place === noPlace) return false;
      const bit = 1 << place;
      if (((place < 32 ? low : high) & bit) === 0) {
        if (place < 32) low |= bit;
        else high |= bit;
        this.#starts[base + place] = at;
      } else if (place !== last || plan.fields[place]?.isList !== true) return false;
      last = place;
      at = this.#skip(tag & 7, at);
      if (at > to) return false;
      this.#ends[base + place] = at;
    }
    this.#came[this.#depth * 2] = low;
    this.#came[this.#depth * 2 + 1] = high;
    return true;
  }

  /** Returns where the value at `at` ends, in which no wire type is but those of a plan. */
  #skip(wireType: number, at: number): number {
    if (wireType === WireType.delimited) {
      const length = this.varint(at);
      return length === noNumber ? Infinity : this.next + length;
    }
    const { bytes } = this;
    let end = at;
    while ((bytes[end] ?? 0) > 0x7f) end += 1;
    return end + 1;
  }

  #fields({ fields }: WirePlan, depth: number): boolean {
    const room = this.#room;
    const base = depth * mostPlaces;
    const begin = room.used;
    let hasField = false;
    let oneofs = 0;
    for (let half = 0; half < 2; half += 1) {
      for (let left = this.#came[depth * 2 + half] ?? 0; left !== 0; left &= left - 1) {
        const place = half * 32 + 31 - Math.clz32(left & -left);
        const field = fields[place];
        if (field === undefined || (field.oneof & oneofs) !== 0) return false;
        oneofs |= field.oneof;
        const before = room.used;
        room.putPiece(field.key);
        const at = this.#starts[base + place] ?? 0;
        if (!(field.isList ? this.#list(field, at, this.#ends[base + place] ?? 0) : this.#value(field, at)))
          return false;
        if (this.#isZero && !field.keepsZero) room.used = before;
        else hasField = true;
      }
    }
    if (hasField) room.putAt(begin, openBrace);
    else room.put(openBrace);
    room.put(closeBrace);
    return true;
  }

  #list(field: WireField, from: number, to: number): boolean {
    const room = this.#room;
    room.put(openBracket);
    for (let at = from; ;) {
      if (!this.#value(field, at)) return false;
      const next = this.#skip(WireType.delimited, at);
      if (next >= to) break;
      room.put(comma);
      // Behind the tag of the next one.
      at = this.#skip(WireType.varint, next);
    }
    room.put(closeBracket);
    this.#isZero = false;
    return true;
  }

  #value(field: WireField, at: number): boolean {
    if (!field.isWrapper) return this.#plain(field, at);
    const length = this.varint(at);
    const from = this.next;
    if (length === 0) this.#room.putPiece(field.zero);
    else if (this.bytes[from] !== field.wrappedTag || !this.#plain(field, from + 1)) return false;
    else if (this.#skip(field.wrappedTag & 7, from + 1) !== from + length) return false;
    return true;
  }

  #plain(field: WireField, at: number): boolean {
    switch (field.kind) {
      case ScanKind.string:
        return this.#string(at);
      case ScanKind.message:
        return this.#inner(field, at);
      case ScanKind.enum:
        return this.#enum(field, at);
      case ScanKind.uint32:
        return this.#integer(at, mostUint32);
      case ScanKind.int32:
        return this.#integer(at, mostInt32);
      case ScanKind.uint64:
        return this.#quotedInteger(at);
      case ScanKind.bool:
        return this.#bool(at);
      case ScanKind.timestamp:
        return this.#timestamp(at);
      default:
        return false;
    }
  }

  #string(at: number): boolean {
    const length = this.varint(at);
    this.#room.putString(this.view, this.next, this.next + length);
    this.#isZero = length === 0;
    return true;
  }

  #inner(field: WireField, at: number): boolean {
    const length = this.varint(at);
    const from = this.next;
    return this.#message(field.message(), from, from + length);
  }

  #enum(field: WireField, at: number): boolean {
    const code = this.varint(at);
    const name = field.names.get(code);
    if (name === undefined) return this.#integer(at, mostInt32);
    this.#room.putPiece(name);
    this.#isZero = code === 0;
    return true;
  }

  #integer(at: number, most: number): boolean {
    const value = this.varint(at);
    if (value === noNumber || value > most) return false;
    this.#room.putNumber(value);
    this.#isZero = value === 0;
    return true;
  }

  #quotedInteger(at: number): boolean {
    this.#room.put(quote);
    const isPrinted = this.#integer(at, Number.MAX_SAFE_INTEGER);
    this.#room.put(quote);
    return isPrinted;
  }

  #bool(at: number): boolean {
    const value = this.bytes[at] ?? 0;
    if (value > 1) return false;
    this.#room.putPiece(value === 1 ? trueText : falseText);
    this.#isZero = value === 0;
    return true;
  }

  #timestamp(at: number): boolean {
    this.#isZero = false;
    return this.time(at) && this.#room.putTime(this.seconds, this.nanos);
  }
}
