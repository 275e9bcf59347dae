/** Scalars of the protobuf wire format. */

import type { Reader } from 'protobufjs/minimal.js';
import type { BackwardWriter } from './backward-writer.ts';
import { bigintOf, int64Halves, uint64Halves } from './int64.ts';
import { trusted } from './plain-message.ts';
import type { ScalarType, ValueSchema } from './schema.ts';

/** Wire types of the encoding (protobuf encoding guide): what follows a tag. */
export const WireType = { varint: 0, fixed64: 1, delimited: 2, fixed32: 5 } as const;

/** How values of one scalar type are read and written. A value is of the domain type of `type`. */
export interface WireScalar {
  readonly wireType: number;
  read(reader: Reader): unknown;
  /** Writes the value without its tag. */
  write(writer: BackwardWriter, value: unknown): void;
  /** The value of an absent field. */
  readonly zero: unknown;
  /** True for a value that proto3 leaves out. */
  isZero(value: unknown): boolean;
}

/** Ties the reader and the writer of a type together, so that the table below is checked for each type. */
function scalar<T>(
  wireType: number,
  zero: T,
  io: {
    read: (reader: Reader) => T;
    write: (writer: BackwardWriter, value: T) => void;
    isZero?: (value: T) => boolean;
  },
): WireScalar {
  const { read, isZero = (value: T) => value === zero } = io;
  return {
    wireType,
    zero,
    read,
    write: (writer, value) => io.write(writer, trusted<T>(value)),
    isZero: (value) => isZero(trusted<T>(value)),
  };
}

const noBytes = new Uint8Array(0);

/** -0 has a bit set, so proto3 does not leave it out. */
const isZeroFloat = (value: number): boolean => Object.is(value, 0);

const scalars: Readonly<Record<ScalarType, WireScalar>> = {
  double: scalar(WireType.fixed64, 0, {
    read: (reader) => reader.double(),
    write: (writer, value) => writer.double(value),
    isZero: isZeroFloat,
  }),
  float: scalar(WireType.fixed32, 0, {
    read: (reader) => reader.float(),
    write: (writer, value) => writer.float(value),
    isZero: isZeroFloat,
  }),
  int32: scalar(WireType.varint, 0, {
    read: (reader) => reader.int32(),
    write: (writer, value) => writer.int32(value),
  }),
  uint32: scalar(WireType.varint, 0, {
    read: (reader) => reader.uint32(),
    write: (writer, value) => writer.varint(value >>> 0),
  }),
  int64: scalar(WireType.varint, 0n, {
    read: (reader) => bigintOf(reader.int64()),
    write: (writer, value) => writer.varint64(int64Halves(value)),
  }),
  uint64: scalar(WireType.varint, 0n, {
    read: (reader) => bigintOf(reader.uint64()),
    write: (writer, value) => writer.varint64(uint64Halves(value)),
  }),
  bool: scalar<boolean>(WireType.varint, false, {
    read: (reader) => reader.bool(),
    write: (writer, value) => writer.varint(value ? 1 : 0),
  }),
  string: scalar(WireType.delimited, '', {
    read: (reader) => reader.string(),
    write: (writer, value) => writer.text(value),
  }),
  bytes: scalar<Uint8Array>(WireType.delimited, noBytes, {
    // A copy: the reader's bytes are a view of the caller's buffer.
    read: (reader) => new Uint8Array(reader.bytes()),
    write: (writer, value) => writer.delimited(value),
    isZero: (value) => value.length === 0,
  }),
};

/** Returns how values of a scalar or enum are encoded, or undefined for a message. An enum is an int32. */
export function wireScalar(value: ValueSchema): WireScalar | undefined {
  if (value.kind === 'message') return undefined;
  return value.kind === 'enum' ? scalars.int32 : scalars[value.type];
}
