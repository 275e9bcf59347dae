/** How many rows were evicted, by the second they happened in. */

import type { Timestamp } from '../base/time/timestamp.ts';

/** What is remembered of evicted rows, so that an answer can tell how many of them it lacks. */
export interface EvictionRecord {
  /** Notes one more row. One without a time counts to the row before it. */
  add(time: Timestamp | undefined): void;
  /**
   * Returns how many of the last rows, without a break, are not older than `since`. Times are compared to the second:
   * what happened in the second of `since` counts.
   */
  countSince(since: Timestamp): number;
}

/** Seconds told apart: more than a day of rows in each of them. Beyond, neighbours are told apart no more. */
const mostRuns = 100_000;

/** Rows that followed one another within one second, or from this second to that of the next run. */
interface Run {
  readonly second: number;
  rows: number;
}

/** Returns an empty record. Its memory grows with the seconds, not with the rows, and `limit` (even) bounds it. */
export function createEvictionRecord(limit = mostRuns): EvictionRecord {
  let runs: Run[] = [];
  return {
    add(time) {
      const last = runs.at(-1);
      const second = time?.seconds ?? last?.second ?? 0;
      if (last?.second === second) last.rows += 1;
      else runs.push({ second, rows: 1 });
      if (runs.length > limit) runs = halved(runs);
    },
    countSince({ seconds }) {
      let rows = 0;
      for (let at = runs.length - 1; at >= 0; at -= 1) {
        const run = runs[at];
        if (run === undefined || run.second < seconds) break;
        rows += run.rows;
      }
      return rows;
    },
  };
}

/** Joins neighbours in pairs under the time of the older one; the newest stays as it is when it has no partner. */
function halved(runs: readonly Run[]): Run[] {
  const joined: Run[] = [];
  for (let at = 0; at < runs.length; at += 2) {
    const [first, second] = [runs[at], runs[at + 1]];
    if (first !== undefined) joined.push({ second: first.second, rows: first.rows + (second?.rows ?? 0) });
  }
  return joined;
}
