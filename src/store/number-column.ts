/**
 * Columns of whole numbers in fewer bytes than the numbers may need. What does not fit is no error: the column then takes the bytes it
 * needs, for all its rows, and says what it was told all the same.
 */

const most16 = 0xffff;
const offsets = 2 ** 32;

/** Numbers that are small as a rule: two bytes each, four when one is above 65,535. */
export class SmallColumn {
  readonly #rows: number;
  #small: Uint16Array;
  #large: Uint32Array | undefined;

  constructor(rows: number) {
    this.#rows = rows;
    this.#small = new Uint16Array(rows);
  }

  /** Notes a number from 0 to 2^32 − 1. */
  set(index: number, value: number): void {
    if (value > most16 && this.#large === undefined) {
      this.#large = new Uint32Array(this.#rows);
      this.#large.set(this.#small);
      this.#small = new Uint16Array(0);
    }
    if (this.#large === undefined) this.#small[index] = value;
    else this.#large[index] = value;
  }

  /** Returns the number of a row; 0 when none was noted. */
  at(index: number): number {
    return (this.#large === undefined ? this.#small[index] : this.#large[index]) ?? 0;
  }
}

/** Numbers that lie near each other as a rule: four bytes each, as offsets from a number near the first, eight when one is too far away. */
export class OffsetColumn {
  /** What an offset of 0 stands for; undefined while nothing was noted. */
  #base: number | undefined;
  #offsets: Uint32Array;
  #whole: Float64Array | undefined;

  constructor(rows: number) {
    this.#offsets = new Uint32Array(rows);
  }

  /** Notes a whole number of at most 2^53 − 1, or one below 0. */
  set(index: number, value: number): void {
    // Half of the offsets for each side: times go back now and then.
    this.#base ??= value - offsets / 2;
    const offset = value - this.#base;
    if (this.#whole === undefined && (offset < 0 || offset >= offsets)) this.#widen(this.#base);
    if (this.#whole === undefined) this.#offsets[index] = offset;
    else this.#whole[index] = value;
  }

  #widen(base: number): void {
    this.#whole = Float64Array.from(this.#offsets, (offset) => base + offset);
    this.#offsets = new Uint32Array(0);
  }

  /** Returns the number of a row. Of a row for which none was noted it says nothing. */
  at(index: number): number {
    if (this.#whole !== undefined) return this.#whole[index] ?? 0;
    return (this.#base ?? 0) + (this.#offsets[index] ?? 0);
  }
}
