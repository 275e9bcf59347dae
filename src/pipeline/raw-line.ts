/** The record as text that can be kept and shown. */

import { escapeControl } from '../base/escape.ts';

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Length of the UTF-8 character at `at` by its first byte; 1 where no character can start. */
function characterLength(first: number): number {
  if (first >= 0xf0) return 4;
  if (first >= 0xe0) return 3;
  return first >= 0xc0 ? 2 : 1;
}

function decodeCharacter(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return undefined;
  }
}

const escapeByte = (byte: number): string => `\\x${byte.toString(16).padStart(2, '0')}`;

function decodeDamaged(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at] ?? 0;
    const character = bytes.subarray(at, at + characterLength(first));
    const decoded = decodeCharacter(character);
    text += decoded === undefined ? escapeByte(first) : escapeControl(decoded);
    at += decoded === undefined ? 1 : character.length;
  }
  return text;
}

function isPlain(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x20 || byte > 0x7e) return false;
  }
  return true;
}

/**
 * Returns `bytes` as text: control characters and bytes that are no UTF-8 as `\xNN`, characters that can reorder or split
 * what a terminal shows as `\u{NNNN}`. Plain ASCII, which nearly every record is, is taken as it stands.
 */
export function rawLine(bytes: Uint8Array): string {
  if (isPlain(bytes)) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const whole = decodeCharacter(bytes);
  return whole === undefined ? decodeDamaged(bytes) : escapeControl(whole);
}
