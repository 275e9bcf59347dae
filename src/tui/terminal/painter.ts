/**
 * Rows of the screen, written where they stand. Ink lays text out cell by cell and measures every line several times: 50 rows of 200
 * cells that all change cost it 36 ms a frame, 44 % of a core at 12 frames a second, and a key waits as long. Rows come cut, padded
 * and painted, so here they are only compared and written: 2 % of a core for the same frames, components included.
 */

import type { TerminalOutput } from '../tui-options.ts';

/** What is between is shown at once (DEC private mode 2026); terminals that do not know it ignore it. */
const atOnce = { begin: '\u{1b}[?2026h', end: '\u{1b}[?2026l' } as const;

/** No wrapping at the right edge: a glyph that this terminal draws wider than we think must not move the rows below. */
const wrapping = { off: '\u{1b}[?7l', on: '\u{1b}[?7h' } as const;

const home = '\u{1b}[H';
const eraseLine = '\u{1b}[K';
const eraseDown = '\u{1b}[J';
const noLooks = '\u{1b}[m';

/** A surface of rows. */
export interface Painter {
  /** Says what a row, counted from 0, is to show. */
  put(row: number, line: string): void;
  /** Writes the rows that changed, in one piece. The screen has `rows` rows; what was put below them is forgotten. */
  flush(rows: number): void;
  /** Others wrote to the screen, or its size changed: the next `flush` erases it and writes every row. */
  forget(): void;
  /** Writes nothing any more, until `forget`: the terminal belongs to somebody else. */
  pause(): void;
}

function written(row: number, line: string): string {
  // The blanks at its end are there already, erased; those that have a look end with its end.
  return `\u{1b}[${row + 1};1H${eraseLine}${line.trimEnd()}${noLooks}`;
}

/** Returns a painter of a screen on which nothing is known to stand. */
export function createPainter(stdout: Pick<TerminalOutput, 'write'>): Painter {
  let wanted: string[] = [];
  let shown: readonly string[] | undefined;
  let isPaused = false;

  return {
    put(row, line) {
      wanted[row] = line;
    },
    flush(rows) {
      wanted = wanted.slice(0, rows);
      if (isPaused) return;
      const changed = wanted.flatMap((line, row) => (line === shown?.[row] ? [] : [written(row, line)]));
      const erased = shown === undefined ? home + noLooks + eraseDown : '';
      shown = [...wanted];
      if (changed.length === 0) return;
      stdout.write(atOnce.begin + wrapping.off + erased + changed.join('') + home + wrapping.on + atOnce.end);
    },
    forget() {
      shown = undefined;
      isPaused = false;
    },
    pause() {
      isPaused = true;
    },
  };
}
