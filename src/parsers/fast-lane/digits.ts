/**
 * Decimal digits, four bytes at a time. How many digits a number has is what a processor cannot foresee, and a loop over them pays for
 * every wrong guess with as much time as ten steps of it; arithmetic on all four bytes at once has nothing to guess.
 */

const [zero, dot] = [0x30, 0x2e];
const zeros = 0x30303030;
// Added to a byte of 10 or more it sets the byte's highest bit; to one of 0 … 9 it does not.
const aboveNine = 0x76767676;
const highBits = 0x80808080;

/** 10 to the power of 0 … 4. */
const powers = Int32Array.of(1, 10, 100, 1000, 10_000);

/** Returns the number of digits a little-endian word begins with, 0 … 4. */
function digitCount(word: number): number {
  const values = word ^ zeros;
  // A byte may also be marked by the carry of one below it, but never the lowest that is marked.
  const marks = ((values + aboveNine) | values) & highBits;
  return marks === 0 ? 4 : (31 - Math.clz32(marks & -marks)) >> 3;
}

/** Returns the number that the first `count` (1 … 4) bytes of a word, all of them digits, write. */
function digitsValue(word: number, count: number): number {
  // Moved to the top, so that zeros stand where a number of four digits has more.
  const values = (word ^ zeros) << (32 - 8 * count);
  const high = (values & 0xff) * 1000 + ((values >>> 8) & 0xff) * 100;
  return high + ((values >>> 16) & 0xff) * 10 + (values >>> 24);
}

/**
 * Reads runs of digits. It holds what it read, as a function has but one result. It is here and not with the other readers since the
 * engine compiles functions of one module together best, and these are called ten times a line.
 */
export class DigitReader {
  /** The number that was read last; an address as its 32 bits, signed. */
  value = 0;
  readonly #view: DataView;

  constructor(view: DataView) {
    this.#view = view;
  }

  /** Reads one to nine digits at `start`; returns where they end, or -1 when there are none or more. */
  decimal(start: number): number {
    const word = this.#view.getInt32(start, true);
    const count = digitCount(word);
    if (count === 0) return -1;
    this.value = digitsValue(word, count);
    return count < 4 ? start + count : this.#more(start + 4);
  }

  /** Reads what is left of a number of which four digits were read. */
  #more(start: number): number {
    const view = this.#view;
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

  /** Reads a decimal number of at most 16 bits; -1 for a greater one too. */
  decimal16(start: number): number {
    const view = this.#view;
    const word = view.getInt32(start, true);
    const count = digitCount(word);
    if (count === 0) return -1;
    const value = digitsValue(word, count);
    this.value = value;
    if (count < 4) return start + count;
    const digit = view.getUint8(start + 4) - zero;
    if (digit < 0 || digit > 9) return start + 4;
    this.value = value * 10 + digit;
    const after = view.getUint8(start + 5) - zero;
    return this.value > 0xffff || (after >= 0 && after <= 9) ? -1 : start + 5;
  }

  /**
   * Reads an IPv4 address: four numbers up to 255 without leading zeros, as the kernel writes them, so that its text is the canonical
   * one. Returns where it ends, or -1.
   */
  ipv4(start: number): number {
    const view = this.#view;
    let at = start;
    let bits = 0;
    for (let part = 0; part < 4; part += 1) {
      const word = view.getInt32(at, true);
      const count = digitCount(word);
      if (count === 0 || count === 4) return -1;
      const value = digitsValue(word, count);
      if (value > 255 || ((word & 0xff) === zero && count > 1)) return -1;
      // The byte after the digits; at most three bytes are before it.
      if (part < 3 && ((word >>> (8 * count)) & 0xff) !== dot) return -1;
      bits = (bits << 8) | value;
      at += count + 1;
    }
    this.value = bits;
    return at - 1;
  }
}
