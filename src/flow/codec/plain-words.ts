/** Which bytes stand for themselves in a JSON string (see `plainBytes`), four at a time. */

/** The same byte four times. */
const ones = 0x01_01_01_01;
const blanks = 0x20_20_20_20;
const quotes = 0x22_22_22_22;
const lessThans = 0x3c_3c_3c_3c;
const backslashes = 0x5c_5c_5c_5c;
const highBits = 0x80_80_80_80;
/** All but the bit in which `"` and `&` differ, and all but that in which `<` and `>` do. */
const quoteMask = ~0x04_04_04_04;
const lessThanMask = ~0x02_02_02_02;

/**
 * Returns the high bits of the bytes in `four` (a little-endian integer) that do not stand for themselves; of several the lowest is
 * right, and those above it may be wrong. 0 when all do: two look-ups in a table would take longer.
 *
 * A byte beyond ASCII has its high bit set, a control character has it once 0x20 was taken from it. Of what is compared with
 * another byte so that it became zero, the high bit is set once 1 was taken. What a byte borrows spoils those above it alone.
 */
export function notPlain(four: number): number {
  return (
    (four |
      (four - blanks) |
      (((four & quoteMask) ^ quotes) - ones) |
      (((four & lessThanMask) ^ lessThans) - ones) |
      ((four ^ backslashes) - ones)) &
    highBits
  );
}

/** Returns where the first byte at or behind `from` stands that does not stand for itself; one must be there, with three behind it. */
export function plainEnd(view: DataView, from: number): number {
  let at = from;
  for (;;) {
    const ends = notPlain(view.getInt32(at, true));
    if (ends !== 0) return at + ((31 - Math.clz32(ends & -ends)) >> 3);
    at += 4;
  }
}
