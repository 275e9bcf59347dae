/** Which columns of a table are shown, and how wide: by what is in them, within what there is room for. */

/** A column to find room for. */
export interface ColumnNeed {
  /** Cells its widest text takes. */
  readonly width: number;
  /** Cells it may be cut down to before other columns go; as much as `width` for one that may not be cut. */
  readonly fair: number;
  /** Cells it may be cut down to when no column is left to go. */
  readonly least: number;
  /** The lowest goes first where there is no room; undefined stays. */
  readonly dropRank?: number;
}

/** What a column gets: its width in cells, or undefined when it is left out. */
export type ColumnWidths = readonly (number | undefined)[];

function total(widths: ColumnWidths, gap: number): number {
  const shown = widths.filter((width) => width !== undefined);
  return shown.reduce((sum, width) => sum + width, 0) + gap * Math.max(0, shown.length - 1);
}

/** Returns the index of the column that goes next, or undefined. */
function nextToDrop(needs: readonly ColumnNeed[], widths: ColumnWidths): number | undefined {
  let found: number | undefined;
  for (const [index, { dropRank }] of needs.entries()) {
    if (widths[index] === undefined || dropRank === undefined) continue;
    if (found === undefined || dropRank < (needs[found]?.dropRank ?? 0)) found = index;
  }
  return found;
}

/** Returns the index of the widest column that can still give a cell, or undefined. */
function nextToShrink(needs: readonly ColumnNeed[], widths: ColumnWidths): number | undefined {
  let found: number | undefined;
  for (const [index, { least }] of needs.entries()) {
    const width = widths[index];
    if (width === undefined || width <= least) continue;
    if (found === undefined || width > (widths[found] ?? 0)) found = index;
  }
  return found;
}

/** Returns what is taken when every column is cut down to what is fair. */
function fairTotal(needs: readonly ColumnNeed[], widths: ColumnWidths, gap: number): number {
  const fair = widths.map((width, at) => (width === undefined ? undefined : (needs[at]?.fair ?? width)));
  return total(fair, gap);
}

/**
 * Returns the widths that fit into `room` cells with `gap` cells between columns: columns go by their rank where all would
 * have less than is fair, then the widest give cells down to their least. What even then is too wide is cut at the right
 * edge by whoever draws it.
 */
export function fitColumns(needs: readonly ColumnNeed[], room: number, gap: number): ColumnWidths {
  const widths: (number | undefined)[] = needs.map(({ width }) => width);
  while (fairTotal(needs, widths, gap) > room) {
    const at = nextToDrop(needs, widths);
    if (at === undefined) break;
    widths[at] = undefined;
  }
  while (total(widths, gap) > room) {
    const at = nextToShrink(needs, widths);
    if (at === undefined) break;
    widths[at] = (widths[at] ?? 0) - 1;
  }
  return widths;
}
