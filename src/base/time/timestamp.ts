/** Points in time with nanoseconds, as `google.protobuf.Timestamp` has them. */

/**
 * Seconds since 1970-01-01T00:00:00Z (a safe integer, may be negative) and the nanoseconds of that second,
 * 0 … 999,999,999.
 */
export interface Timestamp {
  readonly seconds: number;
  readonly nanos: number;
}

const nanosPerSecond = 1_000_000_000;

/** Returns the point `ms` milliseconds (a fraction is kept to the nanosecond) after the epoch. */
export function timestampFromMs(ms: number): Timestamp {
  const seconds = Math.floor(ms / 1000);
  const nanos = Math.round((ms - seconds * 1000) * 1e6);
  return nanos >= nanosPerSecond ? { seconds: seconds + 1, nanos: 0 } : { seconds, nanos };
}

/** Returns the milliseconds since the epoch; digits below the millisecond are a fraction. */
export function timestampToMs(time: Timestamp): number {
  return time.seconds * 1000 + time.nanos / 1e6;
}

/** Returns a negative number, 0 or a positive number as `a` is before, at or after `b`. */
export function compareTimestamps(a: Timestamp, b: Timestamp): number {
  return a.seconds === b.seconds ? a.nanos - b.nanos : a.seconds - b.seconds;
}

/** Returns `time` moved by `nanos` nanoseconds (a safe integer, may be negative). */
export function addNanos(time: Timestamp, nanos: number): Timestamp {
  const total = time.nanos + nanos;
  const carry = Math.floor(total / nanosPerSecond);
  return { seconds: time.seconds + carry, nanos: total - carry * nanosPerSecond };
}

/** Returns `a − b` in nanoseconds; exact while the two are within 104 days. */
export function nanosBetween(a: Timestamp, b: Timestamp): number {
  return (a.seconds - b.seconds) * nanosPerSecond + (a.nanos - b.nanos);
}
