/** The tabs that are tables of conversations. The selection stays on its row however the order changes. */

import { layoutOf } from '../../layout.ts';
import type { ConversationRow, GroupColumn, SortColumn } from '../readers.ts';
import { only, say, within, type ReduceContext, type Reduced } from '../reduced.ts';
import { initialTables } from '../initial-state.ts';
import { groupChoices, groupColumns, tableColumns } from '../table-columns.ts';
import type { TabName, TableState, UiState } from '../ui-state.ts';
import { conversationLine } from '../row-text.ts';

/** A tab that is a table of conversations. */
export type TableTab = keyof UiState['tables'];

/** Returns whether a tab is a table of conversations. */
export function isTableTab(tab: TabName): tab is TableTab {
  return tab === 'top' || tab === 'policies';
}

/** Returns the state with changes of a table. */
export function withTable(ui: UiState, tab: TableTab, changes: Partial<TableState>): UiState {
  return { ...ui, tables: { ...ui.tables, [tab]: { ...ui.tables[tab], ...changes } } };
}

/** Returns the rows of a table, in its order. */
export function rowsOf(ui: UiState, tab: TableTab, { data }: Pick<ReduceContext, 'data'>): readonly ConversationRow[] {
  const { groupBy, sortBy, isDescending } = ui.tables[tab];
  return data.conversations.rows({ groupBy, sortBy, isDescending });
}

/** Returns how many rows of a table are on the screen, at least 1: it has a head, and a last line about its order. */
export function tablePageRows(ui: UiState): number {
  const layout = layoutOf(ui);
  return layout.kind === 'screen' ? Math.max(1, layout.table.rows - 2) : 1;
}

/** Returns the index of the selected row; that of the first while none is selected or it is gone. */
export function selectedIndex(rows: readonly ConversationRow[], { selected }: Pick<TableState, 'selected'>): number {
  if (selected === undefined) return 0;
  return Math.max(
    0,
    rows.findIndex(({ key }) => key === selected),
  );
}

/** Returns the selected row; the first while none is. */
export function selectedRow(
  ui: UiState,
  tab: TableTab,
  context: Pick<ReduceContext, 'data'>,
): ConversationRow | undefined {
  const rows = rowsOf(ui, tab, context);
  return rows[selectedIndex(rows, ui.tables[tab])];
}

function select(ui: UiState, tab: TableTab, index: number, context: ReduceContext): UiState {
  const rows = rowsOf(ui, tab, context);
  const page = tablePageRows(ui);
  const at = within(index, 0, Math.max(0, rows.length - 1));
  const top = within(within(ui.tables[tab].top, at - page + 1, at), 0, Math.max(0, rows.length - page));
  return withTable(ui, tab, { selected: rows[at]?.key, top });
}

/** Selects the row so many rows on. */
export function moveRow(ui: UiState, tab: TableTab, steps: number, context: ReduceContext): Reduced {
  const index = selectedIndex(rowsOf(ui, tab, context), ui.tables[tab]);
  return only(select(ui, tab, index + steps, context));
}

/** Selects the first row, whichever it is from now on, or the last. */
export function moveToEnd(ui: UiState, tab: TableTab, end: 'first' | 'last', context: ReduceContext): Reduced {
  if (end === 'first') return only(withTable(ui, tab, { selected: undefined, top: 0 }));
  return only(select(ui, tab, Number.MAX_SAFE_INTEGER, context));
}

/** Selects the row on a line of the table; 0 is the first under its head. */
export function selectLine(ui: UiState, tab: TableTab, line: number, context: ReduceContext): UiState {
  const index = ui.tables[tab].top + line;
  return line < 0 || index >= rowsOf(ui, tab, context).length ? ui : select(ui, tab, index, context);
}

/** What is looked for in a table. */
export interface RowSearch {
  readonly tab: TableTab;
  readonly step: 1 | -1;
  readonly hasText: (text: string) => boolean;
  readonly what: string;
}

/** Selects the next row with a text. */
export function moveToMatch(ui: UiState, { tab, step, hasText, what }: RowSearch, context: ReduceContext): Reduced {
  const rows = rowsOf(ui, tab, context);
  const from = selectedIndex(rows, ui.tables[tab]);
  for (let index = from + step; index >= 0 && index < rows.length; index += step) {
    const row = rows[index];
    if (row !== undefined && hasText(conversationLine(row))) return only(select(ui, tab, index, context));
  }
  return say(ui, `no ${what} ${step === 1 ? 'after' : 'before'} this row`, context);
}

/** Sorts by a column; by the same once more: the other way round. Counts and times begin with the most and the newest. */
export function orderBy(ui: UiState, tab: TableTab, column: SortColumn): UiState {
  const table = ui.tables[tab];
  const isText = groupColumns.some((name) => name === column) || column === 'whom';
  const isDescending = table.sortBy === column ? !table.isDescending : !isText;
  return withTable(ui, tab, { sortBy: column, isDescending, top: 0 });
}

/** Sorts by the selected column. */
export function sortBySelected(ui: UiState, context: ReduceContext): Reduced {
  if (!isTableTab(ui.tab)) return say(ui, 'flows stay in the order they came; tabs 2 and 3 can be sorted', context);
  const columns = tableColumns(ui.tab, ui.tables[ui.tab]);
  const column = columns[within(ui.column, 0, columns.length - 1)];
  return only(column === undefined ? ui : orderBy(ui, ui.tab, column));
}

/** Folds a table by other columns; the selection cannot stay. A table that was sorted by a group that is gone is sorted by its first. */
export function foldBy(ui: UiState, tab: TableTab, columns: readonly GroupColumn[]): UiState {
  const table = ui.tables[tab];
  const isLost = table.groupBy.some((name) => name === table.sortBy) && !columns.some((name) => name === table.sortBy);
  const sort = isLost ? { sortBy: initialTables[tab].sortBy, isDescending: true } : {};
  return withTable({ ...ui, column: 0 }, tab, { groupBy: columns, selected: undefined, top: 0, ...sort });
}

/** Takes the chosen group in or out; one has to stay. */
export function toggleGroup(ui: UiState, tab: TableTab, index: number, context: ReduceContext): Reduced {
  const { groupBy: chosen } = ui.tables[tab];
  const column = groupChoices(ui.tables[tab])[index];
  if (column === undefined) return only(ui);
  if (!chosen.includes(column)) return only(foldBy(ui, tab, [...chosen, column]));
  if (chosen.length === 1) return say(ui, 'rows have to be folded by one column at least', context);
  return only(
    foldBy(
      ui,
      tab,
      chosen.filter((name) => name !== column),
    ),
  );
}

/** Returns the state with `top` no further down than there are rows. */
export function settleTable(ui: UiState, tab: TableTab, context: Pick<ReduceContext, 'data'>): UiState {
  const { top } = ui.tables[tab];
  if (top === 0) return ui;
  const most = Math.max(0, rowsOf(ui, tab, context).length - tablePageRows(ui));
  return top > most ? withTable(ui, tab, { top: most }) : ui;
}
