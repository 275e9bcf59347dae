/**
 * Writes the wire format from its end to its start. The length of a message stands before it: written backwards it is known when its turn comes,
 * so that nothing has to be measured beforehand, moved afterwards or kept in a buffer of its own.
 */

import type { ConstantBytes, ConstantPart } from './constant-bytes.ts';
import type { Int64Halves } from './int64.ts';

/**
 * Room that is left whenever one scalar with its tag is written (at most 15 bytes). Whoever writes many, or one of any length, calls `need`;
 * for the scalars of one message this covers as many as the schema has in one.
 */
const margin = 2048;

/** Thrown when the buffer is too small; the caller has another. It says nothing of the data. */
export const noRoom = new Error('the buffer is full');

/** A writer into a buffer that somebody else made. */
export class BackwardWriter {
  #bytes: Buffer = Buffer.alloc(0);
  #view: DataView = new DataView(new ArrayBuffer(0));
  /** Index of the byte that was written last. */
  #start = 0;

  /** Begins anew: the first byte written is the one before `end`. */
  begin(bytes: Buffer, end: number): void {
    if (this.#bytes !== bytes) {
      this.#bytes = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    }
    this.#start = end;
  }

  /** Index of the first byte of all that was written. */
  get start(): number {
    return this.#start;
  }

  /** Throws `noRoom` when there is less room than for `bytes` bytes and the scalars around them. */
  need(bytes: number): void {
    if (this.#start < bytes + margin) throw noRoom;
  }

  /** Writes a whole number from 0 to 2^53. */
  varint(value: number): void {
    if (value < 0x80) {
      this.#start -= 1;
      this.#bytes[this.#start] = value;
    } else if (value < 0x4000) {
      this.#start -= 2;
      this.#bytes[this.#start] = (value & 0x7f) | 0x80;
      this.#bytes[this.#start + 1] = value >>> 7;
    } else {
      this.#longVarint(value);
    }
  }

  #longVarint(value: number): void {
    let size = 3;
    for (let rest = Math.floor(value / 0x20_0000); rest > 0; rest = Math.floor(rest / 0x80)) size += 1;
    this.#start -= size;
    let at = this.#start;
    let left = value;
    for (; left >= 0x8000_0000; left = Math.floor(left / 0x80)) this.#bytes[at++] = (left % 0x80) | 0x80;
    for (; left >= 0x80; left >>>= 7) this.#bytes[at++] = (left & 0x7f) | 0x80;
    this.#bytes[at] = left;
  }

  /** Writes a 64-bit number in two's complement. */
  varint64({ low, high }: Int64Halves): void {
    let lowLeft = low >>> 0;
    let highLeft = high >>> 0;
    const groups: number[] = [];
    while (highLeft !== 0 || lowLeft > 0x7f) {
      groups.push((lowLeft & 0x7f) | 0x80);
      lowLeft = ((lowLeft >>> 7) | (highLeft << 25)) >>> 0;
      highLeft >>>= 7;
    }
    groups.push(lowLeft);
    this.#start -= groups.length;
    this.#bytes.set(groups, this.#start);
  }

  /** Writes a signed number of 32 bits, which the wire format widens to 64. */
  int32(value: number): void {
    const word = value | 0;
    if (word >= 0) this.varint(word);
    else this.varint64({ low: word, high: -1, unsigned: false });
  }

  float(value: number): void {
    this.#start -= 4;
    this.#view.setFloat32(this.#start, value, true);
  }

  double(value: number): void {
    this.#start -= 8;
    this.#view.setFloat64(this.#start, value, true);
  }

  /** Writes bytes as they are. */
  raw(bytes: Uint8Array): void {
    this.need(bytes.length);
    this.#start -= bytes.length;
    this.#bytes.set(bytes, this.#start);
  }

  /** Writes a part of `constants`. There must be room, which `need` tells. */
  constant(constants: ConstantBytes, { from, to, length }: ConstantPart): void {
    const { words } = constants;
    let at = this.#start;
    // The padding of the first word goes before the start, where the next value is written over it.
    for (let index = to - 1; index >= from; index -= 1) {
      at -= 4;
      this.#view.setInt32(at, words[index] ?? 0, true);
    }
    this.#start -= length;
  }

  /** Writes the few bytes of `source` from `from` to `to` as they are. There must be room, which `need` tells. */
  few(source: Uint8Array, from: number, to: number): void {
    let at = this.#start;
    for (let index = to - 1; index >= from; index -= 1) {
      at -= 1;
      this.#bytes[at] = source[index] ?? 0;
    }
    this.#start = at;
  }

  /** Writes bytes and their length. */
  delimited(bytes: Uint8Array): void {
    this.raw(bytes);
    this.varint(bytes.length);
  }

  /** Writes a text in UTF-8 and its length. A lone surrogate has no UTF-8, and a Go peer rejects the whole message over it: it becomes U+FFFD. */
  text(value: string): void {
    this.need(value.length * 3);
    const size = Buffer.byteLength(value);
    this.#start -= size;
    // As many bytes as characters is ASCII, for which Latin-1 is the shorter way. Character by character in JavaScript takes thrice as long.
    if (size === value.length) this.#bytes.write(value, this.#start, size, 'latin1');
    else this.#bytes.write(value.toWellFormed(), this.#start, size);
    this.varint(size);
  }
}
