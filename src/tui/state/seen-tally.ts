/** What was seen since the start, over all filters and origins: the histogram starts anew with each, this does not. */

import { timestampToMs } from '../../base/time/timestamp.ts';
import type { GetFlowsResponse } from '../../flow/messages.ts';
import { verdictClass, verdictClasses } from '../../flow/verdict-class.ts';
import { noCounts } from './counts.ts';
import type { Histogram } from './histogram.ts';
import type { HistogramBar, VerdictCounts } from './readers.ts';

/**
 * A histogram that counts all it was given, whatever it forgets. After other filters were asked for, the server sends again what was
 * seen before: of the flows up to the newest time seen until then, only those beyond what was counted already are new.
 */
export class SeenTally implements Histogram {
  readonly #histogram: Histogram;
  /** Counted when the question changed last. */
  #settled = noCounts();
  /** Of those that came since, up to `#readToMs` and after it. */
  #again = noCounts();
  #fresh = noCounts();
  #readToMs = -Infinity;

  constructor(histogram: Histogram) {
    this.#histogram = histogram;
  }

  /** Flows since the start. */
  get counts(): VerdictCounts {
    const counts = noCounts();
    for (const name of verdictClasses) {
      counts[name] = Math.max(this.#settled[name], this.#again[name]) + this.#fresh[name];
    }
    return counts;
  }

  get newestMs(): number | undefined {
    return this.#histogram.newestMs;
  }

  get oldestMs(): number | undefined {
    return this.#histogram.oldestMs;
  }

  bars(endMs: number, barMs: number, count: number): readonly HistogramBar[] {
    return this.#histogram.bars(endMs, barMs, count);
  }

  add(responses: readonly GetFlowsResponse[]): void {
    for (const { flow, time } of responses) {
      if (flow === undefined) continue;
      const at = flow.time ?? time;
      const isAgain = at !== undefined && timestampToMs(at) <= this.#readToMs;
      (isAgain ? this.#again : this.#fresh)[verdictClass(flow)] += 1;
    }
    this.#histogram.add(responses);
  }

  restart(): void {
    this.#settle(Math.max(this.#readToMs, this.#histogram.newestMs ?? -Infinity));
    this.#histogram.restart();
  }

  /** Flows of another origin come next: whatever their times, none was seen before. */
  otherOrigin(): void {
    this.#histogram.restart();
    this.#settle(-Infinity);
  }

  #settle(readToMs: number): void {
    this.#settled = { ...this.counts };
    this.#again = noCounts();
    this.#fresh = noCounts();
    this.#readToMs = readToMs;
  }
}
