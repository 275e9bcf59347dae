/** What is said at the end of reading files: which records could not be read, and which were no flows although they look like some. */

import type { SourceStatus } from '../../flow/observed-status.ts';
import { groupedText } from '../../output/number-text.ts';

type Counts = ReadonlyMap<string, bigint>;

function addUp(records: readonly (Readonly<Record<string, bigint>> | undefined)[]): Counts {
  const sums = new Map<string, bigint>();
  for (const counts of records) {
    for (const [reason, count] of Object.entries(counts ?? {})) sums.set(reason, (sums.get(reason) ?? 0n) + count);
  }
  return sums;
}

function total(counts: Iterable<bigint | undefined>): bigint {
  let sum = 0n;
  for (const count of counts) sum += count ?? 0n;
  return sum;
}

/** Returns `1 record` or `1,203 records`. */
function recordsText(count: bigint): string {
  return `${groupedText(count)} ${count === 1n ? 'record' : 'records'}`;
}

function rejectNotice(rejected: Counts, records: bigint): string {
  const reasons = Array.from(rejected).toSorted(([, a], [, b]) => (a === b ? 0 : b > a ? 1 : -1));
  const parts = reasons.map(([reason, count]) => `${reason} ${groupedText(count)}`);
  return `${groupedText(total(rejected.values()))} of ${recordsText(records)} could not be read: ${parts.join(', ')}`;
}

/**
 * Returns the notices about what `sources` counted, one line each without a line end: malformed records by reason, the most
 * frequent first; lines that a process forged into the kernel log; and that nothing was found where something was read.
 */
export function readingNotices(sources: readonly SourceStatus[]): readonly string[] {
  const records = total(sources.map((source) => source.records));
  const rejected = addUp(sources.map((source) => source.rejected));
  const skipped = addUp(sources.map((source) => source.skipped_by_reason));
  const forged = skipped.get('not from the kernel') ?? 0n;
  const foreign = skipped.get('no packet log') ?? 0n;
  const found = total(sources.flatMap(({ flows, lost }) => [flows, lost]));
  const notices: string[] = [];
  if (rejected.size > 0) notices.push(rejectNotice(rejected, records));
  if (forged > 0n) notices.push(`${recordsText(forged)} passed over: written by a process, not by the kernel`);
  if (found === 0n && rejected.size === 0 && foreign > 0n) {
    notices.push(`no packet log and no flow in ${recordsText(records)}`);
  }
  return notices;
}
