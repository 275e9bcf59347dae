/** Keys that move: what they move depends on what has the focus. */

import { keyContext } from '../../keys/key-context.ts';
import { only, type ReduceContext, type Reduced } from '../reduced.ts';
import type { UiState } from '../ui-state.ts';
import { moveChoice } from './choosers.ts';
import { flowPageRows, moveCursor, moveToFirst, moveToLast } from './flow-cursor.ts';
import { layoutOf } from '../../layout.ts';
import { overlayPageRows, scrollOverlay } from './help.ts';
import { moveInMenu } from './menus.ts';
import { detailPageRows, moveBar, scrollDetail, scrolledBy } from './panes.ts';
import { moveRow, moveToEnd, tablePageRows } from './tables.ts';

/** More rows than there ever are. */
const all = Number.MAX_SAFE_INTEGER;

function scrollNodes(ui: UiState, to: number, context: ReduceContext): Reduced {
  return only({ ...ui, nodesScroll: scrolledBy(ui, 'nodes', to, context) });
}

/** Moves by rows, downwards where positive. */
export function moveBy(ui: UiState, rows: number, context: ReduceContext): Reduced {
  const focus = keyContext(ui);
  switch (focus) {
    case 'flows':
    case 'histogram':
      return moveCursor(ui, rows, context);
    case 'top':
    case 'policies':
      return moveRow(ui, focus, rows, context);
    case 'nodes':
      return scrollNodes(ui, ui.nodesScroll + rows, context);
    case 'detail':
      return scrollDetail(ui, ui.detail.scroll + rows, context);
    case 'columns':
    case 'groups':
      return moveChoice(ui, rows);
    case 'help':
    case 'filter-forms':
      return scrollOverlay(ui, rows, context);
    case 'menu':
      return moveInMenu(ui, rows < 0 ? -1 : 1);
    default:
      return only(ui);
  }
}

/** Returns how many rows of what has the focus are on the screen. */
export function pageRows(ui: UiState): number {
  switch (keyContext(ui)) {
    case 'top':
    case 'policies':
      return tablePageRows(ui);
    case 'detail':
      return detailPageRows(ui);
    case 'help':
    case 'filter-forms':
      return overlayPageRows(ui);
    case 'nodes':
      return bodyRows(ui);
    default:
      return flowPageRows(ui);
  }
}

function bodyRows(ui: UiState): number {
  const layout = layoutOf(ui);
  return layout.kind === 'screen' ? Math.max(1, layout.body.rows) : 1;
}

/** Moves to the first row of what has the focus. */
export function moveFirst(ui: UiState, context: ReduceContext): Reduced {
  const focus = keyContext(ui);
  if (focus === 'flows') return moveToFirst(ui, context);
  if (focus === 'top' || focus === 'policies') return moveToEnd(ui, focus, 'first', context);
  return focus === 'histogram' ? moveBar(ui, -all, context) : moveBy(ui, -all, context);
}

/** Moves to the last row of what has the focus; the flow table follows from there. */
export function moveLast(ui: UiState, context: ReduceContext): Reduced {
  const focus = keyContext(ui);
  if (focus === 'flows') return moveToLast(ui);
  if (focus === 'top' || focus === 'policies') return moveToEnd(ui, focus, 'last', context);
  return focus === 'histogram' ? moveBar(ui, all, context) : moveBy(ui, all, context);
}
