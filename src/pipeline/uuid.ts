/** UUIDs of version 8 (RFC 9562) as text. */

import type { Lanes } from './hash128.ts';

/** Letters of a UUID. */
export const uuidLetters = 36;

const dash = 0x2d;
const digits = '0123456789abcdef';

/** The two letters of every byte, the first one low, to be written at once. */
const letterPairs = Uint16Array.from({ length: 256 }, (_zero, byte) => {
  return digits.charCodeAt(byte >>> 4) | (digits.charCodeAt(byte & 15) << 8);
});

/** Writes ids as letters. Joining the texts of sixteen bytes makes as many strings. */
export class UuidWriter {
  /** The letters of the last id that was written. */
  readonly letters: Buffer;
  readonly #view: DataView;

  constructor() {
    const room = new ArrayBuffer(uuidLetters);
    this.letters = Buffer.from(room);
    this.#view = new DataView(room);
    for (const at of [8, 13, 18, 23]) this.letters[at] = dash;
  }

  /** Writes a hash into `letters`: version 8 in the seventh byte, the variant of RFC 9562 in the ninth. */
  write({ a, b, c, d }: Lanes): void {
    this.#half(a >>> 16, 0);
    this.#half(a, 4);
    this.#half(b >>> 16, 9);
    this.#half((b & 0x0fff) | 0x8000, 14);
    this.#half(((c >>> 16) & 0x3fff) | 0x8000, 19);
    this.#half(c, 24);
    this.#half(d >>> 16, 28);
    this.#half(d, 32);
  }

  /** Returns a hash as text. */
  format(lanes: Lanes): string {
    this.write(lanes);
    return this.letters.toString('latin1');
  }

  #half(half: number, at: number): void {
    this.#view.setUint16(at, letterPairs[(half >>> 8) & 0xff] ?? 0, true);
    this.#view.setUint16(at + 2, letterPairs[half & 0xff] ?? 0, true);
  }
}
