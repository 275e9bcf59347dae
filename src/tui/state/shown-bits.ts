/** Which of many places are shown: one bit each, so that a long run of hidden ones is passed 32 at a time. */

const wordBits = 32;

/** Places in a window that moves up over a ring of `size` bits. Bits outside of the window must be off. */
export class ShownBits {
  readonly #words: Uint32Array;
  readonly #size: number;

  /** `size` is a multiple of 32 and at least as wide as the window ever is. */
  constructor(size: number) {
    this.#size = size;
    this.#words = new Uint32Array(size / wordBits);
  }

  /** Switches the bit of `seq`. */
  set(seq: number, isShown: boolean): void {
    const slot = seq % this.#size;
    const index = slot >>> 5;
    const bit = 1 << (slot & 31);
    const word = this.#words[index] ?? 0;
    this.#words[index] = isShown ? word | bit : word & ~bit;
  }

  /** Returns the first place in `[from, end)` that is on; undefined when there is none. */
  after(from: number, end: number): number | undefined {
    let seq = from;
    while (seq < end) {
      const slot = seq % this.#size;
      const rest = (this.#words[slot >>> 5] ?? 0) >>> (slot & 31);
      if (rest !== 0) {
        const found = seq + 31 - Math.clz32(rest & -rest);
        // In a full ring the oldest places share the last word with the newest.
        return found < end ? found : undefined;
      }
      seq += wordBits - (slot & 31);
    }
    return undefined;
  }

  /** Returns the last place in `[first, from]` that is on; undefined when there is none. */
  before(from: number, first: number): number | undefined {
    let seq = from;
    while (seq >= first) {
      const slot = seq % this.#size;
      const rest = (this.#words[slot >>> 5] ?? 0) << (31 - (slot & 31));
      if (rest !== 0) {
        const found = seq - Math.clz32(rest);
        return found >= first ? found : undefined;
      }
      seq -= (slot & 31) + 1;
    }
    return undefined;
  }
}
