/**
 * A fast 128-bit hash: MurmurHash3 in its 32-bit-lane form (Austin Appleby, public domain), fed with words and bytes. It
 * names things; it is no protection against somebody who wants two of them to be equal.
 */

const [c1, c2, c3, c4] = [0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93];

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function scramble(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/** The word at `at`, of which the bytes from `end` on are taken as zero. */
function wordBefore(view: DataView, at: number, end: number): number {
  if (at + 4 <= end) return view.getInt32(at, true);
  let word = 0;
  for (let index = 0; index < 4 && at + index < end; index += 1) word |= view.getUint8(at + index) << (8 * index);
  return word;
}

/** The four lanes of a hash, as signed 32-bit words. */
export interface Lanes {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}

/** What a hash has taken. */
export interface HashState extends Lanes {
  /** Bytes. */
  readonly length: number;
}

const nothingTaken: HashState = { a: 0, b: 0, c: 0, d: 0, length: 0 };
const blockBytes = 16;

/** A hash that takes input piece by piece. Reused: `restart` puts it back to a state. */
export class Hash128 {
  #a = 0;
  #b = 0;
  #c = 0;
  #d = 0;
  #length = 0;
  #view: DataView = new DataView(new ArrayBuffer(0));

  /** Starts over, from what another hash had taken or from nothing. */
  restart(from: HashState = nothingTaken): void {
    this.#a = from.a;
    this.#b = from.b;
    this.#c = from.c;
    this.#d = from.d;
    this.#length = from.length;
  }

  /** Returns what was taken so far, for `restart`. */
  state(): HashState {
    return { a: this.#a, b: this.#b, c: this.#c, d: this.#d, length: this.#length };
  }

  /** Takes sixteen bytes as four words. */
  words(w1: number, w2: number, w3: number, w4: number): void {
    this.#a ^= Math.imul(rotate(Math.imul(w1, c1), 15), c2);
    this.#a = (Math.imul(rotate(this.#a, 19) + this.#b, 5) + 0x561ccd1b) | 0;
    this.#b ^= Math.imul(rotate(Math.imul(w2, c2), 16), c3);
    this.#b = (Math.imul(rotate(this.#b, 17) + this.#c, 5) + 0x0bcaa747) | 0;
    this.#c ^= Math.imul(rotate(Math.imul(w3, c3), 17), c4);
    this.#c = (Math.imul(rotate(this.#c, 15) + this.#d, 5) + 0x96cd1c35) | 0;
    this.#d ^= Math.imul(rotate(Math.imul(w4, c4), 18), c1);
    this.#d = (Math.imul(rotate(this.#d, 13) + this.#a, 5) + 0x32ac3b17) | 0;
    this.#length += 16;
  }

  /** Takes whole blocks of sixteen bytes as `words` does, one after the other, and returns where they end: lanes in variables stay in registers. */
  #blocks(view: DataView, start: number, stop: number): number {
    let [a, b, c, d, at] = [this.#a, this.#b, this.#c, this.#d, start];
    for (; at + blockBytes <= stop; at += blockBytes) {
      a ^= Math.imul(rotate(Math.imul(view.getInt32(at, true), c1), 15), c2);
      a = (Math.imul(rotate(a, 19) + b, 5) + 0x561ccd1b) | 0;
      b ^= Math.imul(rotate(Math.imul(view.getInt32(at + 4, true), c2), 16), c3);
      b = (Math.imul(rotate(b, 17) + c, 5) + 0x0bcaa747) | 0;
      c ^= Math.imul(rotate(Math.imul(view.getInt32(at + 8, true), c3), 17), c4);
      c = (Math.imul(rotate(c, 15) + d, 5) + 0x96cd1c35) | 0;
      d ^= Math.imul(rotate(Math.imul(view.getInt32(at + 12, true), c4), 18), c1);
      d = (Math.imul(rotate(d, 13) + a, 5) + 0x32ac3b17) | 0;
    }
    this.#a = a;
    this.#b = b;
    this.#c = c;
    this.#d = d;
    return at;
  }

  /** Takes `bytes` from `start` to `end`, the last block filled with zeros, and their number. */
  bytes(bytes: Uint8Array, start: number, end: number): void {
    const view = this.#viewOf(bytes.buffer);
    const offset = bytes.byteOffset;
    const stop = offset + end;
    const at = this.#blocks(view, offset + start, stop);
    this.#length += at - (offset + start);
    if (at < stop) {
      const [w1, w2] = [wordBefore(view, at, stop), wordBefore(view, at + 4, stop)];
      this.words(w1, w2, wordBefore(view, at + 8, stop), wordBefore(view, at + 12, stop));
    }
    this.#length += end - start;
  }

  /** Records that were read together lie in one buffer, and reading words through a view of it is the shortest way. */
  #viewOf(buffer: ArrayBufferLike): DataView {
    if (this.#view.buffer !== buffer) this.#view = new DataView(buffer);
    return this.#view;
  }

  /** Takes the UTF-16 units of `text` and their number, so that two texts in a row cannot be taken for one. */
  text(text: string): void {
    for (let at = 0; at < text.length; at += 4) {
      this.words(
        text.charCodeAt(at),
        at + 1 < text.length ? text.charCodeAt(at + 1) : 0,
        at + 2 < text.length ? text.charCodeAt(at + 2) : 0,
        at + 3 < text.length ? text.charCodeAt(at + 3) : 0,
      );
    }
    this.words(text.length, 0, 0, 0);
  }

  /** Takes a safe integer. */
  number(value: number): void {
    const high = Math.floor(value / 0x1_0000_0000);
    this.words(value | 0, high | 0, 0, 1);
  }

  /** Returns the finished hash. More may be taken afterwards, as if it had not been asked for. */
  finish(): Lanes {
    const sum =
      (this.#a ^ this.#length) + (this.#b ^ this.#length) + (this.#c ^ this.#length) + (this.#d ^ this.#length);
    const a = scramble(sum | 0);
    const b = scramble(((this.#b ^ this.#length) + sum) | 0);
    const c = scramble(((this.#c ^ this.#length) + sum) | 0);
    const d = scramble(((this.#d ^ this.#length) + sum) | 0);
    const total = (a + b + c + d) | 0;
    return { a: total, b: (b + total) | 0, c: (c + total) | 0, d: (d + total) | 0 };
  }
}
