/** What tells on a screen of the UI where it is: its header, bar, titles, rows and foot. */

import { fits, type Pane, type Wanted } from './tmux.ts';

/** Returns a line; a negative index counts from the end. */
export function lineOf(pane: Pane, index: number): string {
  return pane.lines.at(index) ?? '';
}

function onLine(index: number): (pattern: RegExp) => Wanted {
  return (pattern) => (pane) => pattern.test(lineOf(pane, index));
}

/** All of these are seen. */
export function all(...wanted: readonly Wanted[]): Wanted {
  return (pane) => wanted.every((one) => fits(pane, one));
}

/** This is not seen. */
export function no(wanted: Wanted): Wanted {
  return (pane) => !fits(pane, wanted);
}

/** The header. */
export const header = onLine(0);

/** The filter bar while it is not edited. */
export const filter = onLine(1);

/** The titles of the columns. */
export const columns = onLine(2);

/** The foot. */
export const foot = onLine(-1);

/** The titles of the flow table: the first column tells the day where that is not today. */
export const flowTitles = columns(/^ (?:TIME|\d{4}-\d\d-\d\d)/u);

/** The text of the filter bar; blanks at its end are left out when a screen is captured. */
export function bar(text: string): Wanted {
  return (pane) => lineOf(pane, 1) === ` / ${text}`.trimEnd();
}

/** The bar says that nothing is filtered. */
export const noFilter = filter(/no filter;/u);

/** The row under the cursor. */
export function cursorOn(pattern: RegExp): Wanted {
  return (pane) => pane.lines.some((line) => line.startsWith('▌') && pattern.test(line));
}

/** The cursor is on the row of the flow to this port. */
export function onPort(port: number): Wanted {
  return cursorOn(new RegExp(` ${port}/TCP`, 'u'));
}

/** The cursor is on the first change of the mode. */
export const onOlderChange = cursorOn(/from LogAndDrop to LogAndAccept/u);

/** The cursor is on the second change of the mode. */
export const onNewerChange = cursorOn(/from LogAndAccept to LogAndDrop/u);

/** So many lines have the pattern. */
export function rowsOf(count: number, pattern: RegExp): Wanted {
  return (pane) => pane.lines.filter((line) => pattern.test(line)).length === count;
}

/** Nothing is filtered, and the rows are there again to the last flow. */
export const allRows = all(noFilter, rowsOf(20, /\/TCP|override/u), / 5120\/TCP/u);

/** The detail is scrolled to this line, counted from 1. */
export function detailFrom(line: number): Wanted {
  return new RegExp(String.raw`── detail ─+ ${line} to `, 'u');
}

/** Keys go to the detail. */
export const inDetail = foot(/Tab table/u);

/** Keys go to the table. */
export const inTable = foot(/\/ filter/u);

/** The chosen item of what lies over the screen; `pattern` is the source of a regular expression. */
export function chosen(pattern: string): Wanted {
  return new RegExp(`│ ▌ .*${pattern}`, 'u');
}
