/** What the terminal's input says: a key, a pasted text, or the mouse. */

/** A key that was pressed. */
export interface KeyStroke {
  readonly kind: 'key';
  /**
   * The character for what prints (`j`, `G`, `/`; with Ctrl or Alt the lower-case letter), else one of `namedKeys`:
   * `Space`, `Enter`, `Up`, `F1` …
   */
  readonly name: string;
  /** What the key writes into a line of text; empty for keys that write nothing. */
  readonly text: string;
  readonly ctrl: boolean;
  readonly alt: boolean;
  /** Only told for keys that do not print: `G` is a name of its own. */
  readonly shift: boolean;
}

/** Text that was pasted (bracketed paste). */
export interface PastedText {
  readonly kind: 'paste';
  readonly text: string;
}

/** The mouse; `column` and `row` count from 0. */
export interface MousePress {
  readonly kind: 'mouse';
  readonly action: 'press' | 'wheel-up' | 'wheel-down';
  readonly column: number;
  readonly row: number;
}

/** What the terminal's input says. */
export type KeyPress = KeyStroke | PastedText | MousePress;

/** Names of the keys that do not print, as the table, the help and the configuration write them. */
const namedKeys = [
  'Space',
  'Enter',
  'Esc',
  'Tab',
  'Backspace',
  'Del',
  'Insert',
  'Up',
  'Down',
  'Left',
  'Right',
  'PgUp',
  'PgDn',
  'Home',
  'End',
  'F1',
  'F2',
  'F3',
  'F4',
  'F5',
  'F6',
  'F7',
  'F8',
  'F9',
  'F10',
  'F11',
  'F12',
] as const;

/** Returns the name of a key with what is held down with it, such as `Ctrl-d`, `Alt-b`, `Shift-Tab` or `j`. */
export function keyName(stroke: KeyStroke): string {
  const held = `${stroke.ctrl ? 'Ctrl-' : ''}${stroke.alt ? 'Alt-' : ''}${stroke.shift ? 'Shift-' : ''}`;
  return held + stroke.name;
}

const otherSpellings: Readonly<Record<string, string>> = {
  escape: 'Esc',
  return: 'Enter',
  delete: 'Del',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  ' ': 'Space',
  '↑': 'Up',
  '↓': 'Down',
  '←': 'Left',
  '→': 'Right',
};

function namedKey(text: string): string | undefined {
  const small = text.toLowerCase();
  return otherSpellings[small] ?? namedKeys.find((name) => name.toLowerCase() === small);
}

const heldKeys: ReadonlyMap<string, string> = new Map([
  ['ctrl', 'Ctrl-'],
  ['alt', 'Alt-'],
  ['shift', 'Shift-'],
]);

function isOneCharacter(text: string): boolean {
  return /^.$/su.test(text);
}

const spelled = /^((?:(?:ctrl|alt|shift)-)*)(.+)$/iu;

function withHeld(held: string, key: string): string {
  const asked = new Set(held.toLowerCase().split('-'));
  const prefix = [...heldKeys].map(([name, text]) => (asked.has(name) ? text : '')).join('');
  return prefix + (prefix !== '' && key.length === 1 ? key.toLowerCase() : key);
}

/**
 * Returns the name of the key that `text` spells (`ctrl-D` is `Ctrl-d`, `escape` is `Esc`), or undefined when it spells
 * none. A single character is itself; Shift and a character is no key, as the character tells.
 */
export function readKeyName(text: string): string | undefined {
  if (isOneCharacter(text)) return namedKey(text) ?? text;
  const [, held = '', rest = ''] = spelled.exec(text) ?? [];
  const key = namedKey(rest) ?? (isOneCharacter(rest) ? rest : undefined);
  if (key === undefined) return undefined;
  return isOneCharacter(key) && /shift/iu.test(held) ? undefined : withHeld(held, key);
}
