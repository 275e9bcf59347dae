/** Small tables inside a text. */

import { pad } from './fit.ts';
import { textWidth } from './width.ts';

/** Returns the rows with their cells in columns two blanks apart, blanks at the end left out; the texts are clean. */
export function alignedRows(rows: readonly (readonly string[])[]): readonly string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, at) => Math.max(0, ...rows.map((row) => textWidth(row[at] ?? ''))));
  return rows.map((row) =>
    row
      .map((cell, at) => pad(cell, widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
