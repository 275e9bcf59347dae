/** What the session needs of time and of the event loop; tests bring their own. */

import { nextOrAborted, nextTurn } from '../../base/abort.ts';
import type { Clock } from '../../base/clock.ts';

/** Time, waiting, and giving way. */
export interface SessionTiming {
  readonly clock: Clock;
  /** Resolves after so many ms, or when the signal aborts; leaves nothing behind. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Resolves once the input that waits, such as a key, was handled. */
  readonly yieldTurn: () => Promise<void>;
}

/** Returns the timing of the machine by `clock`. */
export function machineTiming(clock: Clock): SessionTiming {
  return { clock, sleep, yieldTurn: nextTurn };
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return nextOrAborted((wake) => {
    const timer = setTimeout(wake, ms);
    return () => clearTimeout(timer);
  }, signal);
}
