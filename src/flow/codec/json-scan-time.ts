/** Times of canonical JSON as bytes: RFC 3339 in UTC with 0, 3, 6 or 9 digits of a second. */

import type { Timestamp } from '../../base/time/timestamp.ts';
import { noEnd } from './json-scan-string.ts';

const quote = 0x22;
const hyphen = 0x2d;
const dot = 0x2e;
const zero = 0x30;
const colon = 0x3a;
const letterT = 0x54;
const letterZ = 0x5a;

const daysOfMonth = new Uint8Array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]);
const nanosPerUnit: Readonly<Record<number, number>> = { 0: 0, 3: 1_000_000, 6: 1000, 9: 1 };

function digitAt(bytes: Uint8Array, at: number): number {
  const digit = (bytes[at] ?? 0) - zero;
  return digit >= 0 && digit <= 9 ? digit : -1;
}

/** Returns the number in two digits, below 0 when there are none. */
function twoAt(bytes: Uint8Array, at: number): number {
  const tens = digitAt(bytes, at);
  const ones = digitAt(bytes, at + 1);
  return tens < 0 || ones < 0 ? -1 : tens * 10 + ones;
}

function isWithin(value: number, least: number, most: number): boolean {
  return value >= least && value <= most;
}

function yearAt(bytes: Uint8Array, at: number): number {
  const century = twoAt(bytes, at);
  const year = twoAt(bytes, at + 2);
  return century < 0 || year < 0 ? -1 : century * 100 + year;
}

function isDate(bytes: Uint8Array, at: number): boolean {
  const year = yearAt(bytes, at);
  const month = twoAt(bytes, at + 5);
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = (daysOfMonth[month] ?? 0) + (month === 2 && isLeap ? 1 : 0);
  return year >= 1 && bytes[at + 4] === hyphen && bytes[at + 7] === hyphen && isWithin(twoAt(bytes, at + 8), 1, days);
}

function isTimeOfDay(bytes: Uint8Array, at: number): boolean {
  return (
    isWithin(twoAt(bytes, at), 0, 23) &&
    bytes[at + 2] === colon &&
    isWithin(twoAt(bytes, at + 3), 0, 59) &&
    bytes[at + 5] === colon &&
    isWithin(twoAt(bytes, at + 6), 0, 59)
  );
}

/** Returns where the digits of a second end that begin at `at`, the dot; -1 when there are more or fewer than needed. */
function fractionEnd(bytes: Uint8Array, at: number): number {
  let end = at + 1;
  while (digitAt(bytes, end) >= 0) end += 1;
  const digits = end - at - 1;
  // Three zeros at the end would have been left out.
  const isShortest = bytes[end - 1] !== zero || bytes[end - 2] !== zero || bytes[end - 3] !== zero;
  return isShortest && (digits === 3 || digits === 6 || digits === 9) ? end : noEnd;
}

/** Returns where the time in quotes ends that begins at `at`; -1 when none is there as canonical JSON has it. */
export function canonicalTimeEnd(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== quote || bytes[at + 11] !== letterT) return noEnd;
  if (!isDate(bytes, at + 1) || !isTimeOfDay(bytes, at + 12)) return noEnd;
  return timeRestEnd(bytes, at);
}

/** Does what `canonicalTimeEnd` does, for a time whose second is known to be right. */
export function timeRestEnd(bytes: Uint8Array, at: number): number {
  const end = bytes[at + 20] === dot ? fractionEnd(bytes, at + 20) : at + 20;
  return end !== noEnd && bytes[end] === letterZ && bytes[end + 1] === quote ? end + 2 : noEnd;
}

const secondsOfDay = 86_400;

/** Returns the days from 1970-01-01 to a date of the Gregorian calendar: years begin in March here, so that a leap day is the last. */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const shifted = month > 2 ? year : year - 1;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** Returns the time in quotes at `at`; means something only where `canonicalTimeEnd` finds one. */
export function timeAt(bytes: Uint8Array, at: number): Timestamp {
  const days = daysSinceEpoch(yearAt(bytes, at + 1), twoAt(bytes, at + 6), twoAt(bytes, at + 9));
  const clock = twoAt(bytes, at + 12) * 3600 + twoAt(bytes, at + 15) * 60 + twoAt(bytes, at + 18);
  let fraction = 0;
  let digits = 0;
  for (let digit = digitAt(bytes, at + 21); digit >= 0 && digits < 9; digit = digitAt(bytes, at + 21 + digits)) {
    fraction = fraction * 10 + digit;
    digits += 1;
  }
  return { seconds: days * secondsOfDay + clock, nanos: fraction * (nanosPerUnit[digits] ?? 0) };
}
