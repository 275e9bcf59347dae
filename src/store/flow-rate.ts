/** Flows per second over the last minute. */

import { nanosBetween, type Timestamp } from '../base/time/timestamp.ts';

const windowSeconds = 60;

/** Counts flows by the second they happened in. */
export interface FlowRate {
  add(time: Timestamp): void;
  /**
   * Returns flows per second over the 60 s before `now`. `since`, when given, is where the record begins: a younger
   * record is divided by its own length (at least one second), as Hubble does.
   */
  perSecond(now: Timestamp, since: Timestamp | undefined): number;
}

/** Returns a counter without flows. The memory is one cell a second, whatever the traffic. */
export function createFlowRate(): FlowRate {
  const cells = Array.from({ length: windowSeconds + 1 }, () => ({ second: -Infinity, flows: 0 }));
  return {
    add({ seconds }) {
      const cell = cells[((seconds % cells.length) + cells.length) % cells.length];
      if (cell === undefined || seconds < cell.second) return;
      if (cell.second !== seconds) Object.assign(cell, { second: seconds, flows: 0 });
      cell.flows += 1;
    },
    perSecond(now, since) {
      const from = now.seconds - windowSeconds;
      const inWindow = cells.filter(({ second }) => second > from && second <= now.seconds);
      const flows = inWindow.reduce((sum, cell) => sum + cell.flows, 0);
      const recorded = since === undefined ? windowSeconds : nanosBetween(now, since) / 1e9;
      return flows / Math.min(windowSeconds, Math.max(1, recorded));
    },
  };
}
