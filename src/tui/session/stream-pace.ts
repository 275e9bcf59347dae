/** Whether a stream brings what happens now, or what has happened before and is read as fast as it goes. */

import type { Clock } from '../../base/clock.ts';
import { nanosBetween, type Timestamp } from '../../base/time/timestamp.ts';

/** A stream whose newest flow is at most so many ms old is with the clock. */
const nearMs = 10_000;

/** Milliseconds of the clock over which the pace is measured. */
const windowMs = 1000;

/** How many times faster than the clock the time of the flows has to run for flows of the past. */
const fastFactor = 1.5;

/** Fewer flows in a window are no past that takes a while to read: a quiet stream may begin with a few old ones. */
const leastFlows = 50;

/** The pace of one answer. */
export interface StreamPace {
  /**
   * Takes the time of a flow that came; undefined for one that has none. Returns how many ms ago it counts as arrived: 0 for what is
   * new, and the age of the flow for what had happened before it was asked for.
   */
  took(time: Timestamp | undefined): number;
  /** True while the newest flow is more than 10 s behind the clock and the flows after it come faster than they happened. */
  isCatchingUp(): boolean;
}

/** Returns the pace of an answer that begins now. A source whose clock is off is known by flows that take as long to come as they took to happen. */
export function createStreamPace(clock: Clock): StreamPace {
  const begun = clock.now();
  /** Times of flows in ms since the answer began; those of its past are negative. */
  let newestMs: number | undefined;
  let flows = 0;
  /** Where the window began, by the clock and by the flows. */
  let from = { clockMs: 0, flowMs: 0, flows: 0 };
  let wasFast = false;
  /** A whole window was no faster than the clock: all that was there to be read has come. */
  let hasSettled = false;

  const sinceBegun = (time: Timestamp): number => nanosBetween(time, begun) / 1e6;

  const isFast = (flowMs: number, overMs: number): boolean =>
    flows - from.flows >= leastFlows && flowMs - from.flowMs > fastFactor * overMs;

  const moveOn = (): number => {
    const nowMs = sinceBegun(clock.now());
    const elapsedMs = nowMs - from.clockMs;
    if (newestMs === undefined || elapsedMs < windowMs) return nowMs;
    wasFast = isFast(newestMs, elapsedMs);
    hasSettled ||= !wasFast;
    from = { clockMs: nowMs, flowMs: newestMs, flows };
    return nowMs;
  };

  const isCatchingUpAt = (nowMs: number): boolean => {
    if (newestMs === undefined || nowMs - newestMs <= nearMs) return false;
    return wasFast || isFast(newestMs, windowMs);
  };

  return {
    took(time) {
      if (time === undefined) return 0;
      const nowMs = moveOn();
      const flowMs = sinceBegun(time);
      if (newestMs === undefined) from = { clockMs: nowMs, flowMs, flows };
      flows += 1;
      newestMs = Math.max(newestMs ?? flowMs, flowMs);
      const isPast = (flowMs < 0 && !hasSettled) || isCatchingUpAt(nowMs);
      return isPast ? Math.max(0, nowMs - flowMs) : 0;
    },
    isCatchingUp: () => isCatchingUpAt(moveOn()),
  };
}
