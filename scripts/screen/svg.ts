/** A screen of a terminal as an SVG picture: text that stays text, in the colours of a light or a dark page. */

import type { Cell, CellLook } from './cells.ts';

/** Size of a cell and room around the screen, in pixels. */
const cellWidth = 8;
const cellHeight = 18;
const baseline = 13;
const margin = 12;

/** What the picture is called, for those who do not see it. */
export interface SvgTexts {
  readonly title: string;
  readonly description: string;
}

// The palette of 16, bright colours as the plain ones; each stands out from its page by 4.5 to 1 at least.
const light = ['#24292f', '#b3202c', '#1a6f35', '#875300', '#0756b5', '#7a3cc4', '#17666c', '#57606a'];
const dark = ['#b1bac4', '#ff8079', '#4cc25f', '#dfa63a', '#79b8ff', '#d2a8ff', '#4dced8', '#c9d1d9'];

function paletteRules(colors: readonly string[]): string {
  return colors.map((color, number) => `.c${number}{fill:${color}}`).join('');
}

const style = [
  `text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;white-space:pre}`,
  `.page,.p{fill:#fff}.edge{stroke:#d0d7de}.f{fill:#1f2328}.d{fill:#59636e}`,
  paletteRules(light),
  `.b{font-weight:700}.u{text-decoration:underline}.s{text-decoration:line-through}`,
  `@media(prefers-color-scheme:dark){.page,.p{fill:#0d1117}.edge{stroke:#30363d}.f{fill:#e6edf3}.d{fill:#919ba6}${paletteRules(dark)}}`,
].join('');

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Parts of a cell that are drawn, not written, as fonts leave gaps between them: x, y, width and height from 0 to 1. */
function drawnPart(text: string): readonly [number, number, number, number] | undefined {
  const eighths = '▁▂▃▄▅▆▇█'.indexOf(text) + 1;
  if (text.length === 1 && eighths > 0) return [0, 1 - eighths / 8, 1, eighths / 8];
  if (text === '▌') return [0, 0, 0.5, 1];
  if (text === '│') return [0.45, 0, 0.1, 1];
  return text === '─' ? [0, 0.48, 1, 0.05] : undefined;
}

function colorClass(number: number | undefined, without: string): string {
  return number === undefined ? without : `c${number % 8}`;
}

/** Names of the classes of the text and of what is behind it; nothing is behind it where that is the page. */
function classesOf(look: CellLook): { readonly text: string; readonly behind: string | undefined } {
  const { color, background, isInverse } = look;
  const own = colorClass(color, look.isDim ? 'd' : 'f');
  const behind = background === undefined ? undefined : colorClass(background, 'p');
  const marks = [look.isBold ? 'b' : '', look.isUnderlined ? 'u' : '', look.isStruck ? 's' : ''];
  const fill = isInverse ? (behind ?? 'p') : own;
  return { text: [fill, ...marks].filter((one) => one !== '').join(' '), behind: isInverse ? own : behind };
}

/** Cells side by side that look the same. */
interface Run {
  readonly column: number;
  readonly cells: readonly Cell[];
}

function isDrawn({ text }: Cell): boolean {
  return drawnPart(text) !== undefined;
}

function looksAlike(a: Cell, b: Cell): boolean {
  const [one, other] = [classesOf(a), classesOf(b)];
  return !isDrawn(a) && !isDrawn(b) && one.text === other.text && one.behind === other.behind;
}

function runsOf(row: readonly Cell[]): readonly Run[] {
  const runs: { column: number; cells: Cell[] }[] = [];
  let column = 0;
  for (const cell of row) {
    const last = runs.at(-1);
    const before = last?.cells.at(-1);
    if (last !== undefined && before !== undefined && looksAlike(before, cell)) last.cells.push(cell);
    else runs.push({ column, cells: [cell] });
    column += cell.width;
  }
  return runs;
}

/** A text of a run, with the column it begins at and the cells it takes. */
interface Word {
  readonly column: number;
  readonly width: number;
  readonly text: string;
}

/** Returns the texts of a run, apart where there is a wide gap, so that columns stand straight whatever the font. */
function wordsOf({ column, cells }: Run): readonly Word[] {
  const text = cells.map((cell) => cell.text).join('');
  // The column of each UTF-16 unit of the text, and that behind it.
  const columns: number[] = [];
  let next = column;
  for (const cell of cells) {
    columns.push(...Array.from({ length: cell.text.length }, () => next));
    next += cell.width;
  }
  columns.push(next);
  return Array.from(text.matchAll(/\S+(?: \S+)*/gu), ({ 0: word, index }) => {
    const begin = columns[index] ?? column;
    return { text: word, column: begin, width: (columns[index + word.length] ?? next) - begin };
  });
}

function rectangle(name: string, at: readonly [number, number, number, number]): string {
  const [x, y, width, height] = at.map((value) => Number(value.toFixed(2)));
  return `<rect class="${name}" x="${x}" y="${y}" width="${width}" height="${height}"/>`;
}

function drawText(name: string, { column, width, text }: Word, top: number): string {
  const x = margin + column * cellWidth;
  return `<text class="${name}" x="${x}" y="${top + baseline}" textLength="${width * cellWidth}">${escapeText(text)}</text>`;
}

function drawRun(run: Run, top: number): string {
  const [first] = run.cells;
  if (first === undefined) return '';
  const { text: name, behind } = classesOf(first);
  const left = margin + run.column * cellWidth;
  const width = run.cells.reduce((sum, cell) => sum + cell.width, 0) * cellWidth;
  const back = behind === undefined ? '' : rectangle(behind, [left, top, width, cellHeight]);
  const part = drawnPart(first.text);
  if (part === undefined)
    return (
      back +
      wordsOf(run)
        .map((word) => drawText(name, word, top))
        .join('')
    );
  const [x, y, wide, high] = part;
  return back + rectangle(name, [left + x * width, top + y * cellHeight, wide * width, high * cellHeight]);
}

/** Returns the picture of a screen. */
export function svgOf(rows: readonly (readonly Cell[])[], { title, description }: SvgTexts): string {
  const columns = Math.max(...rows.map((cells) => cells.reduce((sum, { width }) => sum + width, 0)));
  const [width, height] = [columns * cellWidth + 2 * margin, rows.length * cellHeight + 2 * margin];
  const lines = rows.map((cells, row) =>
    runsOf(cells)
      .map((run) => drawRun(run, margin + row * cellHeight))
      .join(''),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title description">`,
    `<title id="title">${escapeText(title)}</title>`,
    `<desc id="description">${escapeText(description)}</desc>`,
    `<style>${style}</style>`,
    `<rect class="page edge" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>`,
    ...lines.filter((line) => line !== ''),
    '</svg>',
    '',
  ].join('\n');
}
