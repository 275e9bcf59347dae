/** Verdicts over time: flows counted by the second for some hours, by the minute for some days. */

import { timestampToMs } from '../../base/time/timestamp.ts';
import type { GetFlowsResponse } from '../../flow/messages.ts';
import { verdictClass, verdictClasses, type VerdictClass } from '../../flow/verdict-class.ts';
import { noCounts, type MutableCounts } from './counts.ts';
import type { HistogramBar, HistogramReader } from './readers.ts';

/** Minutes that are counted by the second: four hours, which is 300 bars of 15 s three times over. */
const detailedMinutes = 240;

/** Minutes that are counted at all: two weeks, which is 300 bars of an hour. */
const countedMinutes = 20_160;

/** Minutes that leave at once when there are too many, so that sorting them stays rare. */
const leavingMinutes = 1_440;

const minuteMs = 60_000;
const classCount = verdictClasses.length;
const classIndex: Readonly<Record<VerdictClass, number>> = {
  denied: 0,
  audited: 1,
  allowed: 2,
  undecided: 3,
  error: 4,
};

/** The histogram, with what fills it. */
export interface Histogram extends HistogramReader {
  /** Counts the flows among `responses`; one without a time is left out. Times may go back. */
  add(responses: readonly GetFlowsResponse[]): void;
  /** Forgets everything. */
  restart(): void;
}

/** Returns an empty histogram. What is older than four hours is kept by the minute and stands at its first second. */
export function createHistogram(): Histogram {
  return new VerdictHistogram();
}

/** Flows of one minute. */
interface Minute {
  readonly counts: MutableCounts;
  /** Counts of its seconds, five classes each; undefined where only the minute is counted. */
  seconds: Uint32Array | undefined;
}

class VerdictHistogram implements Histogram {
  readonly #minutes = new Map<number, Minute>();
  readonly #detailed = new Set<number>();
  // Flows come in the order of time, mostly: the minute of the last one is that of the next.
  #lastNumber = Number.NaN;
  #last: Minute | undefined;
  #newestMs: number | undefined;
  #oldestMs: number | undefined;

  get newestMs(): number | undefined {
    return this.#newestMs;
  }

  get oldestMs(): number | undefined {
    return this.#oldestMs;
  }

  add(responses: readonly GetFlowsResponse[]): void {
    for (const { flow, time } of responses) {
      const at = flow?.time ?? time;
      if (flow === undefined || at === undefined) continue;
      this.#count(timestampToMs(at), verdictClass(flow));
    }
  }

  bars(endMs: number, barMs: number, count: number): readonly HistogramBar[] {
    const lastStart = Math.floor(endMs / barMs) * barMs;
    return Array.from({ length: count }, (_, index) => {
      const startMs = lastStart - (count - 1 - index) * barMs;
      return { startMs, counts: this.#between(startMs, startMs + barMs) };
    });
  }

  restart(): void {
    this.#minutes.clear();
    this.#detailed.clear();
    this.#lastNumber = Number.NaN;
    this.#newestMs = undefined;
    this.#oldestMs = undefined;
  }

  #count(ms: number, verdict: VerdictClass): void {
    const second = Math.floor(ms / 1000);
    const number = Math.floor(second / 60);
    if (number !== this.#lastNumber || this.#last === undefined) {
      this.#last = this.#minutes.get(number) ?? this.#open(number);
      this.#lastNumber = number;
    }
    const minute = this.#last;
    minute.counts[verdict] += 1;
    const { seconds } = minute;
    if (seconds !== undefined) {
      const index = (second - number * 60) * classCount + classIndex[verdict];
      seconds[index] = (seconds[index] ?? 0) + 1;
    }
    if (this.#newestMs === undefined || ms > this.#newestMs) this.#newestMs = ms;
    if (this.#oldestMs === undefined || ms < this.#oldestMs) this.#oldestMs = ms;
  }

  #open(number: number): Minute {
    if (this.#minutes.size >= countedMinutes) this.#dropOldest();
    const minute: Minute = { counts: noCounts(), seconds: new Uint32Array(60 * classCount) };
    this.#minutes.set(number, minute);
    this.#detailed.add(number);
    if (this.#detailed.size > detailedMinutes) this.#coarsen(Math.min(...this.#detailed));
    return minute;
  }

  #coarsen(number: number): void {
    this.#detailed.delete(number);
    const minute = this.#minutes.get(number);
    if (minute !== undefined) minute.seconds = undefined;
  }

  #dropOldest(): void {
    const oldestFirst = [...this.#minutes.keys()].toSorted((a, b) => a - b);
    for (const number of oldestFirst.slice(0, leavingMinutes)) {
      this.#minutes.delete(number);
      this.#detailed.delete(number);
    }
    this.#oldestMs = (oldestFirst[leavingMinutes] ?? 0) * minuteMs;
  }

  #between(startMs: number, endMs: number): MutableCounts {
    const counts = noCounts();
    const lastMinute = Math.floor((endMs - 1) / minuteMs);
    for (let number = Math.floor(startMs / minuteMs); number <= lastMinute; number += 1) {
      const minute = this.#minutes.get(number);
      if (minute !== undefined)
        addSpan(counts, minute, { from: startMs - number * minuteMs, to: endMs - number * minuteMs });
    }
    return counts;
  }
}

/** Adds what a minute holds between `from` and `to`, milliseconds from its start. */
function addSpan(counts: MutableCounts, { counts: all, seconds }: Minute, span: { from: number; to: number }): void {
  const isWhole = span.from <= 0 && span.to >= minuteMs;
  if (isWhole || seconds === undefined) {
    // Without seconds the minute stands at its start.
    if (span.from <= 0) for (const verdict of verdictClasses) counts[verdict] += all[verdict];
    return;
  }
  const [from, to] = [Math.max(Math.ceil(span.from / 1000), 0), Math.min(Math.ceil(span.to / 1000), 60)];
  for (let second = from; second < to; second += 1) {
    for (const verdict of verdictClasses) {
      counts[verdict] += seconds[second * classCount + classIndex[verdict]] ?? 0;
    }
  }
}
