/** Pieces of a table's line: painted, highlighted, scrolled sideways. */

import { slice } from '../text/fit.ts';
import { textWidth } from '../text/width.ts';

/** A piece of a line that looks the same throughout. */
export interface LinePiece {
  /** Clean. */
  readonly text: string;
  /** Cells of the text. */
  readonly width: number;
  /** Adds the look; undefined for the terminal's own. */
  readonly look: ((text: string) => string) | undefined;
}

/** Returns the piece as it is drawn. */
export function drawn({ text, look }: Pick<LinePiece, 'text' | 'look'>): string {
  return look === undefined || text === '' ? text : look(text);
}

/** Returns the cells `from` up to `to` of pieces that stand side by side, in exactly `to - from` cells. */
export function drawnSlice(pieces: readonly LinePiece[], from: number, to: number): string {
  let at = 0;
  let filled = from;
  let line = '';
  for (const { text, width, look } of pieces) {
    const end = at + width;
    const [start, stop] = [Math.max(at, from), Math.min(end, to)];
    if (stop > start) {
      line += drawn({ text: start === at && stop === end ? text : slice(text, start - at, stop - at), look });
      filled = stop;
    }
    at = end;
  }
  return line + ' '.repeat(Math.max(0, to - filled));
}

/** Finds a text in what is drawn; undefined where nothing is sought. */
export type Highlight = RegExp | undefined;

/** Returns what finds `search` (clean, taken literally, in any letter case). */
export function highlightOf(search: string | undefined): Highlight {
  if (search === undefined || search === '') return undefined;
  return new RegExp(search.replace(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`), 'giu');
}

/** Returns the pieces with what is sought in pieces of its own, which `look` makes stand out. */
export function highlighted(
  pieces: readonly LinePiece[],
  sought: Highlight,
  look: (text: string) => string,
): readonly LinePiece[] {
  if (sought === undefined) return pieces;
  return pieces.flatMap((piece) => {
    const own = piece.look;
    const inside: LinePiece['look'] = own === undefined ? look : (text) => own(look(text));
    const part = (text: string, partLook: LinePiece['look']): LinePiece => ({
      text,
      width: textWidth(text),
      look: partLook,
    });
    const parts: LinePiece[] = [];
    let at = 0;
    for (const match of piece.text.matchAll(sought)) {
      parts.push(part(piece.text.slice(at, match.index), own), part(match[0], inside));
      at = match.index + match[0].length;
    }
    return at === 0 ? [piece] : [...parts, part(piece.text.slice(at), own)];
  });
}
