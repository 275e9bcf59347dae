/**
 * Columns by elastic tab stops, as Go's text/tabwriter aligns them with which Hubble prints its tables: cells end with a
 * tab; a column is as wide as the widest cell of the lines next to each other that have it; the last cell of a line
 * belongs to no column.
 */

const padding = 3;

/** Returns the width of `text` in code points. */
function widthOf(text: string): number {
  let width = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit >= 0xdc00 && unit <= 0xdfff) width -= 1;
  }
  return width;
}

interface Block {
  readonly lines: readonly (readonly string[])[];
  /** Finished lines. */
  readonly done: string[];
}

function render(cells: readonly string[], widths: readonly number[]): string {
  let line = '';
  for (const [index, cell] of cells.entries()) {
    const width = widths[index];
    line += width === undefined ? cell : cell + ' '.repeat(width - widthOf(cell));
  }
  return line;
}

function renderAll(block: Block, range: readonly [number, number], widths: readonly number[]): void {
  for (const cells of block.lines.slice(range[0], range[1])) block.done.push(render(cells, widths));
}

/** Appends the lines of `range`, whose columns left of `widths.length` have been measured. */
function alignRange(block: Block, range: readonly [number, number], widths: readonly number[]): void {
  const column = widths.length;
  const hasColumn = (line: number): boolean => column < (block.lines[line]?.length ?? 0) - 1;
  let [from] = range;
  for (let line = from; line < range[1]; line += 1) {
    if (!hasColumn(line)) continue;
    renderAll(block, [from, line], widths);
    from = line;
    let width = 0;
    for (; line < range[1] && hasColumn(line); line += 1) {
      width = Math.max(width, widthOf(block.lines[line]?.[column] ?? ''));
    }
    alignRange(block, [from, line], [...widths, width + padding]);
    from = line;
  }
  renderAll(block, [from, range[1]], widths);
}

/**
 * Returns `text` (lines of tab-terminated cells, each line ended by a newline) with the cells padded to columns, three
 * blanks apart. Widths are counted in code points.
 */
export function alignTabs(text: string): string {
  const lines = text.split('\n').map((line) => line.split('\t'));
  const block: Block = { lines, done: [] };
  alignRange(block, [0, lines.length], []);
  return block.done.join('\n');
}
