/** One line of the flow table. */

import { timePiece, type Cell, type CellPiece, type FlowCells } from '../columns/flow-cells.ts';
import type { ColumnPlan } from '../columns/column-plan.ts';
import { sinceText } from '../columns/time-cell.ts';
import { isSameRow, type VisibleRow } from '../flow-rows.ts';
import type { ScreenSettings, Snapshot } from '../screen.ts';
import type { GapEntry, MarkerEntry } from '../state/timeline-entry.ts';
import { cleanLine } from '../text/clean.ts';
import { clockOf } from '../text/clock-text.ts';
import { blanks, fit, shorten } from '../text/fit.ts';
import { textWidth } from '../text/width.ts';
import type { ScreenTone } from '../theme/tones.ts';
import { drawn, drawnSlice, highlighted, type Highlight, type LinePiece } from './table-pieces.ts';
import type { Timestamp } from '../../base/time/timestamp.ts';

/** What all lines of one frame share. */
export interface RowFrame {
  readonly snapshot: Snapshot;
  readonly settings: ScreenSettings;
  readonly plan: ColumnPlan;
  readonly cells: FlowCells;
  /** Cells of the line. */
  readonly columns: number;
  /** Cells all but the first column are scrolled to the left. */
  readonly offset: number;
  readonly cursor: VisibleRow | undefined;
  readonly sought: Highlight;
}

/** Tells whether a row carries a mark: one of its own, or one of the range that is being made. */
function isMarked({ snapshot, cursor }: RowFrame, row: VisibleRow): boolean {
  const { marks, rangeFrom } = snapshot.ui.flows;
  const { seq } = row.entry;
  if (row.member !== undefined) return false;
  if (marks.has(seq)) return true;
  if (rangeFrom === undefined || cursor === undefined) return false;
  return seq >= Math.min(rangeFrom, cursor.entry.seq) && seq <= Math.max(rangeFrom, cursor.entry.seq);
}

function gutter(frame: RowFrame, row: VisibleRow): string {
  const { theme } = frame.settings;
  return isSameRow(frame.cursor, row) ? theme.paint('selected-row', theme.glyphs.cursor) : ' ';
}

function markSlot(frame: RowFrame, row: VisibleRow): string {
  const { theme } = frame.settings;
  return isMarked(frame, row) ? theme.paint('mark', theme.glyphs.mark) : ' ';
}

type Look = LinePiece['look'];

function toneLook(frame: RowFrame, tone: ScreenTone): (text: string) => string {
  return (text) => frame.settings.theme.paint(tone, text);
}

/** Returns the look a piece has of itself. */
function ownLook(frame: RowFrame, row: VisibleRow, piece: CellPiece): Look {
  const { theme } = frame.settings;
  const { entry } = row;
  if (entry.kind === 'flow' && entry.isAcknowledged) return toneLook(frame, 'dim');
  const { verdict, endpoint } = piece;
  if (verdict !== undefined) {
    const isNew = entry.kind === 'flow' && entry.isNewEdge && row.member === undefined;
    return (text) => (isNew ? theme.paint('strong', theme.paint(verdict, text)) : theme.paint(verdict, text));
  }
  if (endpoint === undefined || !frame.snapshot.ui.hasEndpointColors) return undefined;
  return (text) => theme.paintEndpoint(endpoint, text);
}

/** Returns the look of a piece on its row: that of the cursor around its own. */
function lookOf(frame: RowFrame, row: VisibleRow, piece: CellPiece): Look {
  const own = ownLook(frame, row, piece);
  if (!isSameRow(frame.cursor, row)) return own;
  const isSelected = piece.column !== undefined && piece.column === frame.plan.selected;
  const around = toneLook(frame, isSelected ? 'selected-cell' : 'selected-row');
  if (own === undefined) return around;
  return isSelected ? (text) => around(own(text)) : own;
}

/** Returns the cell of a time that changes from frame to frame. */
function sinceCell(frame: RowFrame, width: number, time: Timestamp | undefined, before: Timestamp | undefined): Cell {
  const { plan, settings, snapshot } = frame;
  if (plan.timeStyle === 'absolute') return [];
  const text = sinceText({ time, before, now: snapshot.now }, plan.timeStyle);
  return [timePiece(text, width, settings.theme.glyphs.ellipsis)];
}

function timeOf({ entry, member }: VisibleRow): Timestamp | undefined {
  if (entry.kind !== 'flow') return entry.time;
  return member === undefined ? entry.first.time : entry.members[member]?.time;
}

function cellsOf(frame: RowFrame, row: VisibleRow): readonly Cell[] {
  const { entry, member } = row;
  if (entry.kind !== 'flow') return [];
  const seen = member === undefined ? undefined : entry.members[member];
  if (seen !== undefined) return frame.cells.member(seen, frame.plan);
  return frame.cells.entry(entry, frame.plan, frame.snapshot.ui.flows.expanded.has(entry.seq));
}

/** Returns the line of cells: the first column stays, the others scroll. */
function cellsLine(
  frame: RowFrame,
  ends: { readonly gutter: string; readonly slot: string },
  cells: readonly (readonly LinePiece[])[],
): string {
  const { plan, columns, offset } = frame;
  const [firstCell = [], ...others] = cells;
  const frozen = 2 + (plan.columns[0]?.width ?? 0);
  const between = (index: number): LinePiece => {
    const width = index === 0 ? plan.gap - 1 : plan.gap;
    return { text: blanks(width), width, look: undefined };
  };
  const rest = others.flatMap((cell, index) => [between(index), ...cell]);
  const first = firstCell.map(drawn).join('');
  if (columns < frozen) return ends.gutter + drawnSlice(firstCell, 0, columns - 1);
  return ends.gutter + first + ends.slot + drawnSlice(rest, offset, offset + columns - frozen);
}

function flowLine(frame: RowFrame, row: VisibleRow, before: Timestamp | undefined): string {
  const made = cellsOf(frame, row);
  const match = toneLook(frame, 'match');
  const isSince = frame.plan.timeStyle !== 'absolute';
  const cells = frame.plan.columns.map(({ name, width }, index) => {
    const cell = name === 'time' && isSince ? sinceCell(frame, width, timeOf(row), before) : (made[index] ?? []);
    const pieces = cell.map((piece) => ({ text: piece.text, width: piece.width, look: lookOf(frame, row, piece) }));
    return name === 'time' ? pieces : highlighted(pieces, frame.sought, match);
  });
  return cellsLine(frame, { gutter: gutter(frame, row), slot: markSlot(frame, row) }, cells);
}

function eventLine(frame: RowFrame, row: VisibleRow, entry: MarkerEntry | GapEntry): string {
  const { settings, columns } = frame;
  const { glyphs, isAscii } = settings.theme;
  const time = clockOf(settings).ofDay(entry.time);
  const said = `${glyphs.line}${glyphs.line} ${time === '' ? '' : `${time}  `}${cleanLine(entry.text, isAscii)} `;
  const text = shorten(said, columns - 1, 'end', glyphs.ellipsis);
  const line = text + glyphs.line.repeat(Math.max(0, columns - 1 - textWidth(text)));
  const tone = toneLook(frame, entry.kind === 'gap' ? 'gap' : 'marker');
  const look: Look = isSameRow(frame.cursor, row) ? (part) => toneLook(frame, 'selected-row')(tone(part)) : tone;
  const pieces = highlighted([{ text: line, width: columns - 1, look }], frame.sought, toneLook(frame, 'match'));
  return gutter(frame, row) + pieces.map(drawn).join('');
}

/** Returns the line of a row in exactly `frame.columns` cells; `before` is the time of the row above, for times that tell the difference. */
export function rowLine(frame: RowFrame, row: VisibleRow, before: Timestamp | undefined): string {
  return row.entry.kind === 'flow' ? flowLine(frame, row, before) : eventLine(frame, row, row.entry);
}

/** Returns the time of a row. */
export function rowTime(row: VisibleRow | undefined): Timestamp | undefined {
  return row === undefined ? undefined : timeOf(row);
}

/** Returns the line over the rows: the titles, the selected one told from the others, and what lies out of sight. */
export function headLine(frame: RowFrame): string {
  const { plan, settings, columns, offset } = frame;
  const { glyphs } = settings.theme;
  const cells = plan.columns.map(({ name, title, width }) => {
    const isSelected = name === plan.selected || (name === 'flow' && plan.merged.some((one) => one === plan.selected));
    const mark = name === 'time' ? ` ${glyphs.sortUp}` : '';
    const text = fit(textWidth(title + mark) <= width ? title + mark : title, width, 'end', glyphs.ellipsis);
    const shown = text.trimEnd();
    const look = toneLook(frame, isSelected ? 'selected-head' : 'column-head');
    const wide = textWidth(shown);
    return [
      { text: shown, width: wide, look },
      { text: blanks(width - wide), width: width - wide, look: undefined },
    ];
  });
  const widest = plan.columns.reduce((sum, { width }) => sum + width + plan.gap, 1 - plan.gap);
  const isMoreRight = plan.dropped.length > 0 || widest - offset > columns;
  const slot = offset > 0 ? glyphs.moreLeft : ' ';
  if (!isMoreRight) return cellsLine(frame, { gutter: ' ', slot }, cells);
  return cellsLine({ ...frame, columns: columns - 1 }, { gutter: ' ', slot }, cells) + glyphs.moreRight;
}
