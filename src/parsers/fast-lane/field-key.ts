/** The key of a field, ready to be compared with the line in a few loads. */

import type { LineBytes } from './line-bytes.ts';

/** Returns the four bytes of `text` from `at` on as a little-endian word. */
export function wordOf(text: string, at: number): number {
  let word = 0;
  for (let index = 0; index < 4; index += 1) word |= text.charCodeAt(at + index) << (8 * index);
  return word;
}

/**
 * A key of four to twelve ASCII bytes as its first, middle and last four bytes, which overlap where it is shorter than
 * twelve: so no byte needs to be masked out.
 */
export class FieldKey {
  readonly length: number;
  readonly first: number;
  readonly middle: number;
  readonly last: number;
  /** Where the middle and the last four bytes begin. */
  readonly middleAt: number;
  readonly lastAt: number;

  constructor(text: string) {
    if (text.length < 4 || text.length > 12) throw new RangeError(`the key "${text}" has ${text.length} bytes`);
    this.length = text.length;
    this.lastAt = text.length - 4;
    this.middleAt = Math.min(4, this.lastAt);
    this.first = wordOf(text, 0);
    this.middle = wordOf(text, this.middleAt);
    this.last = wordOf(text, this.lastAt);
  }

  /** Tells whether the key stands at `at`. */
  isAt({ view }: LineBytes, at: number): boolean {
    return (
      view.getInt32(at, true) === this.first &&
      view.getInt32(at + this.lastAt, true) === this.last &&
      view.getInt32(at + this.middleAt, true) === this.middle
    );
  }
}
