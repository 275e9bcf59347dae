/** What was seen since the start, over all filters and origins: the histogram starts anew with each, this does not. */

import type { GetFlowsResponse } from '../../flow/messages.ts';
import { verdictClass } from '../../flow/verdict-class.ts';
import { noCounts } from '../state/counts.ts';
import type { Histogram } from '../state/histogram.ts';
import type { HistogramBar, VerdictCounts } from '../state/readers.ts';

/** A histogram that counts all it was given, whatever it forgets. */
export class SeenTally implements Histogram {
  readonly #histogram: Histogram;
  readonly #counts = noCounts();

  constructor(histogram: Histogram) {
    this.#histogram = histogram;
  }

  /** Flows since the start. */
  get counts(): VerdictCounts {
    return this.#counts;
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
    for (const { flow } of responses) {
      if (flow !== undefined) this.#counts[verdictClass(flow)] += 1;
    }
    this.#histogram.add(responses);
  }

  restart(): void {
    this.#histogram.restart();
  }
}
