/** The keyboard and mouse of the terminal: the modes that make it send keys one by one, and their end. */

import type { KeyPress } from '../keys/key-press.ts';
import type { TerminalInput, TerminalOutput } from '../tui-options.ts';
import { createKeyDecoder, type KeyDecoder, type KeyDecoderOptions } from './key-decoder.ts';

/** Pasted text comes between marks (xterm, DECSET 2004). */
const pasteMarks = { on: '\u{1b}[?2004h', off: '\u{1b}[?2004l' } as const;

/** Presses and the wheel (1000), told in the form without limits (1006). */
const mouseReports = { on: '\u{1b}[?1000h\u{1b}[?1006h', off: '\u{1b}[?1006l\u{1b}[?1000l' } as const;

/** Options of the keyboard. */
export interface KeyboardOptions {
  readonly stdin: TerminalInput;
  readonly stdout: TerminalOutput;
  readonly onPress: (press: KeyPress) => void;
  /** Tells whether a key with Alt does something; see the decoder. */
  readonly isMeant?: NonNullable<KeyDecoderOptions['isMeant']>;
  /** For tests; see the decoder. */
  readonly schedule?: NonNullable<KeyDecoderOptions['schedule']>;
}

/** The keyboard. Every method may be called at any time and any number of times. */
export interface Keyboard {
  /** Takes the terminal: keys arrive from now on, and the mouse where it was on. */
  open(): void;
  /** Gives the terminal back as it was found. What is half read is forgotten. */
  close(): void;
  /** Turns the mouse on or off, now or with the next `open`. */
  setMouse(isOn: boolean): void;
}

/** Returns a keyboard that is not open yet. */
export function createKeyboard(options: KeyboardOptions): Keyboard {
  const { stdin, stdout } = options;
  let decoder: KeyDecoder | undefined;
  let isMouseOn = false;

  function onData(chunk: Buffer): void {
    decoder?.push(chunk);
  }

  return {
    open() {
      if (decoder !== undefined) return;
      decoder = createKeyDecoder(options);
      stdin.setRawMode?.(true);
      stdin.on('data', onData);
      stdin.ref?.();
      stdin.resume();
      stdout.write(pasteMarks.on + (isMouseOn ? mouseReports.on : ''));
    },
    close() {
      if (decoder === undefined) return;
      decoder.close();
      decoder = undefined;
      stdout.write((isMouseOn ? mouseReports.off : '') + pasteMarks.off);
      stdin.off('data', onData);
      stdin.setRawMode?.(false);
      stdin.pause();
      stdin.unref?.();
    },
    setMouse(isOn) {
      if (isOn === isMouseOn) return;
      isMouseOn = isOn;
      if (decoder !== undefined) stdout.write(isOn ? mouseReports.on : mouseReports.off);
    },
  };
}
