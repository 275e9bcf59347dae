/**
 * Bytes of a terminal to keys. Node's readline waits half a second after Esc, and Ink's reader tells neither function keys nor
 * the mouse; so the keyboard is read here. Any bytes in any pieces are read; what is unknown is dropped whole.
 */

import type { KeyPress, KeyStroke } from '../keys/key-press.ts';
import { readPress, stuckPress, type ReadPress, type Reading } from './sequence-reader.ts';

/** Milliseconds after which an Esc that nothing follows is the key Esc. Sequences arrive in one piece but for slow links. */
export const escapeWaitMs = 30;

/** Milliseconds of silence after which a pasted text whose end got lost is over. */
export const pasteWaitMs = 1000;

/** Characters of one pasted text; what is beyond is dropped, a filter is never that long. */
export const longestPaste = 1 << 20;

const pasteEnd = '\u{1b}[201~';

/** Options of a decoder. */
export interface KeyDecoderOptions {
  readonly onPress: (press: KeyPress) => void;
  /**
   * Tells whether a key with Alt does something where it is pressed. A terminal sends the same for Alt and a key as for Esc and,
   * at once, that key; what does nothing with Alt is taken for both keys. Default: it always does.
   */
  readonly isMeant?: (stroke: KeyStroke) => boolean;
  /** Calls back after so many milliseconds; returns how to call that off. Timers of the runtime unless given. */
  readonly schedule?: (callback: () => void, ms: number) => () => void;
}

/** A decoder. */
export interface KeyDecoder {
  push(chunk: Uint8Array): void;
  /** Forgets what is half read, and waits for nothing any more. */
  close(): void;
}

function withTimer(callback: () => void, ms: number): () => void {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
}

/** Returns a decoder that calls `onPress` for each key, in order, while `push` runs or soon after. */
export function createKeyDecoder(options: KeyDecoderOptions): KeyDecoder {
  return new Decoder(options);
}

class Decoder implements KeyDecoder {
  readonly #onPress: (press: KeyPress) => void;
  readonly #isMeant: (stroke: KeyStroke) => boolean;
  readonly #schedule: (callback: () => void, ms: number) => () => void;
  readonly #utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
  #pending = '';
  /** What was pasted so far; undefined outside of a pasted text. */
  #pasted: string | undefined;
  #callOff: (() => void) | undefined;

  constructor({ onPress, isMeant = () => true, schedule = withTimer }: KeyDecoderOptions) {
    this.#onPress = onPress;
    this.#isMeant = isMeant;
    this.#schedule = schedule;
  }

  push(chunk: Uint8Array): void {
    this.#stopWaiting();
    this.#pending += this.#utf8.decode(chunk, { stream: true });
    this.#readAll();
    this.#wait();
  }

  close(): void {
    this.#stopWaiting();
    this.#pending = '';
    this.#pasted = undefined;
  }

  #readAll(): void {
    while (this.#pending !== '') {
      if (this.#pasted !== undefined) {
        if (!this.#readPasted(this.#pasted)) return;
        continue;
      }
      const reading = readPress(this.#pending);
      if (reading.kind === 'more') return;
      this.#take(reading);
    }
  }

  /** Returns whether the pasted text is over. */
  #readPasted(before: string): boolean {
    const end = this.#pending.indexOf(pasteEnd);
    // The end mark may be cut: what could be its beginning waits.
    const length = end < 0 ? Math.max(0, this.#pending.length - pasteEnd.length + 1) : end;
    const text = (before + this.#pending.slice(0, length)).slice(0, longestPaste);
    this.#pending = this.#pending.slice(end < 0 ? length : end + pasteEnd.length);
    if (end < 0) this.#pasted = text;
    else this.#endPaste(text);
    return end >= 0;
  }

  #endPaste(text: string): void {
    this.#pasted = undefined;
    this.#onPress({ kind: 'paste', text: text.replaceAll(/\r\n?/gu, '\n') });
  }

  #take(reading: Exclude<Reading, { kind: 'more' }>): void {
    const taken = reading.kind === 'paste' ? reading : this.#resolved(reading);
    this.#pending = this.#pending.slice(taken.length);
    if (taken.kind === 'paste') this.#pasted = '';
    else if (taken.press !== undefined) this.#onPress(taken.press);
  }

  /** Esc and one character: the first of them alone, where the two together mean nothing. */
  #resolved(reading: ReadPress): ReadPress {
    const { press, length } = reading;
    const isPair = press?.kind === 'key' && press.alt && Array.from(this.#pending.slice(0, length)).length === 2;
    return isPair && !this.#isMeant(press) ? stuckPress('\u{1b}') : reading;
  }

  #wait(): void {
    if (this.#pasted === undefined && this.#pending === '') return;
    const ms = this.#pasted === undefined ? escapeWaitMs : pasteWaitMs;
    this.#callOff = this.#schedule(() => this.#giveUp(), ms);
  }

  #stopWaiting(): void {
    this.#callOff?.();
    this.#callOff = undefined;
  }

  /** Nothing came for a while: what is begun ends here. */
  #giveUp(): void {
    this.#callOff = undefined;
    if (this.#pasted === undefined) this.#take(stuckPress(this.#pending));
    else {
      const text = (this.#pasted + this.#pending).slice(0, longestPaste);
      this.#pending = '';
      this.#endPaste(text);
    }
    this.#readAll();
    this.#wait();
  }
}
