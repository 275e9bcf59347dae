/** What a format of envelopes is: a reader from the bytes of a record to what stands around its message. */

import type { Envelope } from '../parse-result.ts';
import type { PriorityFront } from './priority-front.ts';

/** A record, and its first bytes as text. */
export interface RecordText {
  readonly bytes: Uint8Array;
  /** Where the record starts in `bytes`; later than 0 when something in front was taken off. */
  readonly start: number;
  readonly end: number;
  /** The first `headLimit` bytes from `start`, one character a byte, so that an index is a byte offset. */
  readonly head: string;
}

/** An envelope while it is being read. */
export type EnvelopeDraft = { -readonly [Key in keyof Envelope]: Envelope[Key] };

/** An envelope, and where its message is. */
export interface EnvelopeReading {
  readonly envelope: Envelope;
  /** The record's own bytes, or others when the message had to be unescaped. */
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** The process that says it wrote the record; absent for the kernel's own, and where the envelope names nobody. */
  readonly program?: string;
}

/** What helps to tell formats apart that look alike. */
export interface ReadContext {
  /** A priority that was taken off the front. */
  readonly front?: PriorityFront;
  /** Format and host of the source's last record. */
  readonly previous?: { readonly format: string; readonly host?: string };
}

/** One format of envelopes. */
export interface EnvelopeFormat {
  readonly name: string;
  /** Returns the reading, or undefined when the record has another form. Never throws. */
  read(text: RecordText, context: ReadContext): EnvelopeReading | undefined;
}

/** Bytes of a record that envelopes may take up; structured data longer than it is not read. */
export const headLimit = 4096;

/** Returns `bytes[start, end)` as text with one character a byte, so that an index is an offset. */
export function latin1Text(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', start, end);
}

/** Returns the record in `bytes[start, end)` for reading. */
export function recordText(bytes: Uint8Array, start = 0, end = bytes.length): RecordText {
  return { bytes, start, end, head: latin1Text(bytes, start, Math.min(end, start + headLimit)) };
}

/** Returns the record without its first `length` bytes. */
export function withoutFront(text: RecordText, length: number): RecordText {
  return { ...text, start: text.start + length, head: text.head.slice(length) };
}
