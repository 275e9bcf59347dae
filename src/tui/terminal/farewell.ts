/** The line that stays when the screen is gone: what was seen, and how to see it again. */

import type { VerdictCounts } from '../state/readers.ts';
import { countOf, countText } from '../text/amounts.ts';

/** What the line tells. */
export interface Visit {
  /** Flows seen by class of verdict, all filters together, each flow once. */
  readonly counts: VerdictCounts;
  readonly elapsedMs: number;
  /** The command that asks for the same again. */
  readonly command: string;
}

/** Returns a time as people say it: `8 s`, `4 min 10 s`, `2 h 5 min`. */
export function spokenDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Returns the line. Only what a policy would deny or did deny is told apart: that is what people look for. */
export function farewellLine({ counts, elapsedMs, command }: Visit): string {
  const told = (['audited', 'denied'] as const)
    .filter((verdict) => counts[verdict] > 0)
    .map((verdict) => `${countText(counts[verdict])} ${verdict}`);
  const seen = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const flows = seen === 0 ? 'no flows' : countOf(seen, 'flow');
  const apart = told.length === 0 ? '' : ` (${told.join(', ')})`;
  return `seen ${flows}${apart} in ${spokenDuration(elapsedMs)}; the same again: ${command}`;
}
