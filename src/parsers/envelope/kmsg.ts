/** Records of `/dev/kmsg` (Documentation/ABI/testing/dev-kmsg of the kernel). */

import type { EnvelopeDraft, EnvelopeFormat } from './envelope-format.ts';

// Priority, sequence number, microseconds since boot, flags; later kernels may add fields before the semicolon.
const form = /^(\d{1,7}),(\d{1,16}),(\d{1,16}),[^;,]{0,16}(?:,[^;]{0,256})?;/;
const newline = 0x0a;
const backslash = 0x5c;

/** Returns the value of a hexadecimal digit's character code, or NaN. */
function hexValue(code: number | undefined): number {
  return code === undefined ? NaN : Number.parseInt(String.fromCharCode(code), 16);
}

/** Returns the bytes that the `\xNN` sequences in `bytes` stand for. What is no such sequence stays as it is. */
export function unescapeKmsg(bytes: Uint8Array): Uint8Array {
  const plain = new Uint8Array(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const code = bytes[at] ?? 0;
    const value =
      code === backslash && bytes[at + 1] === 0x78 ? hexValue(bytes[at + 2]) * 16 + hexValue(bytes[at + 3]) : NaN;
    plain[length] = Number.isNaN(value) ? code : value;
    length += 1;
    if (!Number.isNaN(value)) at += 3;
  }
  return plain.subarray(0, length);
}

/** Returns where the message ends: before the continuation lines, which are a dictionary of the device's. */
function messageEnd(bytes: Uint8Array, start: number, end: number): number {
  const at = bytes.subarray(start, end).indexOf(newline);
  return at < 0 ? end : start + at;
}

/** `5,2710,2690048420,-;text`. */
export const kmsg: EnvelopeFormat = {
  name: 'kmsg',
  read(text) {
    const match = form.exec(text.head);
    if (match === null) return undefined;
    const [whole, priority, sequence, uptimeUs] = match;
    const envelope: EnvelopeDraft = {
      format: 'kmsg',
      facility: Number(priority) >> 3,
      severity: Number(priority) & 7,
      sequence: Number(sequence),
      uptimeUs: Number(uptimeUs),
    };
    const start = text.start + whole.length;
    const end = messageEnd(text.bytes, start, text.end);
    const message = text.bytes.subarray(start, end);
    if (!message.includes(backslash)) return { envelope, bytes: text.bytes, start, end };
    const plain = unescapeKmsg(message);
    return { envelope, bytes: plain, start: 0, end: plain.length };
  },
};
