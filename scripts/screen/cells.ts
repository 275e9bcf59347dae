/** Cells of a terminal as data: the text and how it looks, by numbers of the palette of 16. */

import type { IBuffer, IBufferCell } from '@xterm/headless';

/** How a cell looks. */
export interface CellLook {
  /** Number in the palette, 0 to 15; undefined is the terminal's own. */
  readonly color: number | undefined;
  readonly background: number | undefined;
  readonly isBold: boolean;
  readonly isDim: boolean;
  readonly isInverse: boolean;
  readonly isUnderlined: boolean;
  readonly isStruck: boolean;
}

/** A cell. */
export interface Cell extends CellLook {
  /** A character as people see it; a blank where there is none. */
  readonly text: string;
  /** Cells it takes: 1 or 2. */
  readonly width: number;
}

function cellOf(cell: IBufferCell): Cell {
  return {
    text: cell.getChars() === '' ? ' ' : cell.getChars(),
    width: cell.getWidth(),
    color: cell.isFgDefault() ? undefined : cell.getFgColor(),
    background: cell.isBgDefault() ? undefined : cell.getBgColor(),
    isBold: cell.isBold() !== 0,
    isDim: cell.isDim() !== 0,
    isInverse: cell.isInverse() !== 0,
    isUnderlined: cell.isUnderline() !== 0,
    isStruck: cell.isStrikethrough() !== 0,
  };
}

/** Returns the rows of a terminal's screen, from the top. The second half of a wide character is no cell of its own. */
export function cellsOf(
  buffer: IBuffer,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): readonly (readonly Cell[])[] {
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_cell, column) => buffer.getLine(row)?.getCell(column))
      .filter((cell) => cell !== undefined)
      .map(cellOf)
      .filter(({ width }) => width > 0),
  );
}

/** Returns the screen as text, without blanks at the ends of lines. */
export function textOf(rows: readonly (readonly Cell[])[]): string {
  return rows
    .map((cells) =>
      cells
        .map(({ text }) => text)
        .join('')
        .trimEnd(),
    )
    .join('\n');
}
