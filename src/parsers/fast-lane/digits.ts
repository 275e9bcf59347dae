/**
 * Decimal digits, four bytes at a time. How many digits a number has is what a processor cannot foresee, and a loop over them pays for
 * every wrong guess with as much time as ten steps of it; arithmetic on all four bytes at once has nothing to guess.
 */

const zero = 0x30;
const zeros = 0x30303030;
// Added to a byte of 10 or more it sets the byte's highest bit; to one of 0 … 9 it does not.
const aboveNine = 0x76767676;
const highBits = 0x80808080;

/** 10 to the power of 0 … 4. */
const powers = Int32Array.of(1, 10, 100, 1000, 10_000);

/** Returns the number of digits a little-endian word begins with, 0 … 4. */
export function digitCount(word: number): number {
  const values = word ^ zeros;
  // A byte may also be marked by the carry of one below it, but never the lowest that is marked.
  const marks = ((values + aboveNine) | values) & highBits;
  return marks === 0 ? 4 : (31 - Math.clz32(marks & -marks)) >> 3;
}

/** Returns the number that the first `count` (1 … 4) bytes of a word, all of them digits, write. */
export function digitsValue(word: number, count: number): number {
  // Moved to the top, so that zeros stand where a number of four digits has more.
  const values = (word ^ zeros) << (32 - 8 * count);
  const high = (values & 0xff) * 1000 + ((values >>> 8) & 0xff) * 100;
  return high + ((values >>> 16) & 0xff) * 10 + (values >>> 24);
}

/** Reads a run of digits. It holds what it read, as a function has but one result. */
export class DigitReader {
  /** The number that was read last. */
  value = 0;

  /** Reads one to nine digits at `start`; returns where they end, or -1 when there are none or more. */
  read(view: DataView, start: number): number {
    const word = view.getInt32(start, true);
    const count = digitCount(word);
    if (count === 0) return -1;
    this.value = digitsValue(word, count);
    return count < 4 ? start + count : this.#more(view, start + 4);
  }

  /** Reads what is left of a number of which four digits were read. */
  #more(view: DataView, start: number): number {
    const word = view.getInt32(start, true);
    const count = digitCount(word);
    if (count === 0) return start;
    this.value = this.value * (powers[count] ?? 1) + digitsValue(word, count);
    if (count < 4) return start + count;
    const digit = view.getUint8(start + 4) - zero;
    if (digit < 0 || digit > 9) return start + 4;
    this.value = this.value * 10 + digit;
    const after = view.getUint8(start + 5) - zero;
    return after >= 0 && after <= 9 ? -1 : start + 5;
  }
}
