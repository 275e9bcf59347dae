/** Time as a dependency, so that stages can be tested with a clock of their own. */

import { timestampFromMs, type Timestamp } from './time/timestamp.ts';

/** Where the time comes from. */
export interface Clock {
  /** Wall-clock time. */
  now(): Timestamp;
  /** Milliseconds of a clock that never goes back; only differences mean anything. */
  monotonicMs(): number;
}

/**
 * Returns the clock of the machine, with the sub-millisecond digits of the performance counter.
 */
export function systemClock(): Clock {
  return {
    now: () => timestampFromMs(performance.timeOrigin + performance.now()),
    monotonicMs: () => performance.now(),
  };
}
