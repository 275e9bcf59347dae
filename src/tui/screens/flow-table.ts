/** The flows tab: the table of flows, and what happened between them. */

import { planColumns, sidewaysLimit } from '../columns/column-plan.ts';
import { createFlowCells, type FlowCells } from '../columns/flow-cells.ts';
import { cursorRow, rowBefore, tableBody, type VisibleRow } from '../flow-rows.ts';
import type { Region } from '../layout.ts';
import type { ScreenSettings, Snapshot } from '../screen.ts';
import { countOf, countText } from '../text/amounts.ts';
import { clean } from '../text/clean.ts';
import { clockOf } from '../text/clock-text.ts';
import { emptyTableLines } from './empty-table.ts';
import { headLine, rowLine, rowTime, type RowFrame } from './flow-row.ts';
import { lineOf, paintLine } from './spans.ts';
import { highlightOf } from './table-pieces.ts';

// Cells that were made once stay right for as long as their flow is held; they go with the settings they were made for.
const cellsBySettings = new WeakMap<ScreenSettings, FlowCells>();

function cellsOf(settings: ScreenSettings): FlowCells {
  const known = cellsBySettings.get(settings);
  if (known !== undefined) return known;
  const cells = createFlowCells(settings.theme, clockOf(settings));
  cellsBySettings.set(settings, cells);
  return cells;
}

function frameOf(snapshot: Snapshot, settings: ScreenSettings, columns: number): RowFrame {
  const { ui } = snapshot;
  const plan = planColumns(ui, columns);
  const sought = ui.flows.search === undefined ? undefined : clean(ui.flows.search, settings.theme.isAscii);
  return {
    snapshot,
    settings,
    plan,
    cells: cellsOf(settings),
    columns,
    offset: plan.style === 'free' ? Math.max(0, Math.min(ui.sideways, sidewaysLimit(plan, columns))) : 0,
    cursor: cursorRow(snapshot),
    sought: highlightOf(sought),
  };
}

function leftLine(left: number, { snapshot, settings, columns }: RowFrame): string {
  const { timeline } = snapshot.data;
  const text = ` ${countOf(left, 'older flow')} left: the view keeps the newest ${countText(timeline.heldFlows)}`;
  return paintLine(lineOf(text, 'dim'), columns, settings.theme);
}

function rowLines(frame: RowFrame, rows: readonly VisibleRow[]): readonly string[] {
  const isDelta = frame.plan.timeStyle === 'delta';
  return rows.map((row, index) => {
    const above = isDelta ? (rows[index - 1] ?? rowBefore(frame.snapshot, row)) : undefined;
    return rowLine(frame, row, rowTime(above));
  });
}

/**
 * Returns the table: its head, a line that tells of flows that left where those would be, and the rows. Where there is no
 * row it says why, and what to do. Every line has exactly the region's width.
 */
export function flowTableLines(snapshot: Snapshot, settings: ScreenSettings, region: Region): readonly string[] {
  const { columns, rows } = region;
  if (rows <= 0) return [];
  const frame = frameOf(snapshot, settings, columns);
  const body = tableBody(snapshot, rows - 1);
  const lines = [headLine(frame)];
  if (body.left !== undefined) lines.push(leftLine(body.left, frame));
  if (body.rows.length === 0)
    lines.push(...emptyTableLines(snapshot, settings, { columns, rows: rows - lines.length }));
  else lines.push(...rowLines(frame, body.rows));
  const blank = ' '.repeat(columns);
  while (lines.length < rows) lines.push(blank);
  return lines;
}
