/** Time that goes on when a test says so. */

import { nextTurn } from '../../../src/base/abort.ts';
import type { SessionTiming } from '../../../src/tui/session/timing.ts';
import { fakeClock } from '../../helpers/observed-events.ts';

/** Time of a test. */
export interface ManualTiming {
  readonly timing: SessionTiming;
  /** Waits under way. */
  readonly sleeping: number;
  /** Lets so many ms go by: whoever waits wakes at its time, and what it does then is done before time goes on. */
  pass(ms: number): Promise<void>;
  /** Moves the clock alone, as work does that takes its time. */
  work(ms: number): void;
}

interface Sleeper {
  readonly dueMs: number;
  readonly wake: () => void;
}

/** Lets everything happen that needs no time. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await nextTurn();
}

/** Returns time that stands still. Its clock starts where that of the other tests does. */
export function manualTiming(): ManualTiming {
  const clock = fakeClock();
  const sleepers = new Set<Sleeper>();
  const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const wake = () => {
        sleepers.delete(sleeper);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const sleeper = { dueMs: clock.monotonicMs() + ms, wake };
      if (signal.aborted) return resolve();
      sleepers.add(sleeper);
      signal.addEventListener('abort', wake);
    });
  const next = (): Sleeper | undefined => [...sleepers].toSorted((a, b) => a.dueMs - b.dueMs)[0];
  return {
    timing: { clock, sleep, yieldTurn: nextTurn },
    get sleeping() {
      return sleepers.size;
    },
    work: (ms) => clock.advanceMs(ms),
    async pass(ms) {
      const endMs = clock.monotonicMs() + ms;
      await settle();
      for (let due = next(); due !== undefined && due.dueMs <= endMs; due = next()) {
        clock.advanceMs(Math.max(0, due.dueMs - clock.monotonicMs()));
        due.wake();
        await settle();
      }
      clock.advanceMs(endMs - clock.monotonicMs());
      await settle();
    },
  };
}
