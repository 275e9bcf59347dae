/** Columns of the tabs that fold flows into conversations: titles, looks and texts of their cells. */

import type { Timestamp } from '../../base/time/timestamp.ts';
import { verdictClasses, type VerdictClass } from '../../flow/verdict-class.ts';
import type { ConversationRow, GroupColumn, SortColumn } from '../state/readers.ts';
import { groupColumns } from '../state/table-columns.ts';
import { countText } from '../text/amounts.ts';
import type { ClockText } from '../text/clock-text.ts';
import type { Glyphs } from '../theme/tones.ts';
import type { TableCell, TableColumn } from './table-lines.ts';

/** What group columns are called over the table, and in the line that tells the grouping. */
const groupWords: Readonly<Record<GroupColumn, { readonly title: string; readonly words: string }>> = {
  source: { title: 'WHO', words: 'source workload' },
  'source-namespace': { title: 'FROM NS', words: 'source namespace' },
  destination: { title: 'WHOM', words: 'destination workload' },
  'destination-namespace': { title: 'TO NS', words: 'destination namespace' },
  port: { title: 'PORT', words: 'port' },
  verdict: { title: 'VERDICT', words: 'verdict' },
  direction: { title: 'DIRECTION', words: 'direction' },
  node: { title: 'NODE', words: 'node' },
  policy: { title: 'POLICY', words: 'policy' },
};

/** Returns what a group column is in words: `source workload`. */
export function groupName(column: GroupColumn): string {
  return groupWords[column].words;
}

const otherTitles: Readonly<Record<'total' | 'first' | 'last' | 'rate' | 'whom', string>> = {
  total: 'FLOWS',
  first: 'FIRST',
  last: 'LAST',
  rate: 'RATE',
  whom: 'FOR WHOM',
};

/** What goes first where the screen is narrow. */
const dropRanks: Readonly<Partial<Record<SortColumn, number>>> = {
  first: 1,
  rate: 2,
  last: 3,
  total: 4,
  error: 5,
  undecided: 6,
};

/** Groups whose texts are made by people and can be long. */
const namedGroups: ReadonlySet<SortColumn> = new Set([
  'source',
  'source-namespace',
  'destination',
  'destination-namespace',
  'node',
  'policy',
  'whom',
]);

function isGroup(column: SortColumn): column is GroupColumn {
  return groupColumns.some((name) => name === column);
}

function isVerdict(column: SortColumn): column is VerdictClass {
  return verdictClasses.some((name) => name === column);
}

/** Spans of time a sparkline shows. */
const sparkWidth = 8;
/** Cells of a count, so that the table does not tremble while numbers grow. */
const countWidth = 5;

function titleOf(column: SortColumn, glyphs: Glyphs): string {
  if (isVerdict(column)) return glyphs.verdicts[column];
  if (!isGroup(column)) return otherTitles[column];
  return groupWords[column].title;
}

function leastWidth(column: SortColumn): number {
  if (isVerdict(column) || column === 'total') return countWidth;
  if (column === 'rate') return sparkWidth;
  return column === 'first' || column === 'last' ? 8 : 1;
}

/** Returns a column as the table draws it. */
export function tableColumn(column: SortColumn, glyphs: Glyphs): TableColumn {
  const rank = dropRanks[column];
  return {
    name: column,
    title: titleOf(column, glyphs),
    align: isVerdict(column) || column === 'total' ? 'right' : 'left',
    atLeast: leastWidth(column),
    isName: namedGroups.has(column),
    losesEnd: column === 'whom',
    ...(column === 'destination' ? { prefix: `${glyphs.arrow} ` } : {}),
    ...(rank === undefined ? {} : { dropRank: rank }),
  };
}

/** Returns the heights of the last spans, the newest at the right, each against the greatest of them. */
export function sparkline(recent: readonly number[], { bars }: Pick<Glyphs, 'bars'>): string {
  const most = Math.max(1, ...recent);
  const heights = recent.slice(-sparkWidth).map((count) => Math.max(0, Math.ceil((count / most) * bars.length) - 1));
  return heights.map((height) => bars[height] ?? '').join('');
}

/** What cells are made with. */
export interface CellContext {
  readonly groupBy: readonly GroupColumn[];
  readonly glyphs: Glyphs;
  readonly clock: ClockText;
  readonly now: Timestamp;
}

function groupCell(column: GroupColumn, row: ConversationRow, { groupBy }: CellContext): TableCell {
  const text = row.groups[groupBy.indexOf(column)] ?? '';
  if (column === 'policy') return { text: text === '' ? 'none' : text };
  // The kernel tells no ports of some protocols.
  if (column === 'port') return { text: text.replace(/^0\//, '') };
  const verdict = verdictClasses.find((name) => column === 'verdict' && name === text.toLowerCase());
  return verdict === undefined ? { text } : { text, tone: verdict };
}

/** Returns the cell of a conversation in a column. */
export function conversationCell(column: SortColumn, row: ConversationRow, context: CellContext): TableCell {
  if (isGroup(column)) return groupCell(column, row, context);
  if (isVerdict(column)) {
    const count = row.counts[column];
    return { text: countText(count), tone: count === 0 ? 'dim' : column };
  }
  switch (column) {
    case 'total':
      return { text: countText(row.total) };
    case 'first':
      return { text: context.clock.onDay(row.first, context.now) };
    case 'last':
      return { text: context.clock.onDay(row.last, context.now) };
    case 'rate':
      return { text: sparkline(row.recent, context.glyphs) };
    case 'whom':
      return { text: row.whom.join(', ') };
    default:
      return column satisfies never;
  }
}
