/** How long a source may read on before others get their turn. */

import { nextTurn } from '../../base/abort.ts';
import type { Clock } from '../../base/clock.ts';
import { pause } from '../../sources/pause.ts';

/** What is read without a pause: shorter than what a person notices of a follower, much longer than a turn of the event loop takes. */
const sliceMs = 5;

/** Followers never slow the reading down below this: several times what a busy node logs, so that who is slow for good holds up nobody. */
const leastRecordsPerMs = 10;

/** Between two looks at followers that are waited for. The processor is theirs meanwhile. */
const lookMs = 1;

/** What the pace depends on. */
export interface IntakePaceOptions {
  readonly clock: Clock;
  /** Tells whether a follower is about to be overrun. */
  readonly isOutrunning: () => boolean;
  readonly signal: AbortSignal;
}

/** The pace of one source. */
export interface IntakePace {
  /** Takes note of records that were read; tells whether others are to get a turn, for which `rest` is to be called. */
  isDue(records: number): boolean;
  /** Resolves when it may be read on. */
  rest(): Promise<void>;
}

/**
 * Returns a pace. A pipe or a file that is read as fast as it can be would otherwise keep the event loop to itself: no client would be
 * answered and the ring would run over its followers, all for lines that can as well be read a moment later.
 */
export function createIntakePace({ clock, isOutrunning, signal }: IntakePaceOptions): IntakePace {
  let since = clock.monotonicMs();
  let read = 0;
  return {
    isDue(records) {
      read += records;
      return clock.monotonicMs() - since >= sliceMs;
    },
    async rest() {
      await nextTurn();
      const until = since + read / leastRecordsPerMs;
      while (isOutrunning() && clock.monotonicMs() < until && !signal.aborted) await pause(lookMs, signal);
      since = clock.monotonicMs();
      read = 0;
    },
  };
}
