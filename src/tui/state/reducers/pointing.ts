/** The mouse. */

import { cursorOn, rowAt } from '../../flow-rows.ts';
import { keyContext } from '../../keys/key-context.ts';
import { layoutOf } from '../../layout.ts';
import { only, type ReduceContext, type Reduced } from '../reduced.ts';
import type { UiState } from '../ui-state.ts';
import { editFilter } from './filter-editing.ts';
import { flowPageRows } from './flow-cursor.ts';
import { moveBy } from './moving.ts';
import { withFlows } from './stream.ts';
import { isTableTab, selectLine } from './tables.ts';

/** Selects the row that was clicked at, or edits the filter whose bar was. What lies over the screen takes no clicks. */
export function click(
  ui: UiState,
  at: { readonly column: number; readonly row: number },
  context: ReduceContext,
): Reduced {
  const layout = layoutOf(ui);
  if (layout.kind !== 'screen' || ui.start !== undefined || ui.overlay !== undefined) return only(ui);
  const line = at.row - layout.header.rows - layout.filterBar.rows;
  if (line < 0)
    return at.row >= layout.header.rows && ui.filter.editing === undefined ? editFilter(ui, '', context) : only(ui);
  if (line >= layout.table.rows || at.column >= layout.table.columns) return only(ui);
  if (isTableTab(ui.tab)) return only(selectLine(ui, ui.tab, line - 1, context));
  if (ui.tab !== 'flows') return only(ui);
  const row = rowAt({ ui, data: context.data }, flowPageRows(ui), line);
  return only(row === undefined ? ui : withFlows(ui, { cursor: cursorOn(row), isFollowing: false, sought: undefined }));
}

/** Moves what has the focus as keys do. */
export function turnWheel(ui: UiState, rows: number, context: ReduceContext): Reduced {
  const focus = keyContext(ui);
  return focus === 'menu' || focus === 'histogram' ? only(ui) : moveBy(ui, rows, context);
}
