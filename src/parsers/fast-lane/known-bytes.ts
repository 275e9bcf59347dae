/** Bytes to compare a line with, eight at a time. */

/** Returns a mask of the lowest `count` bytes of a word; a count outside 0 … 4 is taken as the nearest. */
function maskOf(count: number): number {
  if (count >= 4) return -1;
  return count <= 0 ? 0 : (1 << (8 * count)) - 1;
}

/**
 * Bytes that were met once. Eight of them are compared as one floating point number: of two bit patterns no two are equal as
 * numbers but those of the two zeros, which text cannot be; and a pattern that is no number equals nothing, so that what is taken
 * for another word is at worst read again.
 */
export class KnownBytes {
  readonly length: number;
  /** Each whole eight bytes, and the last eight, which may overlap them. */
  readonly #eights: readonly number[];
  readonly #last: number;
  /** Fewer than eight bytes, as two words of which the masks leave those that count. */
  readonly #low: number;
  readonly #high: number;
  readonly #lowMask: number;
  readonly #highMask: number;

  /** Takes the bytes of `[start, end)`. */
  constructor(view: DataView, start: number, end: number) {
    const length = end - start;
    this.length = length;
    this.#eights = Array.from({ length: length >> 3 }, (_, index) => view.getFloat64(start + 8 * index, true));
    this.#last = length < 8 ? 0 : view.getFloat64(end - 8, true);
    this.#lowMask = maskOf(length);
    this.#highMask = maskOf(length - 4);
    this.#low = view.getInt32(start, true) & this.#lowMask;
    this.#high = view.getInt32(start + 4, true) & this.#highMask;
  }

  /** Tells whether they stand at `start`. Nothing is read beyond the first eight bytes that differ. */
  isAt(view: DataView, start: number): boolean {
    const { length } = this;
    if (length < 8) {
      const low = view.getInt32(start, true) & this.#lowMask;
      return low === this.#low && (view.getInt32(start + 4, true) & this.#highMask) === this.#high;
    }
    const eights = this.#eights;
    for (let index = 0; index < eights.length; index += 1) {
      if (view.getFloat64(start + 8 * index, true) !== eights[index]) return false;
    }
    return view.getFloat64(start + length - 8, true) === this.#last;
  }
}
