/** JSON as bytes, put one behind the other into room that is handed on without copying it. */

import { isPrintableTime } from '../../base/time/rfc3339.ts';
import { plainBytes } from './json-scan-string.ts';
import { quoteJson } from './json-text.ts';
import { notPlain } from './plain-words.ts';

const quote = 0x22;
const dot = 0x2e;
const zero = 0x30;
const letterZ = 0x5a;

/** Room is taken from the system in pieces of so many bytes, and handed on in smaller ones. */
const pieceBytes = 1_048_576;

/** A piece may be written up to seven bytes beyond its end. */
const slackBytes = 8;

/** Digits of the longest number that is put here. */
const mostDigits = 16;

/**
 * A piece of JSON that is put often: its bytes, eight in a floating point number (little-endian), the last ones filled up with zeros.
 * Bytes of ASCII, as those of names are, make none that is no number, whose bits might not be kept.
 */
export interface JsonPiece {
  readonly eights: Float64Array;
  readonly length: number;
}

/** Returns `text` as a piece. */
export function jsonPiece(text: string): JsonPiece {
  const bytes = Buffer.from(text);
  const eights = new Float64Array(Math.ceil(bytes.length / 8));
  const view = new DataView(new ArrayBuffer(eights.length * 8));
  for (const [index, byte] of bytes.entries()) view.setUint8(index, byte);
  for (let index = 0; index < eights.length; index += 1) eights[index] = view.getFloat64(index * 8, true);
  return { eights, length: bytes.length };
}

/** Puts JSON. Whatever is put needs room that was reserved for it before. */
export class JsonRoom {
  /** Where the next byte goes. May be set back to where it was since the last `reserve`. */
  used = 0;
  #bytes = Buffer.alloc(0);
  #view = new DataView(new ArrayBuffer(0));
  /** Where what was not taken begins. */
  #start = 0;
  readonly #digits = new Uint8Array(mostDigits);
  /** The last second whose text was made: flows come in bursts. */
  #second = Number.NaN;
  #secondText = jsonPiece('');

  /** Makes room for so many bytes more, and for the words that are written beyond the end of a text. */
  reserve(bytes: number): void {
    const needed = bytes + slackBytes;
    if (this.used + needed <= this.#bytes.length) return;
    const held = this.used - this.#start;
    const larger = Buffer.allocUnsafeSlow(Math.max(pieceBytes, held * 2 + needed));
    this.#bytes.copy(larger, 0, this.#start, this.used);
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer, larger.byteOffset, larger.byteLength);
    this.#start = 0;
    this.used = held;
  }

  /** Returns what was put since the last call; it is the caller's from then on. */
  take(): Uint8Array {
    const taken = this.#bytes.subarray(this.#start, this.used);
    this.#start = this.used;
    return taken;
  }

  /** Lets what was taken be written over: for whoever knows that nobody reads it any more. */
  reuse(): void {
    if (this.#start !== this.used) return;
    this.#start = 0;
    this.used = 0;
  }

  put(byte: number): void {
    this.#bytes[this.used] = byte;
    this.used += 1;
  }

  /** Puts a byte in place of another one. */
  putAt(place: number, byte: number): void {
    this.#bytes[place] = byte;
  }

  putPiece({ eights, length }: JsonPiece): void {
    const view = this.#view;
    const { used } = this;
    for (let index = 0; index < eights.length; index += 1) view.setFloat64(used + index * 8, eights[index] ?? 0, true);
    this.used = used + length;
  }

  /** Puts a whole number from 0 to 2^53 − 1. */
  putNumber(value: number): void {
    const digits = this.#digits;
    let first = mostDigits;
    let rest = value;
    do {
      first -= 1;
      const higher = Math.floor(rest / 10);
      digits[first] = zero + rest - higher * 10;
      rest = higher;
    } while (rest > 0);
    const room = this.#bytes;
    let { used } = this;
    for (; first < mostDigits; first += 1) {
      room[used] = digits[first] ?? 0;
      used += 1;
    }
    this.used = used;
  }

  /** Puts the UTF-8 in `source` from `from` up to `to` as a string, as `quoteJson` has it. */
  putString(source: DataView, from: number, to: number): void {
    const view = this.#view;
    // What is put at `used + shift + n` stands at `from + n`.
    const shift = this.used + 1 - from;
    view.setUint8(this.used, quote);
    let at = from;
    for (; at + 4 <= to; at += 4) {
      const word = source.getInt32(at, true);
      if (notPlain(word) !== 0) break;
      view.setInt32(at + shift, word, true);
    }
    for (; at < to; at += 1) {
      const byte = source.getUint8(at);
      if (plainBytes[byte] !== 1) {
        const text = Buffer.from(source.buffer, source.byteOffset + from, to - from).toString();
        this.used += this.#bytes.write(quoteJson(text), this.used);
        return;
      }
      view.setUint8(at + shift, byte);
    }
    view.setUint8(to + shift, quote);
    this.used = to + shift + 1;
  }

  /** Puts a time; false, and nothing put, where JSON has none such. */
  putTime(seconds: number, nanos: number): boolean {
    if (seconds !== this.#second) {
      if (!isPrintableTime({ seconds, nanos: 0 })) return false;
      this.#second = seconds;
      this.#secondText = jsonPiece(`"${new Date(seconds * 1000).toISOString().slice(0, 19)}`);
    }
    if (nanos > 999_999_999) return false;
    this.putPiece(this.#secondText);
    if (nanos !== 0) this.#putFraction(nanos);
    this.put(letterZ);
    this.put(quote);
    return true;
  }

  /** In 3, 6 or 9 digits: the fewest that keep every digit. */
  #putFraction(nanos: number): void {
    let count = 9;
    let rest = nanos;
    for (; rest % 1000 === 0; count -= 3) rest /= 1000;
    const room = this.#bytes;
    room[this.used] = dot;
    for (let at = this.used + count; at > this.used; at -= 1) {
      const higher = Math.floor(rest / 10);
      room[at] = zero + rest - higher * 10;
      rest = higher;
    }
    this.used += count + 1;
  }
}
