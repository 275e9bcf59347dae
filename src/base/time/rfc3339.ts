/** Timestamps as text: RFC 3339, narrowed to what protobuf's JSON mapping reads and prints. */

import type { Timestamp } from './timestamp.ts';

/** 0001-01-01T00:00:00Z, the first second a `google.protobuf.Timestamp` may have. */
const firstSecond = -62_135_596_800;
/** 9999-12-31T23:59:59Z, the last one. */
const lastSecond = 253_402_300_799;

/** Returns true when `time` is one the protobuf mapping can print: year 0001 … 9999, nanoseconds 0 … 999,999,999. */
export function isPrintableTime(time: Timestamp): boolean {
  return time.seconds >= firstSecond && time.seconds <= lastSecond && time.nanos >= 0 && time.nanos <= 999_999_999;
}

/** Returns the fraction with its dot, in 0, 3, 6 or 9 digits: the fewest that keep every digit. */
function fraction(nanos: number): string {
  if (nanos === 0) return '';
  const digits = String(nanos).padStart(9, '0');
  if (nanos % 1_000_000 === 0) return `.${digits.slice(0, 3)}`;
  return nanos % 1_000 === 0 ? `.${digits.slice(0, 6)}` : `.${digits}`;
}

/**
 * Returns `time` in UTC as protobuf's JSON mapping prints it, such as `2024-02-29T23:58:50.516Z`: 0, 3, 6 or 9 digits of
 * a second. Total: a time outside the years 0001 … 9999 (a hostile peer may send one) becomes `@SECONDS,NANOS`.
 */
export function formatRfc3339(time: Timestamp): string {
  if (!isPrintableTime(time)) return `@${time.seconds},${time.nanos}`;
  return `${new Date(time.seconds * 1000).toISOString().slice(0, 19)}${fraction(time.nanos)}Z`;
}

const pattern = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:Z|([+-])(\d\d):(\d\d))$/;

/** Returns the seconds since the epoch of a UTC date and time, or undefined when the calendar has no such point. */
function utcSeconds(fields: readonly number[]): number | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = fields;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const date = new Date(0);
  // setUTCFullYear, as Date.UTC takes the years 0 … 99 for 1900 … 1999.
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  return date.getTime() / 1000 + hour * 3600 + minute * 60 + second;
}

/** Returns the seconds an offset such as `+02:00` is ahead of UTC, or undefined when it is none. */
function offsetSeconds(sign: string | undefined, hours: string | undefined, minutes: string | undefined) {
  if (sign === undefined) return 0;
  const [h, m] = [Number(hours), Number(minutes)];
  if (h > 23 || m > 59) return undefined;
  return (sign === '-' ? -1 : 1) * (h * 3600 + m * 60);
}

/**
 * Returns the point in time `text` names, or undefined when it is none. Takes what RFC 3339 and protobuf's JSON mapping
 * share: upper-case `T` and `Z`, an offset or `Z`, up to 9 digits of a second, no leap second, year 0001 … 9999 in UTC.
 */
export function parseRfc3339(text: string): Timestamp | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const civil = utcSeconds(match.slice(1, 7).map(Number));
  const offset = offsetSeconds(match[8], match[9], match[10]);
  if (civil === undefined || offset === undefined) return undefined;
  const time = { seconds: civil - offset, nanos: Number((match[7] ?? '').padEnd(9, '0')) };
  return isPrintableTime(time) ? time : undefined;
}
