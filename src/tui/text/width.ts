/** How many cells a text takes on the screen. */

import stringWidth from 'string-width';

// Characters that take one cell each and join with no other: printable ASCII, Latin letters with accents, and the glyphs
// this program draws. Nearly all rows are of these, and measuring the rest costs some hundred times as much.
const plain =
  /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u017f\u2026\u2039\u203a\u2190-\u2193\u21bb\u2248\u2500-\u259f\u25ae\u25b8\u25be\u25cc\u25cf\u2713\u2717]*$/;

/** Returns whether every character of `text` takes one cell of its own and is harmless, so that its length is its width. */
export function isPlain(text: string): boolean {
  return plain.test(text);
}

/** Returns the width of `text` in cells: wide characters and emoji take two, combining marks and ANSI codes none. */
export function textWidth(text: string): number {
  return isPlain(text) ? text.length : stringWidth(text);
}
