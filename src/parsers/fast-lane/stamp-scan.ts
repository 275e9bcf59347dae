/** Reads the two stamps that kernel logs in files have: RFC 3164's and ISO 8601. */

import { monthNumber } from '../envelope/stamp-text.ts';
import type { EnvelopeStamp } from '../parse-result.ts';
import type { KnownBytes } from './known-bytes.ts';
import type { LineBytes } from './line-bytes.ts';

const [zero, nine, dash, colon, dot, plus] = [0x30, 0x39, 0x2d, 0x3a, 0x2e, 0x2b];
const [letterT, letterZ] = [0x54, 0x5a];

const rfc3164Length = 15;
const rfc3164Form = /^([A-Z][a-z]{2}) ([ \d]\d) (\d\d):(\d\d):(\d\d)$/;
// In a leap year, as the year is not known.
const longestMonths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const dayMs = 86_400_000;

/** Reads `Nov 21 09:30:25`, or undefined for what is not exactly that. */
function readRfc3164(text: string): EnvelopeStamp | undefined {
  const match = rfc3164Form.exec(text);
  if (match === null) return undefined;
  const month = monthNumber(match[1] ?? '');
  const [day = 0, hour = 0, minute = 0, second = 0] = match.slice(2).map(Number);
  if (month === undefined || day < 1 || day > (longestMonths[month - 1] ?? 0)) return undefined;
  // The 60th second is a leap one; the general parser knows what becomes of it.
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  return { kind: 'yearless', civil: { year: 0, month, day, hour, minute, second, nanos: 0 }, precision: 'second' };
}

/** Reads stamps; one for a source. */
export class StampScan {
  /** The stamp that was read last. */
  stamp: EnvelopeStamp | undefined = undefined;
  /** Where it ends. */
  end = 0;
  readonly #line: LineBytes;
  // A second holds thousands of lines in a flood, so the stamp of the line before is tried first.
  #lastBytes: KnownBytes | undefined;
  #lastStamp: EnvelopeStamp | undefined;
  // Year, month and day as one number, and the seconds of its midnight since the epoch.
  #lastDate = -1;
  #lastMidnight = 0;

  constructor(line: LineBytes) {
    this.#line = line;
  }

  /** Reads RFC 3164's stamp at the start of the line. */
  rfc3164(): boolean {
    const line = this.#line;
    if (this.#lastBytes === undefined || !line.isAt(this.#lastBytes, 0)) {
      const stamp = readRfc3164(line.text(0, rfc3164Length));
      if (stamp === undefined || line.end < rfc3164Length) return false;
      this.#lastBytes = line.known(0, rfc3164Length);
      this.#lastStamp = stamp;
    }
    this.stamp = this.#lastStamp;
    this.end = rfc3164Length;
    return true;
  }

  /** Reads `2026-11-21T09:30:25.809562+00:00` at the start of the line; digits of the fraction and zone may lack. */
  iso(): boolean {
    const { view } = this.#line;
    if (view.getUint8(7) !== dash || view.getUint8(10) !== letterT) return false;
    if (view.getUint8(13) !== colon || view.getUint8(16) !== colon) return false;
    const midnight = this.#midnight();
    const [hour, minute, second] = [this.#two(11), this.#two(14), this.#two(17)];
    if (midnight < 0 || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return false;
    const hasFraction = view.getUint8(19) === dot;
    const nanos = hasFraction ? this.#fraction(20) : this.#ended(0, 19);
    if (nanos < 0 || !this.#zone(this.end)) return false;
    const seconds = midnight + hour * 3600 + minute * 60 + second - this.#offset;
    const precision = hasFraction ? 'subsecond' : 'second';
    this.stamp = { kind: 'absolute', time: { seconds, nanos }, precision };
    return true;
  }

  #offset = 0;

  #ended(value: number, end: number): number {
    this.end = end;
    return value;
  }

  /** Two digits, or -1. */
  #two(at: number): number {
    const high = this.#line.view.getUint8(at);
    const low = this.#line.view.getUint8(at + 1);
    return high >= zero && high <= nine && low >= zero && low <= nine ? (high - zero) * 10 + low - zero : -1;
  }

  /** Seconds since the epoch at the start of the day, or -1 for no date since 1970. */
  #midnight(): number {
    const [century, years, month, day] = [this.#two(0), this.#two(2), this.#two(5), this.#two(8)];
    if (century < 19 || years < 0 || month < 1 || month > 12 || day < 1) return -1;
    const date = ((century * 100 + years) * 16 + month) * 32 + day;
    if (date !== this.#lastDate) {
      const ms = Date.UTC(century * 100 + years, month - 1, day);
      if (new Date(ms).getUTCDate() !== day || ms < 0 || ms % dayMs !== 0) return -1;
      this.#lastDate = date;
      this.#lastMidnight = ms / 1000;
    }
    return this.#lastMidnight;
  }

  /** Nanoseconds of the one to nine digits at `start`, or -1. */
  #fraction(start: number): number {
    const { view } = this.#line;
    let at = start;
    let nanos = 0;
    for (let digit = view.getUint8(at) - zero; digit >= 0 && digit <= 9; digit = view.getUint8(at) - zero) {
      nanos = nanos * 10 + digit;
      at += 1;
      if (at > start + 9) return -1;
    }
    if (at === start) return -1;
    for (let digits = at - start; digits < 9; digits += 1) nanos *= 10;
    return this.#ended(nanos, at);
  }

  /** Reads `Z`, `+02:00` or `-0800`; false for anything else. */
  #zone(at: number): boolean {
    const sign = this.#line.view.getUint8(at);
    this.#offset = 0;
    if (sign === letterZ) return this.#ended(1, at + 1) > 0;
    if (sign !== plus && sign !== dash) return false;
    const minutesAt = this.#line.view.getUint8(at + 3) === colon ? at + 4 : at + 3;
    const [hours, minutes] = [this.#two(at + 1), this.#two(minutesAt)];
    if (hours < 0 || minutes < 0) return false;
    const seconds = hours * 3600 + minutes * 60;
    this.#offset = sign === dash ? -seconds : seconds;
    return this.#ended(1, minutesAt + 2) > 0;
  }
}
