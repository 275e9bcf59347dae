/** Microseconds, the unit of the kernel's and the journal's stamps. */

import { addNanos, type Timestamp } from '../base/time/timestamp.ts';

const microsPerSecond = 1_000_000;

/** Returns `time` moved by `us` microseconds (a safe integer, may be negative), exact over any uptime. */
export function addMicros(time: Timestamp, us: number): Timestamp {
  const seconds = Math.floor(us / microsPerSecond);
  const moved = { seconds: time.seconds + seconds, nanos: time.nanos };
  return addNanos(moved, (us - seconds * microsPerSecond) * 1000);
}

/** Returns the point `us` microseconds after the epoch. */
export function timestampFromMicros(us: number): Timestamp {
  return addMicros({ seconds: 0, nanos: 0 }, us);
}
