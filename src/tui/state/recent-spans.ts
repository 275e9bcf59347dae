/** How much came lately: flows in each of the last spans of time, for many rows in one block of memory. */

/** Spans that are told apart. */
export const recentSpans = 8;

/** Width of a span, in milliseconds. */
export const recentSpanMs = 5_000;

/** Returns the number of the span that holds a time (Unix milliseconds). */
export function spanAt(ms: number): number {
  return Math.floor(ms / recentSpanMs);
}

function slotOf(span: number): number {
  return ((span % recentSpans) + recentSpans) % recentSpans;
}

/** Counts by span for the rows 0 … size − 1. */
export class RecentSpans {
  readonly #counts: Uint32Array;
  /** Newest span of each row. */
  readonly #newest: Float64Array;

  constructor(size: number) {
    this.#counts = new Uint32Array(size * recentSpans);
    this.#newest = new Float64Array(size).fill(-Infinity);
  }

  /** Counts one flow of a row. A span that is too far behind the newest of the row is left out. */
  add(row: number, span: number): void {
    const newest = this.#newest[row] ?? -Infinity;
    if (span <= newest - recentSpans) return;
    if (span > newest) this.#moveOn(row, span);
    const slot = row * recentSpans + slotOf(span);
    this.#counts[slot] = (this.#counts[slot] ?? 0) + 1;
  }

  /** Adds the counts of a row to `sums`: the spans up to `now`, oldest first. */
  addTo(sums: number[], row: number, now: number): void {
    const newest = this.#newest[row] ?? -Infinity;
    for (let index = 0; index < recentSpans; index += 1) {
      const span = now - (recentSpans - 1) + index;
      if (span > newest || span <= newest - recentSpans) continue;
      sums[index] = (sums[index] ?? 0) + (this.#counts[row * recentSpans + slotOf(span)] ?? 0);
    }
  }

  clear(): void {
    this.#counts.fill(0);
    this.#newest.fill(-Infinity);
  }

  #moveOn(row: number, span: number): void {
    const from = Math.max((this.#newest[row] ?? -Infinity) + 1, span - recentSpans + 1);
    for (let passed = from; passed <= span; passed += 1) this.#counts[row * recentSpans + slotOf(passed)] = 0;
    this.#newest[row] = span;
  }
}
