/** Encoded messages, read without protobufjs: the numbers and times in them. */

import { mostVarintBytes, nanosTag, noNumber, secondsTag } from './wire-limits.ts';

/** Bytes that messages stand in, and a place in them. */
export class WireBytes {
  protected bytes: Uint8Array = new Uint8Array(0);
  protected view: DataView = new DataView(new ArrayBuffer(0));
  /** Where what was read last ends; Infinity behind a number that is left to the general way. */
  protected next = 0;
  /** What the time read last says. */
  protected seconds = 0;
  protected nanos = 0;

  /** Takes the bytes to read; false when they are those of before. */
  protected load(bytes: Uint8Array): boolean {
    if (bytes === this.bytes) return false;
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return true;
  }

  /** Returns the number at `at`, below 2^49; `noNumber` for a longer one. */
  protected varint(at: number): number {
    const { bytes } = this;
    let value = 0;
    let scale = 1;
    for (let index = 0; index < mostVarintBytes; index += 1) {
      const byte = bytes[at + index] ?? 0;
      if (byte < 0x80) {
        this.next = at + index + 1;
        return value + byte * scale;
      }
      value += (byte - 0x80) * scale;
      scale *= 0x80;
    }
    this.next = Infinity;
    return noNumber;
  }

  /**
   * Reads the `google.protobuf.Timestamp` whose length is at `at`: its two numbers in their order. False for one that is left to the
   * general way; a negative number is longer than what is read here.
   */
  protected time(at: number): boolean {
    const { bytes } = this;
    const size = this.varint(at);
    if (size === noNumber) return false;
    const to = this.next + size;
    this.seconds = 0;
    this.nanos = 0;
    if (this.next < to && bytes[this.next] === secondsTag) this.seconds = this.varint(this.next + 1);
    if (this.next < to && bytes[this.next] === nanosTag) this.nanos = this.varint(this.next + 1);
    return this.next === to && this.seconds !== noNumber && this.nanos !== noNumber;
  }
}
