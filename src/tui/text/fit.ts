/** Text in exactly so many cells. What comes in is clean already (see clean.ts). */

import { isPlain, textWidth } from './width.ts';

/** Where a text that is too long loses what it has too much. */
export type CutPlace = 'end' | 'middle';

const segmenter = new Intl.Segmenter();

/** Returns `count` blanks. */
export function blanks(count: number): string {
  return count > 0 ? ' '.repeat(count) : '';
}

function graphemes(text: string): readonly string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** Returns as many of the first graphemes as fit into `width` cells. */
function headOf(parts: readonly string[], width: number): string {
  let used = 0;
  let text = '';
  for (const part of parts) {
    used += textWidth(part);
    if (used > width) break;
    text += part;
  }
  return text;
}

function tailOf(parts: readonly string[], width: number): string {
  let used = 0;
  let at = parts.length;
  while (at > 0) {
    used += textWidth(parts[at - 1] ?? '');
    if (used > width) break;
    at -= 1;
  }
  return parts.slice(at).join('');
}

function cut(text: string, width: number, where: CutPlace): { readonly head: string; readonly tail: string } {
  const tailWidth = where === 'end' ? 0 : Math.floor((width - 1) / 2);
  const headWidth = width - 1 - tailWidth;
  if (isPlain(text)) return { head: text.slice(0, headWidth), tail: text.slice(text.length - tailWidth) };
  const parts = graphemes(text);
  return { head: headOf(parts, headWidth), tail: tailOf(parts, tailWidth) };
}

/**
 * Returns `text`, shortened where it is wider than `width` cells: `ellipsis` (one cell) stands for what is left out. Not
 * padded; a wide character on the edge can leave it a cell short.
 */
export function shorten(text: string, width: number, where: CutPlace, ellipsis = '…'): string {
  if (width <= 0) return '';
  if (textWidth(text) <= width) return text;
  const { head, tail } = cut(text, width, where);
  return head + ellipsis + tail;
}

/** Returns `text` with blanks after it to `width` cells; a wider one stays as it is. */
export function pad(text: string, width: number): string {
  return text + blanks(width - textWidth(text));
}

/** Returns `text` in exactly `width` cells: padded with blanks, or shortened at `where` with `ellipsis` (one cell). */
export function fit(text: string, width: number, where: CutPlace, ellipsis = '…'): string {
  return pad(shorten(text, width, where, ellipsis), width);
}

/** Returns `text` at the right edge of exactly `width` cells. */
export function fitRight(text: string, width: number, ellipsis = '…'): string {
  const short = shorten(text, width, 'end', ellipsis);
  return blanks(width - textWidth(short)) + short;
}

/**
 * Returns the cells `from` up to `to` of `text`, in exactly `to - from` cells: blanks stand for what `text` lacks and for
 * the halves of wide characters that were cut through.
 */
export function slice(text: string, from: number, to: number): string {
  if (isPlain(text)) return pad(text.slice(from, to), to - from);
  let at = 0;
  let result = '';
  for (const part of graphemes(text)) {
    const end = at + textWidth(part);
    if (at >= from && end <= to) result += part;
    else if (at < to && end > from) result += blanks(Math.min(end, to) - Math.max(at, from));
    at = end;
  }
  return pad(result, to - from);
}
