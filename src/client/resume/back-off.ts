/** How long to wait before the next attempt. */

/** First and longest waits in ms: a restart is over in a moment, and nobody waits longer than half a minute for a server that is back. */
const firstMs = 250;
const longestMs = 30_000;

/** A row of waits that grow. */
export interface BackOff {
  /** Returns the next wait in ms. */
  next(): number;
  /** Starts again with the shortest. */
  reset(): void;
}

/**
 * Returns waits that double from 0.25 s to 30 s, each cut by up to a half so that many clients do not come back in one
 * moment. `random` returns numbers from 0 to 1.
 */
export function createBackOff(random: () => number): BackOff {
  let wholeMs = firstMs;
  return {
    next() {
      const waitMs = wholeMs * (1 - random() / 2);
      wholeMs = Math.min(longestMs, wholeMs * 2);
      return waitMs;
    },
    reset() {
      wholeMs = firstMs;
    },
  };
}
