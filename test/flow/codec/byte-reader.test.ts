import { array, assert, constantFrom, integer, oneof, property, tuple, uint8Array } from 'fast-check';
import protobuf from 'protobufjs/minimal.js';
import { describe, expect, test } from 'vitest';
import { ByteReader } from '../../../src/flow/codec/byte-reader.ts';

/** What is read by both readers: a name, and how each gives it. */
const values = {
  tag: [(reader: ByteReader) => reader.tag(), (reader: protobuf.Reader) => reader.tag()],
  size: [(reader: ByteReader) => reader.size(), (reader: protobuf.Reader) => reader.size()],
  uint32: [(reader: ByteReader) => reader.uint32(), (reader: protobuf.Reader) => reader.uint32()],
  int32: [(reader: ByteReader) => reader.int32(), (reader: protobuf.Reader) => reader.int32()],
  uint64: [(reader: ByteReader) => halves(reader.uint64()), (reader: protobuf.Reader) => halves(reader.uint64())],
  int64: [(reader: ByteReader) => halves(reader.int64()), (reader: protobuf.Reader) => halves(reader.int64())],
  bool: [(reader: ByteReader) => reader.bool(), (reader: protobuf.Reader) => reader.bool()],
  float: [(reader: ByteReader) => reader.float(), (reader: protobuf.Reader) => reader.float()],
  double: [(reader: ByteReader) => reader.double(), (reader: protobuf.Reader) => reader.double()],
  bytes: [
    (reader: ByteReader) => Buffer.from(reader.bytes()).toString('hex'),
    (reader: protobuf.Reader) => Buffer.from(reader.bytes()).toString('hex'),
  ],
  string: [(reader: ByteReader) => reader.string(), (reader: protobuf.Reader) => reader.string()],
  field: [
    (reader: ByteReader) => reader.skipField(reader.tag()),
    (reader: protobuf.Reader) => {
      const tag = reader.tag();
      reader.skipType(tag & 7, 0, tag >>> 3);
    },
  ],
} as const;

function halves(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('low' in value) || !('high' in value)) return value;
  return {
    ...value,
    low: Number(value.low) >>> 0,
    high: Number(value.high) >>> 0,
    unsigned: 'unsigned' in value && value.unsigned,
  };
}

/** Returns a value and where it ended, or what was thrown. */
function outcome(read: () => unknown, place: () => number): unknown {
  try {
    return [read(), place()];
  } catch (error) {
    return String(error);
  }
}

const names = [
  'tag',
  'size',
  'uint32',
  'int32',
  'uint64',
  'int64',
  'bool',
  'float',
  'bytes',
  'string',
  'field',
] as const;

/** Bytes that are often varints, long ones among them, lengths and groups. */
const wireBytes = array(
  oneof(
    uint8Array({ maxLength: 4 }).map((bytes) => [...bytes]),
    tuple(integer({ min: 0, max: 11 }), integer({ min: 0, max: 0x7f }), integer({ min: 0x80, max: 0xff })).map(
      ([length, last, before]) => [...Array.from({ length }, () => before), last],
    ),
    constantFrom([0x0b, 0x08, 0x01, 0x0c], [0x0b], [0x0c], [0x0a, 0x02, 0x41, 0x42], [0x0d, 1, 2, 3, 4], [0x00]),
  ),
  { maxLength: 8 },
).map((pieces) => Uint8Array.from(pieces.flat()));

describe('the reader takes what that of protobufjs takes, and says the same of the rest', () => {
  test.each(names)('%s', (name) => {
    const [ours, theirs] = values[name];
    assert(
      property(wireBytes, (bytes) => {
        const mine = new ByteReader(bytes);
        const reference = new protobuf.BufferReader(Buffer.from(bytes));
        for (let count = 0; count < 4; count += 1) {
          const got = outcome(
            () => ours(mine),
            () => mine.pos,
          );
          expect(got).toEqual(
            outcome(
              () => theirs(reference),
              () => reference.pos,
            ),
          );
          if (typeof got === 'string') break;
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('double', () => {
    assert(
      property(uint8Array({ maxLength: 20 }), (bytes) => {
        const mine = new ByteReader(bytes);
        const reference = new protobuf.BufferReader(Buffer.from(bytes));
        while (reference.pos + 8 <= bytes.length) expect(mine.double()).toEqual(reference.double());
        expect(() => mine.double()).toThrow('index out of range');
      }),
    );
  });

  test('groups are as deep as with it', () => {
    for (const depth of [99, 100, 101, 102, 5000]) {
      const bytes = Uint8Array.from([
        ...Array.from({ length: depth }, () => 0x0b),
        ...Array.from({ length: depth }, () => 0x0c),
      ]);
      const mine = new ByteReader(bytes);
      const reference = new protobuf.BufferReader(Buffer.from(bytes));
      const [ours, theirs] = values.field;
      expect(
        outcome(
          () => ours(mine),
          () => mine.pos,
        ),
      ).toEqual(
        outcome(
          () => theirs(reference),
          () => reference.pos,
        ),
      );
    }
  });
});
