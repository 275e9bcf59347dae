/** Text of flows, servers and files on its way to the screen: nothing in it may move the cursor or hide. */

import { isPlain } from './width.ts';

// What is shown as it is first: emoji are made of characters that are hostile on their own (joiners, tags). Then what is
// replaced: controls, formats (bidirectional overrides among them), lone surrogates, line separators, all that is drawn
// as nothing, and letters that join with the character after them, so that widths do not add up.
const pattern =
  /(\p{RGI_Emoji})|^[\u0e33\u0eb3]|[[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u0d4e\u{111c2}\u{111c3}\u{113d1}\u{1193f}\u{11941}\u{11a84}-\u{11a89}\u{11d46}\u{11f02}]--[\ufe00-\ufe0f]]/gv;

const firstPicture = 0x24_00;
const deletePicture = '␡';

function replacement(character: string, isAscii: boolean): string {
  const code = character.codePointAt(0) ?? 0;
  if (isAscii && (code < 0x20 || code === 0x7f)) return `^${String.fromCharCode(code ^ 0x40)}`;
  if (code < 0x20) return String.fromCharCode(firstPicture + code);
  return code === 0x7f ? deletePicture : `\\u{${code.toString(16)}}`;
}

/**
 * Returns `text` fit to be drawn: control characters as their symbols (`␛`, or `^[` with `isAscii`), and what would
 * reorder, split or hide text as `\u{202e}`. Printable text and emoji stay as they are.
 */
export function clean(text: string, isAscii = false): string {
  if (isPlain(text)) return text;
  return text.replace(pattern, (character, emoji: string | undefined) => emoji ?? replacement(character, isAscii));
}

/** Code units of a text that can matter on one line; the rest of a longer one is not looked at. */
const longestLine = 1024;

/** Returns `clean` of as much of `text` as a line can hold, so that a name of a megabyte costs no more than a line. */
export function cleanLine(text: string, isAscii = false): string {
  return clean(text.length > longestLine ? text.slice(0, longestLine) : text, isAscii);
}
