/** The choosers: of the columns of the flow table, and of what tables are folded by. */

import { initialColumns, initialTables } from '../initial-state.ts';
import { only, say, within, type ReduceContext, type Reduced } from '../reduced.ts';
import { groupChoices } from '../table-columns.ts';
import type { ColumnChoice, UiState } from '../ui-state.ts';
import { foldBy, isTableTab, toggleGroup, type TableTab } from './tables.ts';

/** Cells a column may have, and how they change. */
const columnWidths = { least: 4, most: 120, first: 16, step: 2 };

/** Opens the chooser of the tab. */
export function openChooser(ui: UiState): Reduced {
  return only({ ...ui, overlay: { kind: isTableTab(ui.tab) ? 'groups' : 'columns', selected: 0 } });
}

function choiceCount(ui: UiState): number {
  return ui.overlay?.kind === 'groups' ? groupChoices(ui.tables.top).length : ui.columns.length;
}

function selectedChoice(ui: UiState): number {
  const { overlay } = ui;
  return overlay?.kind === 'columns' || overlay?.kind === 'groups' ? overlay.selected : 0;
}

function selectChoice(ui: UiState, index: number): UiState {
  const { overlay } = ui;
  if (overlay?.kind !== 'columns' && overlay?.kind !== 'groups') return ui;
  return { ...ui, overlay: { ...overlay, selected: within(index, 0, choiceCount(ui) - 1) } };
}

/** Selects the choice so many further down. */
export function moveChoice(ui: UiState, steps: number): Reduced {
  return only(selectChoice(ui, selectedChoice(ui) + steps));
}

function withColumns(ui: UiState, columns: readonly ColumnChoice[]): UiState {
  return { ...ui, columns, column: 0 };
}

function changeColumn(ui: UiState, change: (column: ColumnChoice) => ColumnChoice): UiState {
  const selected = selectedChoice(ui);
  return withColumns(
    ui,
    ui.columns.map((column, index) => (index === selected ? change(column) : column)),
  );
}

function toggleColumn(ui: UiState, context: ReduceContext): Reduced {
  const shown = ui.columns.filter(({ isShown }) => isShown);
  const isLast = shown.length === 1 && ui.columns[selectedChoice(ui)]?.isShown === true;
  if (isLast) return say(ui, 'one column has to stay', context);
  return only(changeColumn(ui, (column) => ({ ...column, isShown: !column.isShown })));
}

function tableTab(ui: UiState): TableTab | undefined {
  return ui.overlay?.kind === 'groups' && isTableTab(ui.tab) ? ui.tab : undefined;
}

/** Takes the selected choice in or out; the selection goes where the choice goes. */
export function toggleChoice(ui: UiState, context: ReduceContext): Reduced {
  const tab = tableTab(ui);
  if (tab === undefined) return ui.overlay?.kind === 'columns' ? toggleColumn(ui, context) : only(ui);
  const chosen = groupChoices(ui.tables[tab])[selectedChoice(ui)];
  const toggled = toggleGroup(ui, tab, selectedChoice(ui), context);
  const index = groupChoices(toggled.ui.tables[tab]).findIndex((name) => name === chosen);
  return { ...toggled, ui: selectChoice(toggled.ui, index) };
}

function swapped<T>(list: readonly T[], from: number, to: number): readonly T[] {
  const moved = list[from];
  if (moved === undefined || to < 0 || to >= list.length) return list;
  return list.toSpliced(from, 1).toSpliced(to, 0, moved);
}

/** Moves the selected choice one place earlier (-1) or later (1). */
export function shiftChoice(ui: UiState, step: 1 | -1): Reduced {
  const selected = selectedChoice(ui);
  const tab = tableTab(ui);
  if (tab !== undefined) {
    const moved = swapped(ui.tables[tab].groupBy, selected, selected + step);
    return only(moved === ui.tables[tab].groupBy ? ui : selectChoice(foldBy(ui, tab, moved), selected + step));
  }
  if (ui.overlay?.kind !== 'columns') return only(ui);
  const moved = swapped(ui.columns, selected, selected + step);
  return only(moved === ui.columns ? ui : selectChoice(withColumns(ui, moved), selected + step));
}

/** Makes the selected column narrower or wider than the layout would. */
export function resizeChoice(ui: UiState, step: 1 | -1): Reduced {
  if (ui.overlay?.kind !== 'columns') return only(ui);
  const { least, most, first, step: cells } = columnWidths;
  const resized = (width = first): number => within(width + step * cells, least, most);
  return only(changeColumn(ui, (column) => ({ ...column, width: resized(column.width) })));
}

/** Puts the columns, or the groups and the sorting, back to what they were before anybody chose. */
export function resetChoices(ui: UiState): Reduced {
  const tab = tableTab(ui);
  if (tab !== undefined) {
    return only(selectChoice({ ...ui, column: 0, tables: { ...ui.tables, [tab]: initialTables[tab] } }, 0));
  }
  return only(ui.overlay?.kind === 'columns' ? selectChoice(withColumns(ui, initialColumns), 0) : ui);
}
