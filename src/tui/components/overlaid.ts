/** Lines laid over other lines, as strings: cheaper for the renderer than boxes of their own. */

import { isPlain, textWidth } from '../text/width.ts';

const segmenter = new Intl.Segmenter();
const pieces = /(\u{1b}\[[\d;]*m)|[^\u{1b}]+/gu;
const endOfLooks = '\u{1b}[0m';

/** Characters of a text with the cells they take. */
function* cellsOf(text: string): Generator<{ readonly text: string; readonly width: number }> {
  const isSimple = isPlain(text);
  const parts = isSimple ? text : Array.from(segmenter.segment(text), ({ segment }) => segment);
  for (const part of parts) yield { text: part, width: isSimple ? 1 : textWidth(part) };
}

/**
 * Returns the cells `from` up to `to` of a painted line, painted as they were; what the line lacks, and halves of wide
 * characters, are blanks. All looks end with the text.
 */
export function paintedSlice(line: string, from: number, to: number): string {
  let result = '';
  let at = 0;
  let filled = from;
  for (const [piece, look] of line.matchAll(pieces)) {
    if (look !== undefined) {
      // Looks before the slice hold in it as well.
      result += look;
      continue;
    }
    for (const { text, width } of cellsOf(piece)) {
      if (at >= from && at + width <= to) {
        result += ' '.repeat(at - filled) + text;
        filled = at + width;
      }
      at += width;
    }
  }
  return `${result}${' '.repeat(Math.max(0, to - filled))}${endOfLooks}`;
}

/**
 * Returns `base`, lines of `columns` cells, with `over` in its middle. What does not fit is cut: at the right, and at the
 * end. Lines of `over` may differ in width; they are laid out to the widest.
 */
export function overlaid(base: readonly string[], over: readonly string[], columns: number): readonly string[] {
  const width = Math.min(columns, Math.max(0, ...over.map((line) => textWidth(line))));
  if (width === 0) return base;
  const left = Math.floor((columns - width) / 2);
  const top = Math.max(0, Math.floor((base.length - over.length) / 2));
  return base.map((line, row) => {
    const mine = over[row - top];
    if (mine === undefined) return line;
    const inner = paintedSlice(mine, 0, width);
    if (width === columns) return inner;
    return paintedSlice(line, 0, left) + inner + paintedSlice(line, left + width, columns);
  });
}
