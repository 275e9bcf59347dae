/**
 * Reads the wire format (protobuf.dev, "Protocol Buffers Encoding") one value after the other.
 *
 * What it takes, and what it says of bytes that it does not take, is as with the reader of protobufjs, against which the tests hold it.
 * That one comes with 64-bit integers and writers of its own: loading them took a start of the client some milliseconds.
 */

import type { Int64Halves } from './int64.ts';
import { WireType } from './wire-type.ts';

/** Groups in groups that are skipped, as in protoc. */
const mostDepth = 100;

/** Wire types of groups: proto3 has none, a message of another program may. */
const groupBegins = 3;
const groupEnds = 4;

/** Most bytes of a varint beyond the first five, which are all that 32 bits need. */
const bytesBeyond32Bits = 5;
const mostVarintBytes = 10;

/** A place in bytes. The methods read what stands there and move it on; they throw an Error where there is no such value. */
export class ByteReader {
  readonly buf: Buffer;
  /** Where the next value begins. */
  pos = 0;
  /** Where the bytes end. */
  readonly len: number;

  /** `bytes` are read where they are, and must not change meanwhile. */
  constructor(bytes: Uint8Array) {
    // A Buffer's strings are decoded natively, and keep a byte order mark.
    this.buf = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.len = bytes.byteLength;
  }

  /** Returns the tag of a field. */
  tag(): number {
    const low = this.#fourBytes();
    if (low >= 0) return low;
    const fifth = this.#byte();
    if (fifth > 0x0f) throw new Error('invalid tag encoding');
    return (~low | (fifth << 28)) >>> 0;
  }

  /** Returns the length of a delimited value. */
  size(): number {
    const low = this.#fourBytes();
    if (low >= 0) return low;
    const fifth = this.#byte();
    if (fifth > 0x07) throw new Error('invalid length encoding');
    return ~low | (fifth << 28);
  }

  /** Returns the low 32 bits of a varint, unsigned. */
  uint32(): number {
    const low = this.#fourBytes();
    if (low >= 0) return low;
    const fifth = this.#byte();
    const value = (~low | (fifth << 28)) >>> 0;
    if (fifth < 0x80) return value;
    for (let count = 0; count < bytesBeyond32Bits; count += 1) if (this.#byte() < 0x80) return value;
    throw new Error('invalid varint encoding');
  }

  /** Returns the low 32 bits of a varint, signed. */
  int32(): number {
    return this.uint32() | 0;
  }

  /** Returns a varint of 64 bits, signed. */
  int64(): Int64Halves {
    return this.#halves(false);
  }

  /** Returns a varint of 64 bits, unsigned. */
  uint64(): Int64Halves {
    return this.#halves(true);
  }

  /** Returns whether any bit of a varint is set. */
  bool(): boolean {
    let bits = 0;
    for (let count = 0; count < mostVarintBytes; count += 1) {
      const byte = this.#byte();
      bits |= byte & 0x7f;
      if (byte < 0x80) return bits !== 0;
    }
    throw new Error('invalid varint encoding');
  }

  float(): number {
    return this.buf.readFloatLE(this.#advance(4));
  }

  double(): number {
    return this.buf.readDoubleLE(this.#advance(8));
  }

  /** Returns a delimited value; it is a view of the bytes. */
  bytes(): Uint8Array {
    const size = this.size();
    const start = this.#advance(size);
    return this.buf.subarray(start, start + size);
  }

  /** Returns a delimited value as text; what is no UTF-8 becomes U+FFFD. */
  string(): string {
    const size = this.size();
    const start = this.#advance(size);
    return this.buf.toString('utf8', start, start + size);
  }

  /** Skips the value of a field behind its tag. */
  skipField(tag: number, depth = 0): void {
    if (depth > mostDepth) throw new Error('max depth exceeded');
    if (tag >>> 3 === 0) throw new Error('illegal tag: field number 0');
    const wireType = tag & 7;
    if (wireType === WireType.varint) while (this.#byte() >= 0x80);
    else if (wireType === WireType.fixed64) this.#advance(8);
    else if (wireType === WireType.delimited) this.#advance(this.size());
    else if (wireType === WireType.fixed32) this.#advance(4);
    else if (wireType === groupBegins) this.#skipGroup(tag, depth);
    else throw new Error(`invalid wire type ${wireType} at offset ${this.pos}`);
  }

  #skipGroup(tag: number, depth: number): void {
    for (;;) {
      const inner = this.tag();
      if (inner >>> 3 === 0) throw new Error('illegal tag: field number 0');
      if ((inner & 7) !== groupEnds) this.skipField(inner, depth + 1);
      else if (inner >>> 3 === tag >>> 3) return;
      else throw new Error('invalid end group tag');
    }
  }

  /** Returns the value of the first four bytes of a varint at most, of 28 bits; its complement, which is negative, where more bytes follow. */
  #fourBytes(): number {
    let value = this.#byte();
    if (value < 0x80) return value;
    value &= 0x7f;
    for (let shift = 7; shift < 28; shift += 7) {
      const byte = this.#byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    return ~value;
  }

  #halves(unsigned: boolean): Int64Halves {
    const first = this.#fourBytes();
    if (first >= 0) return { low: first, high: 0, unsigned };
    const fifth = this.#byte();
    const low = (~first | (fifth << 28)) >>> 0;
    let high = (fifth & 0x7f) >> 4;
    if (fifth < 0x80) return { low, high, unsigned };
    for (let shift = 3; shift < 3 + 7 * bytesBeyond32Bits; shift += 7) {
      const byte = this.#byte();
      high |= (byte & 0x7f) << shift;
      if (byte < 0x80) return { low, high: high >>> 0, unsigned };
    }
    throw new Error('invalid varint encoding');
  }

  #byte(): number {
    const byte = this.buf[this.pos];
    if (byte === undefined) throw this.#outOfRange(1);
    this.pos += 1;
    return byte;
  }

  /** Moves on by `size` bytes and returns where they begin. */
  #advance(size: number): number {
    const start = this.pos;
    if (start + size > this.len) throw this.#outOfRange(size);
    this.pos = start + size;
    return start;
  }

  #outOfRange(size: number): RangeError {
    return new RangeError(`index out of range: ${this.pos} + ${size} > ${this.len}`);
  }
}
