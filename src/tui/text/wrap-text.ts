/** Long texts in lines of a given width. */

import { textWidth } from './width.ts';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Returns `word` in pieces of at most `width` cells; a character wider than that is a piece of its own. */
function pieces(word: string, width: number): string[] {
  const parts: string[] = [];
  let part = '';
  let cells = 0;
  for (const { segment } of graphemes.segment(word)) {
    const wide = textWidth(segment);
    if (part !== '' && cells + wide > width) {
      parts.push(part);
      part = '';
      cells = 0;
    }
    part += segment;
    cells += wide;
  }
  return part === '' ? parts : [...parts, part];
}

/**
 * Returns `text`, which holds no control characters, in lines of at most `width` cells (at least 1), broken at blanks and
 * only where a word is longer than a line within it. Blanks between words of one line stay as they are. An empty text is
 * one empty line.
 */
export function wrapText(text: string, width: number): readonly string[] {
  if (textWidth(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  let cells = 0;
  let gap = '';
  const take = (piece: string): void => {
    const wide = textWidth(piece);
    if (line !== '' && cells + gap.length + wide > width) {
      lines.push(line);
      line = '';
      cells = 0;
    } else {
      line += gap;
      cells += gap.length;
    }
    line += piece;
    cells += wide;
    gap = '';
  };
  for (const token of text.split(/( +)/)) {
    if (token.startsWith(' ')) gap = token;
    else if (textWidth(token) <= width) take(token);
    else for (const piece of pieces(token, width)) take(piece);
  }
  return [...lines, line];
}
