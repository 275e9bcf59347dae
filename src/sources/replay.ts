/** Recorded records, given out again as they once came. */

import type { Clock } from '../base/clock.ts';
import type { SourceRecord } from '../flow/source-record.ts';
import { idleAfterMs } from './defaults.ts';
import { isAborted, pause } from './pause.ts';
import type { SourceBatch } from './source-batch.ts';

/** A record and when it comes, in milliseconds after the start of the replay; ascending. */
export interface TimedRecord {
  readonly record: SourceRecord;
  readonly atMs: number;
}

/** How records are replayed. */
export interface ReplayOptions {
  readonly clock: Clock;
  /** `original`: with the gaps they have. `at-once`: as fast as they are taken. */
  readonly pace: 'original' | 'at-once';
  /**
   * `kept`: records are given out as they are. `now`: they are received at the time they are given out, and live, so
   * that a format without a time of its own shows the present.
   */
  readonly receivedAt?: 'kept' | 'now';
  /** Ends the replay. */
  readonly signal?: AbortSignal;
  /** Waits; default a timer that `signal` ends. */
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** Records of one batch at most, when nothing waits between them. */
const batchRecords = 512;

/**
 * Yields `records` in their order; those due at one moment make one batch. A pause long enough to be silence is told as
 * `idle`.
 */
export async function* replay(records: Iterable<TimedRecord>, options: ReplayOptions): AsyncGenerator<SourceBatch> {
  const { clock, signal, sleep = pause } = options;
  const startMs = clock.monotonicMs();
  const elapsedMs = () => (options.pace === 'original' ? clock.monotonicMs() - startMs : Infinity);
  let due: SourceRecord[] = [];
  for (const { record, atMs } of records) {
    if (due.length > 0 && (due.length >= batchRecords || atMs > elapsedMs())) {
      yield { records: due, idle: atMs - elapsedMs() >= idleAfterMs };
      due = [];
    }
    // A timer may be early by a fraction of a millisecond.
    while (atMs > elapsedMs() && !isAborted(signal)) await sleep(atMs - elapsedMs(), signal);
    if (isAborted(signal)) return;
    due.push(options.receivedAt === 'now' ? { ...record, receivedAt: clock.now(), live: true } : record);
  }
  if (due.length > 0) yield { records: due, idle: false };
}
