/** How tables look: columns, times, colours. */

import { planColumns, sidewaysLimit } from '../../columns/column-plan.ts';
import { layoutOf } from '../../layout.ts';
import { only, say, told, withEffects, within, type ReduceContext, type Reduced } from '../reduced.ts';
import { tableColumns } from '../table-columns.ts';
import type { TimeStyle, UiState } from '../ui-state.ts';
import { isTableTab } from './tables.ts';

/** Cells scrolled at once. */
const sidewaysStep = 8;
/** Cells a table of conversations can be scrolled by at most; its names are cut at far less. */
const mostSideways = 400;

function columnCount(ui: UiState): number {
  if (isTableTab(ui.tab)) return tableColumns(ui.tab, ui.tables[ui.tab]).length;
  return ui.columns.filter(({ isShown }) => isShown).length;
}

/** Selects the column so many further to the right. */
export function moveColumn(ui: UiState, steps: number): Reduced {
  return only({ ...ui, column: within(ui.column + steps, 0, Math.max(0, columnCount(ui) - 1)) });
}

function mostCells(ui: UiState): number {
  const layout = layoutOf(ui);
  if (isTableTab(ui.tab) || layout.kind !== 'screen') return mostSideways;
  const { columns } = layout.table;
  // Scrolled, columns take the width they want: that is what there is to scroll through.
  return sidewaysLimit(planColumns({ ...ui, sideways: 1 }, columns), columns);
}

/** Scrolls the table sideways. */
export function scrollSideways(ui: UiState, step: 1 | -1): Reduced {
  return only({ ...ui, sideways: within(ui.sideways + step * sidewaysStep, 0, mostCells(ui)) });
}

const nextTimeStyle: Readonly<Record<TimeStyle, TimeStyle>> = {
  absolute: 'relative',
  relative: 'delta',
  delta: 'absolute',
};

const timeWords: Readonly<Record<TimeStyle, string>> = {
  absolute: 'time of day',
  relative: 'how long ago',
  delta: 'time since the row before',
};

/** Shows times in the next way. */
export function cycleTimeStyle(ui: UiState, context: ReduceContext): Reduced {
  const timeStyle = nextTimeStyle[ui.timeStyle];
  return say({ ...ui, timeStyle }, timeWords[timeStyle], context);
}

/** Gives columns the width of their texts, or fits them to the screen. */
export function toggleWide(ui: UiState): Reduced {
  return only({ ...ui, isWide: !ui.isWide, sideways: 0 });
}

/** Gives each endpoint a colour, or none. */
export function toggleEndpointColors(ui: UiState): Reduced {
  return only({ ...ui, hasEndpointColors: !ui.hasEndpointColors });
}

/** Turns the mouse on or off. */
export function toggleMouse(ui: UiState, context: ReduceContext): Reduced {
  const isOn = !ui.isMouseOn;
  const text = isOn ? 'mouse on: click and wheel; F2 gives selecting back to the terminal' : 'mouse off';
  return withEffects(told({ ...ui, isMouseOn: isOn }, text, context), { kind: 'mouse', isOn });
}
