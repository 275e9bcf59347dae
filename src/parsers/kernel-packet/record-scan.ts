/** A cursor over the bytes of one record, and what was found out about the record as a whole. */

import { canonicalIpv6, hexDigit, ipv4End } from '../../base/address.ts';
import type { RejectReason } from '../parse-result.ts';
import { byte, isBlank, startsWith, wordEnd } from './bytes.ts';
import { printableText } from './printable-text.ts';
import { findRecordStart } from './record-start.ts';

/** Why a record cannot be read, and where. */
interface Fault {
  readonly reason: RejectReason;
  readonly at: number;
  readonly detail: string;
}

/** What a reading method returns when there is no value: see `fault` and `cut`. */
export const noValue = -1;

/**
 * Reads values off one record. A value that cannot be read sets `fault`, or `cut` where the line just ends in the middle
 * of it; the readers above stop at either. Nothing throws.
 */
export class RecordScan {
  readonly bytes: Uint8Array;
  readonly end: number;
  pos: number;
  fault: Fault | undefined = undefined;
  /** The line ends within a field or a bracket. */
  cut = false;
  /** The kernel says that the packet ended within its own header. */
  shortPacket = false;
  /** Words passed over because no kernel known to us writes them. */
  strays = 0;
  /** The `]` of the packet being read was met. */
  closed = false;
  mark = 0;
  uid = noValue;
  gid = noValue;
  readonly #start: number;
  readonly #line: string;

  /** Takes the record in `bytes[start, end)`; `latin1` is the same text, one character a byte. */
  constructor(bytes: Uint8Array, start: number, end: number) {
    this.bytes = bytes;
    this.#start = start;
    this.end = end;
    this.pos = start;
    // One native call for the whole record; fields are then cut out of it, which costs a tenth of a call each.
    const buffer = bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#line = buffer.toString('latin1', start, end);
  }

  /** Text of an ASCII range. A long one keeps the whole line alive, as JavaScript engines share the characters. */
  ascii(start: number, end: number): string {
    return this.#line.slice(start - this.#start, end - this.#start);
  }

  /** Text of a range that may hold anything: control characters and bytes that are no UTF-8 are escaped. */
  text(start: number, end: number): string {
    for (let pos = start; pos < end; pos += 1) {
      const value = this.bytes[pos] ?? 0;
      if (value < byte.blank || value > 0x7e) return printableText(this.bytes, start, end);
    }
    return this.ascii(start, end);
  }

  /** Sets the fault, unless one is there. A second record further on is the better explanation of any fault. */
  fail(reason: RejectReason, at: number, detail: string): undefined {
    if (this.fault !== undefined) return;
    const second = findRecordStart(this.bytes, at, this.end);
    this.fault =
      second === undefined
        ? { reason, at, detail }
        : { reason: 'two records in one line', at: second.at, detail: 'a second IN= OUT= follows' };
  }

  /** Moves to the next word; false at the end of the record. */
  nextWord(): boolean {
    while (this.pos < this.end && isBlank(this.bytes[this.pos] ?? 0)) this.pos += 1;
    return this.pos < this.end;
  }

  /** Passes `text` when it comes next. */
  skip(text: string): boolean {
    if (!startsWith(this.bytes, this.pos, this.end, text)) return false;
    this.pos += text.length;
    return true;
  }

  /** Passes `text`, which must come next; otherwise false with a fault, or with a cut where the record ends in it. */
  expect(text: string): boolean {
    if (this.skip(text)) return true;
    const rest = text.slice(0, this.end - this.pos);
    if (rest.length < text.length && startsWith(this.bytes, this.pos, this.end, rest)) this.cut = true;
    else this.fail('bad value', this.pos, `expected "${text.trim()}"`);
    return false;
  }

  /** The word at the cursor as a half-open range; the cursor moves to its end. */
  word(): { start: number; end: number } {
    const start = this.pos;
    this.pos = wordEnd(this.bytes, start, this.end);
    return { start, end: this.pos };
  }

  /** An unsigned decimal number up to `max`, the rest of the word; `noValue` when there is none. */
  decimal(max: number): number {
    const start = this.pos;
    let value = 0;
    while (this.pos < this.end) {
      const digit = (this.bytes[this.pos] ?? 0) - byte.zero;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
      if (value > max) return this.#badNumber(start, `above ${max}`);
      this.pos += 1;
    }
    return this.#number(start, value);
  }

  /** An unsigned hexadecimal number up to `max`, with or without `0x`; otherwise as `decimal`. */
  hexadecimal(max: number): number {
    if (this.bytes[this.pos] === byte.zero && this.bytes[this.pos + 1] === byte.lowerX) this.skip('0x');
    const start = this.pos;
    let value = 0;
    while (this.pos < this.end) {
      const digit = hexDigit(this.bytes[this.pos] ?? 0);
      if (digit < 0) break;
      value = value * 16 + digit;
      if (value > max) return this.#badNumber(start, `above 0x${max.toString(16)}`);
      this.pos += 1;
    }
    return this.#number(start, value);
  }

  #number(start: number, value: number): number {
    if (this.pos === this.end) {
      if (this.pos > start) return value;
      this.cut = true;
      return noValue;
    }
    if (this.pos === start || !isBlank(this.bytes[this.pos] ?? 0)) return this.#badNumber(start, 'no number');
    return value;
  }

  #badNumber(at: number, detail: string): number {
    this.fail('bad number', at, detail);
    return noValue;
  }

  /** Canonical text of the address that the word is; undefined, with a fault or a cut, when it is none of `family`. */
  address(family: 4 | 6): string | undefined {
    if (family === 4) {
      const addressEnd = ipv4End(this.bytes, this.pos, this.end);
      if (addressEnd === this.end || (addressEnd > 0 && isBlank(this.bytes[addressEnd] ?? 0))) {
        const text = this.ascii(this.pos, addressEnd);
        this.pos = addressEnd;
        return text;
      }
    }
    const { start, end } = this.word();
    const text = family === 6 ? canonicalIpv6(this.bytes, start, end) : undefined;
    if (text !== undefined) return text;
    if (end === this.end) this.cut = true;
    else this.fail('bad address', start, `no IPv${family} address`);
    return undefined;
  }

  /** The family of the address at the cursor: a colon tells IPv6. */
  addressFamily(): 4 | 6 {
    for (let pos = this.pos; pos < this.end && pos < this.pos + 5; pos += 1) {
      if (this.bytes[pos] === byte.colon) return 6;
    }
    return 4;
  }

  /** ` (HEX)` of TCP or IPv4 options: the digits. Undefined for `(TRUNCATED)`, and with a fault or a cut. */
  options(): string | undefined {
    if (!this.expect(' (')) return undefined;
    if (this.skip('TRUNCATED)')) return undefined;
    const start = this.pos;
    while (this.pos < this.end && hexDigit(this.bytes[this.pos] ?? 0) >= 0) this.pos += 1;
    const text = this.ascii(start, this.pos);
    return this.skip(')') ? text : this.broken('no options');
  }

  /** ` [n bytes]` after INCOMPLETE: n; `noValue` when it does not come next, or with a fault or a cut. */
  incompleteBytes(): number {
    if (!this.skip(' [')) return noValue;
    const bytes = this.decimal(0xffff_ffff);
    if (bytes !== noValue) this.expect(' bytes]');
    return bytes;
  }

  /** Something fixed is not there: the line is cut when this is its end, and damaged otherwise. */
  broken(detail: string): undefined {
    const end = wordEnd(this.bytes, this.pos, this.end);
    if (end === this.end) this.cut = true;
    else this.fail('bad value', this.pos, detail);
  }
}
