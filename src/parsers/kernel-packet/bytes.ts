/** The few bytes the grammar knows by name. */

/** Byte values by name. */
export const byte = {
  nul: 0x00,
  blank: 0x20,
  quote: 0x22,
  open: 0x28,
  close: 0x29,
  zero: 0x30,
  colon: 0x3a,
  equals: 0x3d,
  upperI: 0x49,
  upperN: 0x4e,
  openSquare: 0x5b,
  closeSquare: 0x5d,
  lowerX: 0x78,
} as const;

/** Tells whether `value` separates words: a blank, a tab or a line end. */
export function isBlank(value: number): boolean {
  return value === byte.blank || (value >= 0x09 && value <= 0x0d);
}

/** Tells whether `text` (ASCII) stands in `bytes` at `at`, wholly before `end`. */
export function startsWith(bytes: Uint8Array, at: number, end: number, text: string): boolean {
  if (at + text.length > end) return false;
  for (let index = 0; index < text.length; index += 1) {
    if (bytes[at + index] !== text.charCodeAt(index)) return false;
  }
  return true;
}

/** Returns the offset of the first blank at or after `at`, or `end`. */
export function wordEnd(bytes: Uint8Array, at: number, end: number): number {
  let pos = at;
  while (pos < end && !isBlank(bytes[pos] ?? 0)) pos += 1;
  return pos;
}
