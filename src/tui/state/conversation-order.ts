/** The order of conversation rows. */

import { timestampToMs, type Timestamp } from '../../base/time/timestamp.ts';
import { verdictClasses } from '../../flow/verdict-class.ts';
import type { ConversationQuery, ConversationRow } from './readers.ts';

/** What a row is sorted by: a number, or a text where there is none. */
interface SortKey {
  readonly number: number;
  readonly text: string;
}

function byNumber(number: number): SortKey {
  return { number, text: '' };
}

function byTime(time: Timestamp | undefined): SortKey {
  return byNumber(time === undefined ? -Infinity : timestampToMs(time));
}

function byGroupText(column: string, text: string): SortKey {
  if (column === 'port') return { number: Number.parseInt(text, 10) || 0, text };
  // The worst first, as everywhere else.
  if (column === 'verdict') return byNumber(verdictClasses.findIndex((verdict) => verdict === text));
  return { number: 0, text };
}

function sortKey(row: ConversationRow, { groupBy, sortBy }: ConversationQuery): SortKey {
  switch (sortBy) {
    case 'total':
      return byNumber(row.total);
    case 'first':
      return byTime(row.first);
    case 'last':
      return byTime(row.last);
    case 'rate':
      return byNumber(row.recent.reduce((sum, count) => sum + count, 0));
    case 'whom':
      return { number: 0, text: row.whom[0] ?? '' };
    case 'denied':
    case 'audited':
    case 'allowed':
    case 'undecided':
    case 'error':
      return byNumber(row.counts[sortBy]);
    default: {
      const index = groupBy.indexOf(sortBy);
      return byGroupText(sortBy, row.groups[index] ?? '');
    }
  }
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function compareKeys(a: SortKey, b: SortKey): number {
  // Two that are equally infinite are equal.
  const numbers = a.number === b.number ? 0 : a.number - b.number;
  return numbers || compareTexts(a.text, b.text);
}

function stopped({ counts }: ConversationRow): number {
  return counts.denied + counts.audited;
}

/** Returns the rows in the order of `before`, those that are new at the end: sorting what is sorted nearly is quick. */
function inOrderOf(before: readonly ConversationRow[], rows: readonly ConversationRow[]): readonly ConversationRow[] {
  if (before.length === 0) return rows;
  const byKey = new Map(rows.map((row) => [row.key, row]));
  const ordered: ConversationRow[] = [];
  for (const { key } of before) {
    const row = byKey.get(key);
    if (row === undefined) continue;
    ordered.push(row);
    byKey.delete(key);
  }
  return [...ordered, ...byKey.values()];
}

/**
 * Returns the rows sorted as the query says. `before` is an earlier answer to it, if there is one. Rows that are equal there come by what was or would be denied, most first, by
 * their total, and then by their key, so that no row jumps without a reason. A column that is not among the groups leaves it at that.
 */
export function sortedRows(
  rows: readonly ConversationRow[],
  query: ConversationQuery,
  before: readonly ConversationRow[] = [],
): readonly ConversationRow[] {
  const sign = query.isDescending ? -1 : 1;
  return inOrderOf(before, rows)
    .map((row) => ({ row, by: sortKey(row, query) }))
    .toSorted(
      (a, b) =>
        sign * compareKeys(a.by, b.by) ||
        stopped(b.row) - stopped(a.row) ||
        b.row.total - a.row.total ||
        compareTexts(a.row.key, b.row.key),
    )
    .map(({ row }) => row);
}
