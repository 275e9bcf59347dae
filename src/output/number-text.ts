/** Numbers of a status, written as Go writes them. */

import { formatDuration } from '../base/time/duration.ts';

const greatestDuration = 2n ** 63n - 1n;

/** Returns `count` with a comma between thousands: `5,357`. */
export function groupedText(count: bigint): string {
  return count.toString().replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** Returns `value` (0 or more, below 1e21) with two decimals; an exact half goes to the even digit, as in Go. */
export function twoDecimals(value: number): string {
  // Only odd eighths end in an exact half of a hundredth, and only there toFixed and Go part ways.
  const isHalf = Number.isInteger(value * 8) && (value * 8) % 2 === 1;
  if (!isHalf) return value.toFixed(2);
  const below = Math.floor(value * 100);
  return ((below % 2 === 0 ? below : below + 1) / 100).toFixed(2);
}

/** Returns `part` of `whole` as a percentage with two decimals and no sign; `whole` is not 0. */
export function percentText(part: bigint, whole: bigint): string {
  return twoDecimals((Number(part) / Number(whole)) * 100);
}

/** Returns a span of nanoseconds as Go prints a duration (`1m40s`); one past 64 bits signed as plain nanoseconds. */
export function spanText(nanos: bigint): string {
  return nanos > greatestDuration ? `${nanos}ns` : formatDuration(nanos);
}
