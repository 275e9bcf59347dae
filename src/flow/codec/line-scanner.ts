/**
 * Scans lines by the shapes of the lines before.
 *
 * Flows of one kind have the same fields, so that their lines differ in some values alone: times, addresses, names, numbers. What
 * stands between those is compared with what stood there before, eight bytes at once, and only the values themselves are looked at.
 * A line that looks like none before is scanned the general way, by FlowScanner, and its shape learnt. As a shape comes from a
 * canonical line, and each value is one that FlowScanner accepts in its place, a line of that shape is canonical as well.
 */

import type { GetFlowsResponse } from '../messages.ts';
import { FlowScanner } from './json-scanner.ts';
import { ScanKind, type ScanMessage } from './json-scan-shape.ts';
import { noEnd, stringEnd } from './json-scan-string.ts';
import { canonicalTimeEnd, timeAt, timeRestEnd } from './json-scan-time.ts';
import {
  isSameShape,
  lineEnd,
  lineResponse,
  shapeOf,
  texts,
  type LineResponse,
  type LineShape,
  type Stretch,
} from './line-shape.ts';
import { plainEnd } from './plain-words.ts';
import { TextCache } from './text-cache.ts';
import { trusted } from './plain-message.ts';

const quote = 0x22;
const comma = 0x2c;
const zero = 0x30;
const openBracket = 0x5b;
const closeBracket = 0x5d;

/** Shapes that are learnt; a file in which no two lines are alike does not fill the memory. */
const mostShapes = 4096;

const mostUint32 = 4_294_967_295;
const mostInt32 = 2_147_483_647;
/** A number of so many digits is below 2^53, and below 2^63. */
const mostSafeDigits = 15;
const mostCertainDigits = 19;

/** `"2026-11-21T09:00:00`: what times of one second begin with, in bytes. */
const secondBytes = 20;

/** Scans the lines of one buffer after the other; what it says of a line is what FlowScanner says. */
export class LineScanner {
  /** What of the line scanned last `messageToJson` leaves out, as FlowScanner has it. */
  readonly cuts: number[] = [];
  readonly #general: FlowScanner;
  readonly #texts = new TextCache();
  #response: GetFlowsResponse = {};
  /** Where the values of `#response` are to be taken from; undefined when they are there. */
  #missing: LineResponse | undefined;
  #bytes: Buffer = Buffer.alloc(0);
  #view: DataView = new DataView(new ArrayBuffer(0));
  #isUtf8 = true;
  #first: LineShape | undefined;
  #shapes = 0;
  /** Where the values of the line scanned last begin. */
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  /** A time that was found right: those of the same second begin alike. */
  #secondAt = -1;

  constructor(plan: ScanMessage) {
    this.#general = new FlowScanner(plan);
  }

  /** The response scanned last, with the wanted fields alone; good until the next scan, as lines of one shape share it. */
  get response(): GetFlowsResponse {
    if (this.#missing !== undefined) this.#fill(this.#missing);
    return this.#response;
  }

  /** Takes the bytes to scan; `length` of them count, and `scanSlackBytes` zeros must follow. */
  load(bytes: Buffer, length: number): void {
    this.#general.load(bytes, length);
    this.#isUtf8 = this.#general.isUtf8;
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#texts.load(bytes);
    this.#secondAt = -1;
  }

  /** Returns where the canonical response that begins at `from` ends, or -1 when there is none. */
  scan(from: number): number {
    const end = this.#match(from);
    if (end !== noEnd) return end;
    const scanned = this.#general.scan(from);
    this.cuts.splice(0, Infinity, ...this.#general.cuts);
    this.#response = this.#general.response;
    this.#missing = undefined;
    if (scanned !== noEnd) this.#learn(from, scanned);
    return scanned;
  }

  #match(from: number): number {
    const { cuts } = this;
    let at = from;
    let count = 0;
    cuts.length = 0;
    for (let shape = this.#first; shape !== undefined;) {
      const start = at + shape.length;
      const end = this.#isAt(shape, at) ? this.#valueEnd(shape.kind, start) : noEnd;
      if (end === noEnd) {
        shape = shape.other;
        continue;
      }
      for (const cut of shape.cuts) cuts.push(at + cut);
      if (shape.kind === lineEnd) {
        this.#missing = shape.response;
        return start;
      }
      this.#starts[count] = start;
      this.#ends[count] = end;
      count += 1;
      at = end;
      shape = shape.next;
    }
    return noEnd;
  }

  #isAt(shape: LineShape, at: number): boolean {
    const view = this.#view;
    const { eights, length } = shape;
    if (length < 8) {
      return (
        (view.getInt32(at, true) & shape.lowMask) === shape.low &&
        (view.getInt32(at + 4, true) & shape.highMask) === shape.high
      );
    }
    for (let index = 0; index < eights.length; index += 1) {
      if (view.getFloat64(at + index * 8, true) !== eights[index]) return false;
    }
    return view.getFloat64(at + length - 8, true) === shape.last;
  }

  #valueEnd(kind: number, at: number): number {
    switch (kind) {
      case ScanKind.string:
        return this.#bytes[at + 1] === quote ? noEnd : this.#stringEnd(at);
      case ScanKind.uint32:
        return this.#integerEnd(at, mostUint32);
      case ScanKind.int32:
        return this.#integerEnd(at, mostInt32);
      case ScanKind.uint64:
        return this.#quotedIntegerEnd(at);
      case ScanKind.timestamp:
        return this.#timeEnd(at);
      case texts:
        return this.#textsEnd(at);
      default:
        return at;
    }
  }

  /** Returns where the string at `at` ends; it may be empty. */
  #stringEnd(at: number): number {
    const bytes = this.#bytes;
    if (bytes[at] !== quote) return noEnd;
    const next = plainEnd(this.#view, at + 1);
    if (bytes[next] === quote) return next + 1;
    const end = stringEnd(bytes, next, this.#isUtf8);
    return end === noEnd ? noEnd : end + 1;
  }

  #textsEnd(at: number): number {
    const bytes = this.#bytes;
    if (bytes[at] !== openBracket) return noEnd;
    for (let start = at + 1; ;) {
      const end = this.#stringEnd(start);
      if (end === noEnd) return noEnd;
      const mark = bytes[end];
      start = end + 1;
      if (mark !== comma) return mark === closeBracket ? start : noEnd;
    }
  }

  #integerEnd(at: number, most: number): number {
    const bytes = this.#bytes;
    let end = at;
    let value = 0;
    for (let digit = (bytes[at] ?? 0) - zero; digit >= 0 && digit <= 9; digit = (bytes[end] ?? 0) - zero) {
      value = value * 10 + digit;
      end += 1;
    }
    return bytes[at] === zero || end === at || end - at > mostSafeDigits || value > most ? noEnd : end;
  }

  #quotedIntegerEnd(at: number): number {
    const bytes = this.#bytes;
    let end = at + 1;
    for (let digit = bytes[end] ?? 0; digit >= zero && digit <= zero + 9; digit = bytes[end] ?? 0) end += 1;
    const digits = end - at - 1;
    const isNumber = bytes[at] === quote && digits > 0 && digits <= mostCertainDigits && bytes[at + 1] !== zero;
    return isNumber && bytes[end] === quote ? end + 1 : noEnd;
  }

  #timeEnd(at: number): number {
    const view = this.#view;
    const known = this.#secondAt;
    if (known !== -1) {
      let offset = 0;
      while (offset < secondBytes && view.getInt32(at + offset, true) === view.getInt32(known + offset, true))
        offset += 4;
      if (offset === secondBytes) return timeRestEnd(this.#bytes, at);
    }
    const end = canonicalTimeEnd(this.#bytes, at);
    if (end !== noEnd) this.#secondAt = at;
    return end;
  }

  #learn(from: number, end: number): void {
    const { values, response, cuts } = this.#general;
    if (this.#shapes + values.length >= mostShapes) return;
    let at = from;
    let cut = 0;
    let before: LineShape | undefined;
    for (let place = 0; place <= values.length; place += 1) {
      const value = values[place];
      const to = value?.from ?? end;
      const own: number[] = [];
      for (; cut < cuts.length && (cuts[cut] ?? to) < to; cut += 1) own.push((cuts[cut] ?? at) - at);
      if (cut < cuts.length && own.length % 2 === 1) {
        own.push((cuts[cut] ?? at) - at);
        cut += 1;
      }
      before = this.#add(before, {
        text: this.#bytes.subarray(at, to),
        kind: value?.kind ?? lineEnd,
        cuts: own,
        response: value === undefined ? lineResponse(response, values) : undefined,
      });
      at = value?.to ?? end;
    }
  }

  /** Returns the shape of `stretch` behind the value of `before`: a new one, unless it is there. */
  #add(before: LineShape | undefined, stretch: Stretch): LineShape {
    const shape = shapeOf(stretch);
    const first = before === undefined ? this.#first : before.next;
    let last: LineShape | undefined;
    for (let known = first; known !== undefined; known = known.other) {
      if (isSameShape(known, shape)) return known;
      last = known;
    }
    this.#shapes += 1;
    if (last !== undefined) last.other = shape;
    else if (before !== undefined) before.next = shape;
    else this.#first = shape;
    return shape;
  }

  #fill({ response, held }: LineResponse): void {
    for (const { holder, key, place, kind } of held) {
      holder[key] = this.#value(kind, this.#starts[place] ?? 0, this.#ends[place] ?? 0);
    }
    this.#response = trusted<GetFlowsResponse>(response);
    this.#missing = undefined;
  }

  #value(kind: number, from: number, to: number): unknown {
    if (kind === ScanKind.string) return this.#string(from, to);
    const bytes = this.#bytes;
    if (kind === ScanKind.timestamp) return timeAt(bytes, from);
    if (kind === ScanKind.uint64) return BigInt(bytes.toString('latin1', from + 1, to - 1));
    let value = 0;
    for (let at = from; at < to; at += 1) value = value * 10 + (bytes[at] ?? 0) - zero;
    return value;
  }

  #string(from: number, to: number): string {
    // Escapes and what is not ASCII are rare.
    if (plainEnd(this.#view, from + 1) < to - 1) return JSON.parse(this.#bytes.toString('utf8', from, to));
    return this.#texts.text(from + 1, to - 1);
  }
}
