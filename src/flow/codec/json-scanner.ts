/**
 * Reads responses as Hubble writes them, straight from bytes.
 *
 * `hubble observe -o json` writes canonical JSON: the schema's own names in the schema's order, no blanks, every scalar in its one
 * canonical spelling. Such a line printed again is itself, so printing it needs no message, only the proof that it is canonical.
 * The scanner is that proof: it accepts a line only when `messageFromJson` would and `messageToJson` would print the same bytes,
 * apart from zeros that were written out, which it names as cuts. Whatever else may be right, such as the other spelling of a
 * name, it does not accept: the general reader decides about that. Values are made for the wanted fields alone.
 */

import { isUtf8 } from 'node:buffer';
import type { GetFlowsResponse } from '../messages.ts';
import { ScanKind, type ScanField, type ScanMessage } from './json-scan-shape.ts';
import { texts, type ScannedValue } from './line-shape.ts';
import { trusted, type PlainMessage } from './plain-message.ts';
import { canonicalTimeEnd, timeAt } from './json-scan-time.ts';
import { noEnd, plainBytes, stringEnd } from './json-scan-string.ts';

const quote = 0x22;
const comma = 0x2c;
const zero = 0x30;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** Bytes of zero that must follow what is scanned: the last comparison of four bytes may reach beyond the end. */
export const scanSlackBytes = 64;

const mostUint32 = 4_294_967_295;
const mostInt32 = 2_147_483_647;
/** A number of so many digits is below 2^53 and below 2^63. */
const mostSafeDigits = 15;
const mostCertainDigits = 19;

/** 1 for each kind whose values differ from line to line. */
const isOfManyValues = new Uint8Array(texts);
for (const kind of ['string', 'uint32', 'int32', 'uint64', 'timestamp'] as const) isOfManyValues[ScanKind[kind]] = 1;

/** Scans the lines of one buffer after the other. */
export class FlowScanner {
  /** The response scanned last, with the wanted fields alone. */
  response: GetFlowsResponse = {};
  /** Ranges of the line scanned last that `messageToJson` leaves out, from, to (excluded), from, to, …: zeros, each with a comma. */
  readonly cuts: number[] = [];
  /** The values of the line scanned last that may differ in a line of the same shape: all but zeros, enums and truth values. */
  readonly values: ScannedValue[] = [];
  readonly #plan: ScanMessage;
  #bytes: Buffer = Buffer.alloc(scanSlackBytes);
  #view: DataView = new DataView(new ArrayBuffer(scanSlackBytes));
  /** Whether all bytes are valid UTF-8. */
  isUtf8 = true;
  /** Whether the value read last is what proto3 leaves out. */
  #isZero = false;
  /** The wanted value read last. */
  #value: unknown;

  constructor(plan: ScanMessage) {
    this.#plan = plan;
  }

  /** Takes the bytes to scan; `length` of them count, and `scanSlackBytes` zeros must follow. */
  load(bytes: Buffer, length: number): void {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.isUtf8 = isUtf8(bytes.subarray(0, length));
  }

  /** Returns where the canonical response that begins at `from` ends, or -1 when there is none. */
  scan(from: number): number {
    this.cuts.length = 0;
    this.values.length = 0;
    const target: PlainMessage = {};
    const end = this.#message(this.#plan, from, target);
    this.response = trusted<GetFlowsResponse>(target);
    return end;
  }

  #message(message: ScanMessage, from: number, target: PlainMessage | undefined): number {
    const bytes = this.#bytes;
    if (bytes[from] !== openBrace) return noEnd;
    let at = from + 1;
    let next = 0;
    let seen = 0;
    let hasKept = false;
    if (bytes[at] === closeBrace) return at + 1;
    for (;;) {
      const field = this.#fieldAt(message, at, next);
      if (field === undefined || (field.oneof & seen) !== 0) return noEnd;
      next = field.place + 1;
      seen |= field.oneof;
      const isHeld = target !== undefined && field.isWanted;
      const begin = at + field.lastWord + 4;
      const end = this.#fieldValue(field, begin, isHeld);
      if (end === noEnd) return noEnd;
      if (!field.isList)
        this.#note(field.kind, { from: begin, to: end, holder: isHeld ? target : undefined, key: field.name });
      const mark = bytes[end];
      if (this.#isZero && !field.keepsZero) {
        // With the comma before it, or the one after it where nothing that stays is before it.
        if (hasKept) this.cuts.push(at - 1, end);
        else this.cuts.push(at, mark === comma ? end + 1 : end);
      } else {
        hasKept = true;
        if (isHeld) target[field.name] = this.#value;
      }
      at = end + 1;
      if (mark === closeBrace) return at;
      if (mark !== comma) return noEnd;
    }
  }

  #note(kind: number, value: Omit<ScannedValue, 'kind'>): void {
    if (!this.#isZero && isOfManyValues[kind] === 1) this.values.push({ kind, ...value });
  }

  /** Returns the field whose key stands at `at`, the one that stood there last time first. */
  #fieldAt({ fields, followers }: ScanMessage, at: number, next: number): ScanField | undefined {
    const likely = fields[followers[next] ?? 0];
    if (likely !== undefined && likely.place >= next && this.#isKeyAt(likely, at)) return likely;
    for (let place = next; place < fields.length; place += 1) {
      const field = fields[place];
      if (field === undefined || !this.#isKeyAt(field, at)) continue;
      followers[next] = place;
      return field;
    }
    return undefined;
  }

  #isKeyAt({ keyWords, lastWord }: ScanField, at: number): boolean {
    const view = this.#view;
    const last = keyWords.length - 1;
    for (let index = 0; index < last; index += 1) {
      if (view.getInt32(at + index * 4, true) !== keyWords[index]) return false;
    }
    return view.getInt32(at + lastWord, true) === keyWords[last];
  }

  #fieldValue(field: ScanField, at: number, isHeld: boolean): number {
    if (!field.isList) return this.#single(field, at, isHeld);
    const bytes = this.#bytes;
    if (bytes[at] !== openBracket) return noEnd;
    this.#isZero = bytes[at + 1] === closeBracket;
    if (this.#isZero) return at + 2;
    if (field.kind === ScanKind.string && !isHeld) {
      const end = this.#texts(at + 1);
      this.values.push({ kind: texts, from: at, to: end, holder: undefined, key: field.name });
      return end;
    }
    const list: unknown[] = [];
    for (let start = at + 1; ;) {
      const end = this.#single(field, start, isHeld);
      if (end === noEnd) return noEnd;
      this.#note(field.kind, {
        from: start,
        to: end,
        holder: isHeld ? trusted<Record<number, unknown>>(list) : undefined,
        key: list.length,
      });
      if (isHeld) list.push(this.#value);
      const mark = bytes[end];
      start = end + 1;
      if (mark === comma) continue;
      this.#value = list;
      this.#isZero = false;
      return mark === closeBracket ? start : noEnd;
    }
  }

  /** A list of strings nobody wants: the labels, a third of a line, in a loop of their own. */
  #texts(from: number): number {
    const bytes = this.#bytes;
    for (let start = from; ;) {
      if (bytes[start] !== quote) return noEnd;
      let end = start + 1;
      while (plainBytes[bytes[end] ?? 0] === 1) end += 1;
      if (bytes[end] !== quote) end = stringEnd(bytes, end, this.isUtf8);
      if (end === noEnd) return noEnd;
      const mark = bytes[end + 1];
      start = end + 2;
      if (mark !== comma) return mark === closeBracket ? start : noEnd;
    }
  }

  #single(field: ScanField, at: number, isHeld: boolean): number {
    switch (field.kind) {
      case ScanKind.string:
        return this.#string(at, isHeld);
      case ScanKind.message:
        return this.#inner(field.message, at, isHeld);
      case ScanKind.enum:
        return this.#enum(field, at);
      case ScanKind.uint32:
        return this.#integer(at, mostUint32);
      case ScanKind.int32:
        return this.#integer(at, mostInt32);
      case ScanKind.uint64:
        return this.#quotedInteger(at, isHeld);
      case ScanKind.bool:
        return this.#bool(at);
      case ScanKind.timestamp:
        if (isHeld) this.#value = timeAt(this.#bytes, at);
        this.#isZero = false;
        return canonicalTimeEnd(this.#bytes, at);
      default:
        return noEnd;
    }
  }

  #inner(message: ScanMessage | undefined, at: number, isHeld: boolean): number {
    if (message === undefined) return noEnd;
    const inner = isHeld ? {} : undefined;
    const end = this.#message(message, at, inner);
    this.#value = inner;
    this.#isZero = false;
    return end;
  }

  #string(from: number, isHeld: boolean): number {
    const bytes = this.#bytes;
    if (bytes[from] !== quote) return noEnd;
    let at = from + 1;
    while (plainBytes[bytes[at] ?? 0] === 1) at += 1;
    const isPlain = bytes[at] === quote;
    if (!isPlain) at = stringEnd(bytes, at, this.isUtf8);
    if (at === noEnd) return noEnd;
    this.#isZero = at === from + 1;
    if (isHeld) {
      this.#value = isPlain ? bytes.toString('latin1', from + 1, at) : JSON.parse(bytes.toString('utf8', from, at + 1));
    }
    return at + 1;
  }

  #enum({ names }: ScanField, at: number): number {
    const bytes = this.#bytes;
    for (const { code, bytes: name } of names) {
      let index = 0;
      while (index < name.length && bytes[at + index] === name[index]) index += 1;
      if (index < name.length) continue;
      this.#value = code;
      this.#isZero = code === 0;
      return at + index;
    }
    return noEnd;
  }

  #integer(from: number, most: number): number {
    const end = this.#digits(from);
    let value = 0;
    if (end === noEnd || end - from > mostSafeDigits) return noEnd;
    for (let at = from; at < end; at += 1) value = value * 10 + (this.#bytes[at] ?? 0) - zero;
    this.#value = value;
    this.#isZero = value === 0;
    return value <= most ? end : noEnd;
  }

  /** 64-bit integers are texts. The longest ones, of 20 digits, are left to the general reader. */
  #quotedInteger(from: number, isHeld: boolean): number {
    const bytes = this.#bytes;
    const end = this.#digits(from + 1);
    if (bytes[from] !== quote || end === noEnd || bytes[end] !== quote || end - from > mostCertainDigits + 1)
      return noEnd;
    this.#isZero = bytes[from + 1] === zero;
    if (isHeld) this.#value = BigInt(bytes.toString('latin1', from + 1, end));
    return end + 1;
  }

  /** Returns where a whole number without a sign and without leading zeros ends. */
  #digits(from: number): number {
    const bytes = this.#bytes;
    let at = from;
    for (let digit = bytes[at] ?? 0; digit >= zero && digit <= zero + 9; digit = bytes[at] ?? 0) at += 1;
    const hasLeadingZero = bytes[from] === zero && at - from > 1;
    return at === from || hasLeadingZero ? noEnd : at;
  }

  #bool(at: number): number {
    const word = this.#view.getInt32(at, true);
    const isTrue = word === trueWord;
    this.#value = isTrue;
    this.#isZero = !isTrue;
    if (isTrue) return at + 4;
    return word === falseWord && this.#bytes[at + 4] === 0x65 ? at + 5 : noEnd;
  }
}

/** `true` and the beginning of `false` as little-endian integers. */
const trueWord = 0x65_75_72_74;
const falseWord = 0x73_6c_61_66;
