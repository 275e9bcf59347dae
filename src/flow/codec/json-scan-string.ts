/** Strings of canonical JSON as bytes. */

/** Says that what was looked for does not stand there. */
export const noEnd = -1;

const quote = 0x22;
const backslash = 0x5c;

function plainByteTable(): Uint8Array {
  const table = new Uint8Array(256).fill(1, 0x20, 0x80);
  // The quote ends a string; the others Go's encoding/json writes as escapes.
  for (const character of '"\\<>&') table[character.charCodeAt(0)] = 0;
  return table;
}

/** 1 for each byte that stands for itself in a string and is a character of its own. */
export const plainBytes: Uint8Array = plainByteTable();

const shortEscapes = new Set(Array.from('"\\bfnrt', (character) => character.charCodeAt(0)));

/** What has no shorter spelling: controls without a letter of their own, markup, and U+2028 and U+2029. */
const unicodeEscape = /^(?:00(?:0[0-7be-f]|1[\da-f]|26|3[ce])|202[89])$/;

/** Returns where the escape at `at` ends, or -1 when canonical JSON has none such. */
function escapeEnd(bytes: Buffer, at: number): number {
  const kind = bytes[at + 1] ?? 0;
  if (shortEscapes.has(kind)) return at + 2;
  return kind === 0x75 && unicodeEscape.test(bytes.toString('latin1', at + 2, at + 6)) ? at + 6 : noEnd;
}

/** Whether U+2028 or U+2029 stands at `at`, which canonical JSON writes as an escape. */
function isLineSeparator(bytes: Buffer, at: number): boolean {
  return bytes[at] === 0xe2 && bytes[at + 1] === 0x80 && (bytes[at + 2] === 0xa8 || bytes[at + 2] === 0xa9);
}

/**
 * Returns where the quote stands that ends a string, from `at` inside it on; -1 when the string is not as canonical JSON has it.
 * `isUtf8` tells whether all bytes are known to be valid UTF-8: without that no character beyond ASCII is accepted.
 */
export function stringEnd(bytes: Buffer, at: number, isUtf8: boolean): number {
  let next = at;
  for (;;) {
    const byte = bytes[next] ?? 0;
    if (plainBytes[byte] === 1) next += 1;
    else if (byte === quote) return next;
    else if (byte === backslash) next = escapeEnd(bytes, next);
    else if (byte >= 0x80 && isUtf8 && !isLineSeparator(bytes, next)) next += 1;
    else return noEnd;
    if (next === noEnd) return noEnd;
  }
}
