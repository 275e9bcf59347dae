/** Counts by reason, as a source has them for records that became no flow. */

import { countText } from './amounts.ts';

/** Counts by what they are for. */
export type ReasonCounts = Readonly<Record<string, bigint>>;

/** Returns the sum of all reasons. */
export function totalOf(reasons: ReasonCounts | undefined): bigint {
  return Object.values(reasons ?? {}).reduce((sum, count) => sum + count, 0n);
}

function reasonsText(reasons: ReasonCounts | undefined): string {
  const entries = Object.entries(reasons ?? {}).filter(([, count]) => count > 0n);
  const sorted = entries.toSorted(([, a], [, b]) => Number(b - a));
  return sorted.map(([reason, count]) => `${reason} ${countText(Number(count))}`).join(', ');
}

/** Returns `3 skipped (not a flow 2, empty 1)`, the most frequent reason first; undefined for none. */
export function withReasons(count: bigint, word: string, reasons: ReasonCounts | undefined): string | undefined {
  if (count === 0n) return undefined;
  const why = reasonsText(reasons);
  return `${countText(Number(count))} ${word}${why === '' ? '' : ` (${why})`}`;
}
