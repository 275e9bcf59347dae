/** A table with a selected row and column, a sorted column and a line at its foot: the top and policies tabs. */

import type { Region } from '../layout.ts';
import { clean } from '../text/clean.ts';
import { fitEndpoint, type EndpointName } from '../text/endpoint.ts';
import { fit, fitRight, slice } from '../text/fit.ts';
import { textWidth } from '../text/width.ts';
import type { ScreenTone, Theme } from '../theme/tones.ts';
import { lineOf, paintLine, type Span, type SpanLine } from './spans.ts';
import { fitColumns, type ColumnNeed, type ColumnWidths } from './table-widths.ts';

/** A column of a table. */
export interface TableColumn {
  /** Tells it from the others. */
  readonly name: string;
  readonly title: string;
  readonly align: 'left' | 'right';
  /** Cells it has at least, where there is room: keeps a table of running numbers from trembling. */
  readonly atLeast: number;
  /** Names of the form `namespace/name` give cells; other columns keep their width. */
  readonly isName: boolean;
  /** Loses its end where it is too long: for lists of names. A single name loses what tells least. */
  readonly losesEnd?: boolean;
  /** Stands before the title and every text, and is never cut. */
  readonly prefix?: string;
  /** The lowest goes first where the screen is narrow. */
  readonly dropRank?: number;
}

/** A cell; the text may still hold anything. */
export interface TableCell {
  readonly text: string;
  readonly tone?: ScreenTone;
}

/** A table. */
export interface TableView {
  readonly columns: readonly TableColumn[];
  readonly rowCount: number;
  /** Returns the cells of a row in the order of the columns; asked for rows that are seen only. */
  readonly cellsOf: (row: number) => readonly TableCell[];
  /** Index of the first row that is seen, before it is moved to where the selected one is. */
  readonly top: number;
  readonly selectedRow: number | undefined;
  /** Name of the selected column. */
  readonly selectedColumn: string | undefined;
  readonly sort: { readonly name: string; readonly isDescending: boolean };
  /** Columns as wide as their texts, `sideways` cells of them out of sight. */
  readonly isWide: boolean;
  readonly sideways: number;
  /** Stands where rows would be when there are none. */
  readonly empty: string;
  readonly foot: SpanLine;
}

/** Cells of a name: the least, what it has before other columns go, and the most without `isWide`. */
const nameWidths = { least: 6, fair: 16, most: 44 };
/** Below so many cells one blank stands between columns, else two. */
const roomy = 80;

/** Returns the index of the first row that is seen: `top`, moved so that the selected row is in sight. */
export function firstRow(view: Pick<TableView, 'rowCount' | 'top' | 'selectedRow'>, rows: number): number {
  const most = Math.max(0, view.rowCount - rows);
  const top = Math.max(0, Math.min(view.top, most));
  const selected = view.selectedRow;
  if (selected === undefined || rows <= 0) return top;
  if (selected < top) return selected;
  return selected >= top + rows ? Math.min(most, selected - rows + 1) : top;
}

interface DrawnRow {
  readonly index: number;
  readonly cells: readonly TableCell[];
}

/** What drawing needs besides the view itself. */
interface Drawing {
  readonly view: TableView;
  readonly widths: ColumnWidths;
  readonly gap: string;
  readonly theme: Theme;
}

function titleOf(column: TableColumn, view: TableView, theme: Theme): string {
  if (view.sort.name !== column.name) return column.title;
  const sign = view.sort.isDescending ? theme.glyphs.sortDown : theme.glyphs.sortUp;
  return `${column.title}${sign}`;
}

function needOf(column: TableColumn, widest: number, isWide: boolean): ColumnNeed {
  const rank = column.dropRank === undefined ? {} : { dropRank: column.dropRank };
  if (!column.isName) return { width: widest, fair: widest, least: widest, ...rank };
  const width = isWide ? widest : Math.min(widest, nameWidths.most);
  return { width, fair: Math.min(width, nameWidths.fair), least: Math.min(width, nameWidths.least), ...rank };
}

function columnWidths(view: TableView, rows: readonly DrawnRow[], room: number, theme: Theme): ColumnWidths {
  const needs = view.columns.map((column, at) => {
    const texts = rows.map(({ cells }) => clean(cells[at]?.text ?? '', theme.isAscii));
    const widest =
      Math.max(...[titleOf(column, view, theme), ...texts].map(textWidth)) + textWidth(column.prefix ?? '');
    return needOf(column, room < roomy ? widest : Math.max(column.atLeast, widest), view.isWide);
  });
  const isFitted = !view.isWide && view.sideways === 0;
  return isFitted ? fitColumns(needs, room, room < roomy ? 1 : 2) : needs.map(({ width }) => width);
}

function endpointName(text: string): EndpointName {
  const parts = text.split('/');
  const [namespace = '', name = ''] = parts;
  return parts.length === 2 ? { namespace, name, port: '' } : { namespace: '', name: text, port: '' };
}

function fitCell(text: string, column: TableColumn, width: number, { glyphs, isAscii }: Theme): string {
  const { prefix = '' } = column;
  const whole = clean(text, isAscii);
  const room = width - textWidth(prefix);
  if (column.align === 'right') return fitRight(whole, width, glyphs.ellipsis);
  if (column.isName && column.losesEnd !== true) {
    // A remark in brackets, such as the kind of a policy, tells less than any part of the name.
    const name = textWidth(whole) > room ? whole.replace(/ \([^)]*\)$/, '') : whole;
    return prefix + fitEndpoint(endpointName(name), room, glyphs.ellipsis);
  }
  return prefix + fit(whole, room, 'end', glyphs.ellipsis);
}

function rowSpans(texts: readonly TableCell[], { view, widths, gap, theme }: Drawing): SpanLine {
  const spans: Span[] = [];
  for (const [at, column] of view.columns.entries()) {
    const width = widths[at];
    const cell = texts[at];
    if (width === undefined || cell === undefined) continue;
    if (spans.length > 0) spans.push({ text: gap });
    spans.push({ ...cell, text: fitCell(cell.text, column, width, theme) });
  }
  return spans;
}

/** Returns the line without its first `cells` cells. */
function withoutFirst(line: SpanLine, cells: number): SpanLine {
  let left = cells;
  return line.map((span) => {
    const width = textWidth(span.text);
    const cut = Math.min(left, width);
    left -= cut;
    return cut === 0 ? span : { ...span, text: slice(span.text, cut, width) };
  });
}

function headSpans(drawing: Drawing): SpanLine {
  const { view, theme } = drawing;
  const titles = view.columns.map((column): TableCell => ({
    text: titleOf(column, view, theme),
    tone: column.name === view.selectedColumn ? 'selected-head' : 'column-head',
  }));
  return rowSpans(titles, drawing);
}

function selectedCells(row: DrawnRow, view: TableView): readonly TableCell[] {
  if (row.index !== view.selectedRow) return row.cells;
  return row.cells.map((cell, at) => {
    const isHere = view.columns[at]?.name === view.selectedColumn;
    return { text: cell.text, tone: isHere ? 'selected-cell' : (cell.tone ?? 'selected-row') };
  });
}

function tableLine(mark: string, line: SpanLine, drawing: Drawing, columns: number): string {
  const scrolled = drawing.view.sideways === 0 ? line : withoutFirst(line, drawing.view.sideways);
  return mark + paintLine(scrolled, columns - 1, drawing.theme);
}

function bodyLines(rows: readonly DrawnRow[], drawing: Drawing, region: Region): readonly string[] {
  const { view, theme } = drawing;
  if (view.rowCount === 0) return [paintLine(lineOf(` ${view.empty}`, 'dim'), region.columns, theme)];
  return rows.map((row) => {
    const mark = row.index === view.selectedRow ? theme.paint('selected-row', theme.glyphs.cursor) : ' ';
    return tableLine(mark, rowSpans(selectedCells(row, view), drawing), drawing, region.columns);
  });
}

/** Returns the lines of a table, as many as the region has rows, each exactly as wide as it: head, rows, foot. */
export function tableLines(view: TableView, theme: Theme, region: Region): readonly string[] {
  if (region.rows === 0) return [];
  const rowsSeen = Math.max(0, region.rows - 2);
  const first = firstRow(view, rowsSeen);
  const count = Math.max(0, Math.min(rowsSeen, view.rowCount - first));
  const rows = Array.from({ length: count }, (_, at) => ({ index: first + at, cells: view.cellsOf(first + at) }));
  const widths = columnWidths(view, rows, region.columns - 1, theme);
  const drawing = { view, widths, theme, gap: ' '.repeat(region.columns - 1 < roomy ? 1 : 2) };
  const body = bodyLines(rows, drawing, region).slice(0, rowsSeen);
  const blank = ' '.repeat(region.columns);
  const filled = [...body, ...Array.from({ length: rowsSeen - body.length }, () => blank)];
  const foot = paintLine(view.foot, region.columns, theme);
  return [tableLine(' ', headSpans(drawing), drawing, region.columns), ...filled, foot].slice(0, region.rows);
}
