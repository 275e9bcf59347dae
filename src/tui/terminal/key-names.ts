/** What single characters and function-key sequences of a terminal are called. Sources: ECMA-48, xterm's control sequences, kitty's keyboard protocol. */

import type { KeyStroke } from '../keys/key-press.ts';

/** What is held down with a key. */
export interface HeldKeys {
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
}

/** Nothing is held down. */
export const nothingHeld: HeldKeys = { ctrl: false, alt: false, shift: false };

const controlKeys: ReadonlyMap<number, string> = new Map([
  [0x08, 'Backspace'],
  [0x09, 'Tab'],
  [0x0a, 'Enter'],
  [0x0d, 'Enter'],
  [0x1b, 'Esc'],
  [0x7f, 'Backspace'],
]);

/** Final letters of `CSI … letter` and `SS3 letter`. */
const letterKeys: ReadonlyMap<string, string> = new Map([
  ['A', 'Up'],
  ['B', 'Down'],
  ['C', 'Right'],
  ['D', 'Left'],
  ['F', 'End'],
  ['H', 'Home'],
  ['P', 'F1'],
  ['Q', 'F2'],
  ['R', 'F3'],
  ['S', 'F4'],
  ['Z', 'Tab'],
]);

/** Numbers of `CSI number ~`. */
const numberKeys: ReadonlyMap<number, string> = new Map([
  [1, 'Home'],
  [2, 'Insert'],
  [3, 'Del'],
  [4, 'End'],
  [5, 'PgUp'],
  [6, 'PgDn'],
  [7, 'Home'],
  [8, 'End'],
  [11, 'F1'],
  [12, 'F2'],
  [13, 'F3'],
  [14, 'F4'],
  [15, 'F5'],
  [17, 'F6'],
  [18, 'F7'],
  [19, 'F8'],
  [20, 'F9'],
  [21, 'F10'],
  [23, 'F11'],
  [24, 'F12'],
]);

/** Returns the name of the key behind the last letter of a sequence; undefined when it is none that we know. */
export function keyOfLetter(letter: string): string | undefined {
  return letterKeys.get(letter);
}

/** Returns the name of the key behind the number of a `CSI number ~`; undefined when it is none that we know. */
export function keyOfNumber(number: number): string | undefined {
  return numberKeys.get(number);
}

/** Returns the stroke of a key that does not print. */
export function namedStroke(name: string, held: HeldKeys): KeyStroke {
  return { kind: 'key', name, text: '', ctrl: held.ctrl, alt: held.alt, shift: held.shift };
}

function printedStroke(character: string, held: HeldKeys): KeyStroke {
  const isHeld = held.ctrl || held.alt;
  const name = character === ' ' ? 'Space' : isHeld ? character.toLowerCase() : character;
  return { kind: 'key', name, text: isHeld ? '' : character, ctrl: held.ctrl, alt: held.alt, shift: false };
}

function isUnprintable(code: number): boolean {
  return (code >= 0x80 && code <= 0x9f) || (code >= 0xd800 && code <= 0xdfff) || code === 0xfffd;
}

/**
 * Returns the stroke of one code point as a terminal sends it: control codes are keys with Ctrl, but for the few that have
 * keys of their own. Undefined for what no key writes: C1 controls and what was no UTF-8.
 */
export function strokeOfCode(code: number, held: HeldKeys): KeyStroke | undefined {
  const control = controlKeys.get(code);
  if (control !== undefined) return namedStroke(control, held);
  if (code === 0) return printedStroke(' ', { ...held, ctrl: true });
  if (code < 0x20) return printedStroke(String.fromCodePoint(code + 0x40), { ...held, ctrl: true });
  return isUnprintable(code) ? undefined : printedStroke(String.fromCodePoint(code), held);
}
