/** Untrusted text on its way to a person. */

// Built from code points so that this file holds no control characters: C0, DEL, C1, and the bidirectional and
// line-breaking format characters that can reorder or split what a terminal shows.
const controlPattern = new RegExp(
  '[\\u0000-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]',
  'g',
);

/**
 * Returns `text` with every control, bidirectional-override and line-separating character written as `\xNN` or
 * `\u{NNNN}`, so that it can be shown on a terminal or put into one log line.
 */
export function escapeControl(text: string): string {
  return text.replace(controlPattern, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
  });
}

/**
 * Returns at most `limit` characters of `bytes` read as UTF-8, control characters and invalid bytes escaped, with `…`
 * where it was cut. Used for excerpts of malformed input.
 */
export function excerpt(bytes: Uint8Array, limit = 120): string {
  const text = new TextDecoder('utf-8', { fatal: false }).decode(bytes.subarray(0, limit * 4));
  const escaped = escapeControl(text);
  return escaped.length > limit || bytes.length > limit * 4 ? `${escaped.slice(0, limit)}…` : escaped;
}
