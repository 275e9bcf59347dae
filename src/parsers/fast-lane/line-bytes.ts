/** The line that is being read, in a place of its own. */

import { Buffer } from 'node:buffer';
import { KnownBytes } from './known-bytes.ts';

/** Longest line the lane reads, in bytes; the kernel's own limit is near 1 kB, and longer ones are rare. */
export const maxLineBytes = 1024;

// Room for the NUL after the line and for the widest look ahead of it.
const spareBytes = 64;
const blank = 0x20;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Keeps the bytes of a word that `length` (0 … 3) leaves of it. */
function leading(word: number, length: number): number {
  return word & ((1 << (8 * length)) - 1);
}

/**
 * A copy of the line with a NUL after it. The copy costs a tenth of the reading and pays for itself three times: eight bytes
 * can be compared at once wherever they lie, the engine always sees one and the same kind of array, and no reader has to
 * look for the end of the line, as no text of the grammar holds a NUL.
 */
export class LineBytes {
  /** The line from 0 to `end`. Offsets up to `end` + 60 may be read; what is there means nothing. */
  readonly view: DataView<ArrayBuffer>;
  end = 0;
  readonly #buffer: Buffer<ArrayBuffer>;

  constructor() {
    const room = new ArrayBuffer(maxLineBytes + spareBytes);
    this.view = new DataView(room);
    this.#buffer = Buffer.from(room);
  }

  /** Takes a record, without the line terminator that may be left on it; false when it is too long. */
  load(record: Uint8Array): boolean {
    const { length } = record;
    if (length > maxLineBytes) return false;
    this.#buffer.set(record, 0);
    let end = length;
    while (end > 0 && this.#isLineEnd(end - 1)) end -= 1;
    this.view.setUint8(end, 0);
    this.end = end;
    return true;
  }

  #isLineEnd(at: number): boolean {
    const value = this.view.getUint8(at);
    return value === lineFeed || value === carriageReturn;
  }

  /** Returns `[start, end)` as text, one character a byte. */
  text(start: number, end: number): string {
    return this.#buffer.toString('latin1', start, end);
  }

  /** Tells whether a blank stands at `at`. */
  isBlankAt(at: number): boolean {
    return this.view.getUint8(at) === blank;
  }

  /** Returns a hash of `[start, end)`. */
  hash(start: number, end: number): number {
    const { view } = this;
    let hash = end - start;
    let at = start;
    for (; at + 4 <= end; at += 4) hash = Math.imul(hash ^ view.getInt32(at, true), 0x9e3779b1);
    hash = Math.imul(hash ^ leading(view.getInt32(at, true), end - at), 0x85ebca6b);
    return hash ^ (hash >>> 15);
  }

  /** Returns a copy of `[start, end)` to compare with later. */
  known(start: number, end: number): KnownBytes {
    return new KnownBytes(this.view, start, end);
  }

  /** Tells whether `known` stands at `start`. */
  isAt(known: KnownBytes, start: number): boolean {
    return known.isAt(this.view, start);
  }
}
