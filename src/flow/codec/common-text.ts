/** Strings of JSON in text as it mostly is, four bytes at once. */

import { isAscii } from 'node:buffer';

/** What canonical JSON writes as an escape, beside the quote, the backslash and control characters: `<`, `>` and `&`. */
const markup = [0x3c, 0x3e, 0x26];

/** Whether `commonEnd` may be asked: all of `bytes` is ASCII and no markup. */
export function isCommonText(bytes: Buffer): boolean {
  return isAscii(bytes) && !markup.some((byte) => bytes.includes(byte));
}

/** The same byte four times. */
const ones = 0x01_01_01_01;
const blanks = 0x20_20_20_20;
const quotes = 0x22_22_22_22;
const backslashes = 0x5c_5c_5c_5c;
const highBits = 0x80_80_80_80;

/**
 * Returns where the first quote, backslash or control character at or behind `from` stands, in text for which `isCommonText`; one
 * must be there.
 *
 * No byte of such a text has its high bit set. Of four in an integer from which 0x20 was taken, those that were smaller have it;
 * of four that were compared with a quote, so that it became zero, and from which 1 was taken, the quotes have it. What a byte
 * borrows spoils those above it alone, so the lowest bit is right.
 */
export function commonEnd(view: DataView, from: number): number {
  let at = from;
  for (;;) {
    const four = view.getInt32(at, true);
    const ends = ((four - blanks) | ((four ^ quotes) - ones) | ((four ^ backslashes) - ones)) & highBits;
    if (ends !== 0) return at + ((31 - Math.clz32(ends & -ends)) >> 3);
    at += 4;
  }
}
