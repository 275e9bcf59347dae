/** How many of the recorded cases hold, by category, and which are exempt. */

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const differences = resolve(import.meta.dirname, '../../docs/hubble-differences.md');
const heading = '## Recorded runs that differ';

/** Returns the exempt cases with their reasons: the rows of the table in docs/hubble-differences.md, the only place for them. */
export function exemptCases(): ReadonlyMap<string, string> {
  const [, section] = readFileSync(differences, 'utf8').split(`\n${heading}\n`);
  if (section === undefined) throw new Error(`docs/hubble-differences.md has no section "${heading}"`);
  const [table = ''] = section.split(/^## /m);
  return new Map(
    Array.from(table.matchAll(/^\| `([^`]+)` \| (.+?) \|$/gm), ([, name = '', reason = '']) => [name, reason]),
  );
}

/** What became of a case. */
export type CaseOutcome = 'equal' | 'exempt' | 'different';

/** Counts by category. */
export interface ConformanceCounts {
  add(category: string, outcome: CaseOutcome): void;
  /** Returns a line for every category and one for all, such as `conformance select: 24 of 24 equal`. */
  lines(): readonly string[];
}

type Tally = Record<CaseOutcome, number>;

function lineOf(category: string, { equal, exempt, different }: Tally): string {
  const all = equal + exempt + different;
  const rest = [...(exempt > 0 ? [`${exempt} exempt`] : []), ...(different > 0 ? [`${different} different`] : [])];
  return [`conformance ${category}: ${equal} of ${all} equal`, ...rest].join(', ');
}

/** Returns counts of nothing; `total` is the name of the last line. */
export function createConformanceCounts(total: string): ConformanceCounts {
  const tallies = new Map<string, Tally>();
  const tallyOf = (category: string): Tally => {
    const tally = tallies.get(category) ?? { equal: 0, exempt: 0, different: 0 };
    tallies.set(category, tally);
    return tally;
  };
  return {
    add: (category, outcome) => {
      tallyOf(category)[outcome] += 1;
    },
    lines: () => {
      const sum: Tally = { equal: 0, exempt: 0, different: 0 };
      for (const tally of tallies.values()) {
        for (const outcome of ['equal', 'exempt', 'different'] as const) sum[outcome] += tally[outcome];
      }
      const parts = [...tallies].toSorted(([a], [b]) => (a < b ? -1 : 1));
      return [...parts.map(([category, tally]) => lineOf(category, tally)), lineOf(total, sum)];
    },
  };
}

/** Writes the lines where the reporter of the tests leaves them alone. */
export function printCounts(counts: ConformanceCounts): void {
  process.stdout.write(`${counts.lines().join('\n')}\n`);
}
