/** Reads the next key from what a terminal has sent. Pure, and total over any text. */

import type { KeyPress } from '../keys/key-press.ts';
import { keyOfLetter, keyOfNumber, namedStroke, nothingHeld, strokeOfCode, type HeldKeys } from './key-names.ts';

/** `length` characters are read; `press` is undefined for what means nothing to us. */
export interface ReadPress {
  readonly kind: 'read';
  readonly length: number;
  readonly press: KeyPress | undefined;
}

/** What the text begins with. */
export type Reading =
  /** A key is begun, and its end has not arrived. */
  | { readonly kind: 'more' }
  | ReadPress
  /** A pasted text begins after `length` characters. */
  | { readonly kind: 'paste'; readonly length: number };

/** Longest sequence that is waited for; a longer one is no answer of a terminal and is dropped. */
const longestSequence = 4096;

const more: Reading = { kind: 'more' };

function read(length: number, press?: KeyPress): ReadPress {
  return { kind: 'read', length, press };
}

/** Bits of the second parameter, less one, as xterm and kitty send it. */
function heldOf(parameter: number | undefined): HeldKeys {
  const bits = Math.max(0, (parameter ?? 1) - 1);
  return { shift: (bits & 1) !== 0, alt: (bits & 2) !== 0, ctrl: (bits & 4) !== 0 };
}

/** `CSI code ; held : event u`: a key as kitty's protocol and xterm's modifyOtherKeys tell it. */
function codeStroke(code: number, parameter: string): KeyPress | undefined {
  const [held, event] = parameter.split(':');
  const isRelease = event === '3';
  // Kitty numbers the keys that have no character from 57344 on; none of those has a meaning here.
  if (isRelease || !(code >= 0 && code < 0xe000)) return undefined;
  const keys = heldOf(held === '' ? 1 : Number(held));
  const character = String.fromCodePoint(code);
  const shown = keys.shift ? character.toUpperCase() : character;
  return strokeOfCode(shown.codePointAt(0) ?? code, keys);
}

function mousePress(parameters: string, final: string): KeyPress | undefined {
  const [button = Number.NaN, column = Number.NaN, row = Number.NaN] = parameters.slice(1).split(';').map(Number);
  if (!(column >= 1 && row >= 1)) return undefined;
  const place = { column: column - 1, row: row - 1 };
  // Bits 2 to 4 are Shift, Alt and Ctrl; 32 says that the mouse moved.
  switch (button & ~0b11100) {
    case 0:
      return final === 'M' ? { kind: 'mouse', action: 'press', ...place } : undefined;
    case 64:
      return { kind: 'mouse', action: 'wheel-up', ...place };
    case 65:
      return { kind: 'mouse', action: 'wheel-down', ...place };
    default:
      return undefined;
  }
}

/** The number before a letter is 1; another one is no key, but a reply such as the place of the cursor. */
function csiKey(number: string, final: string): string | undefined {
  if (final === '~') return keyOfNumber(Number(number));
  return number === '' || number === '1' ? keyOfLetter(final) : undefined;
}

/** The key of a whole CSI sequence; undefined for replies, focus reports and what is unknown. */
function csiPress(parameters: string, final: string): KeyPress | undefined {
  if (parameters.startsWith('<') && (final === 'M' || final === 'm')) return mousePress(parameters, final);
  if (!/^[\d;:]*$/u.test(parameters)) return undefined;
  const [first = '', second = '', third = ''] = parameters.split(';');
  if (final === 'u') return codeStroke(Number.parseInt(first, 10), second);
  if (final === '~' && first === '27' && third !== '') return codeStroke(Number.parseInt(third, 10), second);
  const name = csiKey(first, final);
  const [held = '', event] = second.split(':');
  if (name === undefined || event === '3') return undefined;
  const keys = heldOf(held === '' ? undefined : Number(held));
  return namedStroke(name, final === 'Z' ? { ...keys, shift: true } : keys);
}

const csiWhole = /^\u{1b}\[([0-?]*)([ -/]*)([@-~])/u;
const csiPart = /^\u{1b}\[[0-?]*[ -/]*/u;

/** Three characters follow the `CSI M` of the mouse protocol before SGR: it is not asked for, and not read. */
function oldMouse(text: string): Reading {
  const cells = Array.from(text.slice(3, 9)).slice(0, 3);
  return cells.length < 3 ? more : read(3 + cells.join('').length);
}

function linuxFunctionKey(text: string): Reading {
  if (text.length < 4) return more;
  const index = 'ABCDE'.indexOf(text.charAt(3));
  return index < 0 ? read(3) : read(4, namedStroke(`F${index + 1}`, nothingHeld));
}

function readCsi(text: string): Reading {
  const [whole, parameters = '', between = '', final = ''] = csiWhole.exec(text.slice(0, longestSequence)) ?? [];
  if (whole === undefined) {
    const length = csiPart.exec(text.slice(0, longestSequence))?.[0].length ?? 2;
    return length === text.length && length < longestSequence ? more : read(length);
  }
  if (whole === '\u{1b}[M') return oldMouse(text);
  if (whole === '\u{1b}[[') return linuxFunctionKey(text);
  if (whole === '\u{1b}[200~') return { kind: 'paste', length: whole.length };
  return read(whole.length, between === '' ? csiPress(parameters, final) : undefined);
}

/** `SS3 letter`, which some terminals send with the held keys as a digit before the letter. */
function readSs3(text: string): Reading {
  const [whole, held = '', letter = ''] = /^\u{1b}O(\d?)([@-~])/u.exec(text) ?? [];
  if (whole === undefined) return /^\u{1b}O\d?$/u.test(text) ? more : read(2);
  const name = letter === 'M' ? 'Enter' : keyOfLetter(letter);
  const keys = heldOf(held === '' ? undefined : Number(held));
  return read(whole.length, name === undefined ? undefined : namedStroke(name, keys));
}

/** Answers of the terminal (DCS, OSC, APC): nothing was asked, nothing is read. An Esc that ends none breaks it off. */
function readString(text: string): Reading {
  const end = text.slice(2, longestSequence).search(/[\u{7}\u{1b}\u{9c}]/u);
  if (end < 0) return text.length < longestSequence ? more : read(longestSequence);
  const at = 2 + end;
  if (text.charAt(at) !== '\u{1b}') return read(at + 1);
  if (at + 1 === text.length) return more;
  return read(text.charAt(at + 1) === '\\' ? at + 2 : at);
}

function withAlt(reading: Reading): Reading {
  if (reading.kind !== 'read' || reading.press?.kind !== 'key') return reading;
  return read(reading.length, { ...reading.press, alt: true });
}

function moved(reading: Reading, by: number): Reading {
  return reading.kind === 'more' ? reading : { ...reading, length: reading.length + by };
}

const stringOpeners = 'P]_';

function readEscape(text: string): Reading {
  const next = text.charAt(1);
  if (next === '') return more;
  if (next === '[') return readCsi(text);
  if (next === 'O') return readSs3(text);
  if (stringOpeners.includes(next)) return readString(text);
  if (next === '\u{1b}') {
    // Some terminals write Alt and an arrow as ESC before its sequence; else it was Esc, twice.
    const third = text.charAt(2);
    if (third === '') return more;
    return third === '[' || third === 'O' ? moved(withAlt(readEscape(text.slice(1))), 1) : stuckPress('\u{1b}');
  }
  const code = text.codePointAt(1) ?? 0;
  return read(1 + String.fromCodePoint(code).length, strokeOfCode(code, { ...nothingHeld, alt: true }));
}

/** Returns what `text`, which is not empty, begins with. */
export function readPress(text: string): Reading {
  if (text.startsWith('\u{1b}')) return readEscape(text);
  const code = text.codePointAt(0) ?? 0;
  return read(String.fromCodePoint(code).length, strokeOfCode(code, nothingHeld));
}

/**
 * Returns what `text` means when nothing follows it for a while: Esc alone, Alt and a character that also opens a sequence, or
 * the ruins of a sequence, which mean nothing.
 */
export function stuckPress(text: string): ReadPress {
  if (text.length === 1 || text.startsWith('\u{1b}\u{1b}')) return read(1, namedStroke('Esc', nothingHeld));
  if (text.length > 2) return read(text.length);
  return read(2, strokeOfCode(text.charCodeAt(1), { ...nothingHeld, alt: true }));
}
