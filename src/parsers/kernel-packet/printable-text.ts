/** Bytes that the kernel copied from somewhere else (a prefix, an interface name) as text that is safe to show. */

import { escapeControl } from '../../base/escape.ts';

/**
 * Returns `bytes[start, end)` read as UTF-8, with control characters and every byte that is no UTF-8 written as `\xNN`.
 */
export function printableText(bytes: Uint8Array, start: number, end: number): string {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let text = '';
  for (let pos = start; pos < end;) {
    const length = characterLength(bytes[pos] ?? 0);
    const character = decoder.decode(bytes.subarray(pos, Math.min(pos + length, end)));
    if (isReplacement(character) && !isWrittenReplacement(bytes, pos, end)) {
      text += `\\x${(bytes[pos] ?? 0).toString(16).padStart(2, '0')}`;
      pos += 1;
    } else {
      text += escapeControl(character);
      pos += length;
    }
  }
  return text;
}

/** Bytes of the UTF-8 character that begins with `lead`, by RFC 3629; 1 for what cannot begin one. */
function characterLength(lead: number): number {
  if (lead < 0xc2) return 1;
  if (lead < 0xe0) return 2;
  if (lead < 0xf0) return 3;
  return lead < 0xf5 ? 4 : 1;
}

function isReplacement(character: string): boolean {
  return character.includes('\ufffd');
}

/** U+FFFD itself, spelt out in the input. */
function isWrittenReplacement(bytes: Uint8Array, pos: number, end: number): boolean {
  return pos + 3 <= end && bytes[pos] === 0xef && bytes[pos + 1] === 0xbf && bytes[pos + 2] === 0xbd;
}
