/** Data on its way to a terminal: what may act on it becomes visible text. */

import { escapeControl } from '../base/escape.ts';

// What escapeControl knows, apart from what Hubble passes through: newline, tab and line separators. ESC is kept apart,
// because the colour codes of the palette begin with it.
const controls =
  '\\u0000-\\u0008\\u000b-\\u001a\\u001c-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069';
const paletteCode = '\\[(?:0|3[1-6])m';

/** What a terminal only shows: all of most lines, and found out in a third of the time it takes to look for what is not. */
const harmless = /^[\n\t\x20-\x7e]*$/;

function visible(character: string): string {
  if (character === '\u001b') return '^[';
  return character === '\r' ? '\\r' : escapeControl(character);
}

/**
 * Returns a function that makes the control characters of a text visible: ESC as `^[` and CR as `\r`, as Hubble writes
 * them, every other one as escapeControl does. Newlines and tabs stay, as they do with Hubble. With `color` the codes
 * that set or reset a colour of the palette pass, wherever they come from: Hubble checks whole lines, too.
 */
export function createTerminalEscape(color: boolean): (text: string) => string {
  const escape = color ? `\\u001b(?!${paletteCode})` : '\\u001b';
  const pattern = new RegExp(`${escape}|[${controls}]`, 'g');
  return (text) => (harmless.test(text) ? text : text.replace(pattern, visible));
}
