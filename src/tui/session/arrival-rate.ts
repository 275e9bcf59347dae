/** How many flows a second arrive here. */

import type { Clock } from '../../base/clock.ts';

/** Over how long it is measured, in spans of half a second: 5 s. */
const spans = 10;
const spanMs = 500;

/** Flows a second over the last 5 s; while there is less to look back on, over that, at least 1 s. */
export interface ArrivalRate {
  arrived(flows: number): void;
  perSecond(): number;
}

/** Returns the rate of flows that have yet to come. */
export function createArrivalRate(clock: Clock): ArrivalRate {
  const counts = new Float64Array(spans);
  const startedMs = clock.monotonicMs();
  let newest = Math.floor(startedMs / spanMs);

  const moveOn = (): number => {
    const nowMs = clock.monotonicMs();
    const span = Math.floor(nowMs / spanMs);
    for (let passed = Math.max(newest + 1, span - spans + 1); passed <= span; passed += 1) counts[passed % spans] = 0;
    newest = span;
    return nowMs;
  };

  return {
    arrived(flows) {
      moveOn();
      const at = newest % spans;
      counts[at] = (counts[at] ?? 0) + flows;
    },
    perSecond() {
      const elapsedMs = moveOn() - startedMs;
      const sum = counts.reduce((total, count) => total + count, 0);
      return (sum * 1000) / Math.min(spans * spanMs, Math.max(1000, elapsedMs));
    },
  };
}
