/** Columns of the tabs that are tables of conversations: those they are folded by, then what is counted. */

import type { GroupColumn, SortColumn } from './readers.ts';
import type { TableState } from './ui-state.ts';

/** All columns conversations can be folded by, in their default order. */
export const groupColumns: readonly GroupColumn[] = [
  'source',
  'source-namespace',
  'destination',
  'destination-namespace',
  'port',
  'verdict',
  'direction',
  'node',
  'policy',
];

/** Columns after the groups, by tab. */
export const countColumns = {
  top: ['audited', 'denied', 'allowed', 'first', 'last', 'rate'],
  policies: ['audited', 'denied', 'allowed', 'total', 'whom', 'last'],
} as const satisfies Record<'top' | 'policies', readonly SortColumn[]>;

/** Returns the columns of a table from left to right; the selected column is an index into them. */
export function tableColumns(tab: 'top' | 'policies', table: TableState): readonly SortColumn[] {
  return [...table.groupBy, ...countColumns[tab]];
}

/** Returns what the chooser of groups lists: the chosen columns in their order, then the others. */
export function groupChoices(table: TableState): readonly GroupColumn[] {
  return [...table.groupBy, ...groupColumns.filter((column) => !table.groupBy.includes(column))];
}
