/** Scalars of protobuf's JSON mapping, read as Go's protojson reads them. */

import { ExactNumber } from './json-tree.ts';
import type { ScalarType } from './schema.ts';

/** Says that a JSON value is none of the type. */
export const invalid: unique symbol = Symbol('invalid');

/** Says that only the scanned tree has the value: `JSON.parse` rounded it. */
export const inexact: unique symbol = Symbol('inexact');

/** What came of a JSON value: the domain value, or why there is none. */
export type ScalarReading =
  | number
  | bigint
  | boolean
  | string
  | Uint8Array
  | undefined
  | typeof invalid
  | typeof inexact;

const number = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** Longest integer that can fit: 20 digits of an unsigned 64-bit one. */
const longestInteger = 20;

/** Returns the integer a JSON number stands for, or undefined when it has a fraction or is beyond 64 bits. */
function parseInteger(text: string): bigint | undefined {
  const match = number.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const digits = (whole + fraction).replace(/^0+/, '');
  if (digits === '') return 0n;
  const significant = digits.replace(/0+$/, '');
  // Zeros to append to the significant digits; below zero there is a fraction.
  const zeros = Number(exponent) - fraction.length + (digits.length - significant.length);
  if (zeros < 0 || significant.length + zeros > longestInteger) return undefined;
  return BigInt(sign + significant + '0'.repeat(zeros));
}

/** The bounds of an integer type, both included. */
interface IntegerRange {
  readonly least: bigint;
  readonly most: bigint;
}

function inRange(value: bigint | undefined, range: IntegerRange): bigint | undefined {
  return value !== undefined && value >= range.least && value <= range.most ? value : undefined;
}

/** Returns the text of a number written as such or inside a string, or undefined for any other value. */
function numberText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return value instanceof ExactNumber ? value.text : undefined;
}

function read32(range: IntegerRange): (value: unknown) => ScalarReading {
  const [least, most] = [Number(range.least), Number(range.most)];
  return (value) => {
    if (typeof value === 'number') {
      // Adding 0 makes 0 of -0.
      return Number.isInteger(value) && value >= least && value <= most ? value + 0 : invalid;
    }
    const text = numberText(value);
    const integer = text === undefined ? undefined : inRange(parseInteger(text), range);
    return integer === undefined ? invalid : Number(integer);
  };
}

function read64(range: IntegerRange): (value: unknown) => ScalarReading {
  return (value) => {
    if (typeof value === 'number') {
      if (!Number.isInteger(value)) return invalid;
      if (!Number.isSafeInteger(value)) return inexact;
    }
    const text = numberText(value);
    const integer = text === undefined && typeof value === 'number' ? BigInt(value) : parseInteger(text ?? '');
    return inRange(integer, range) ?? invalid;
  };
}

const notFinite: Readonly<Record<string, number>> = { NaN, Infinity, '-Infinity': -Infinity };

function readFloat(round: (value: number) => number): (value: unknown) => ScalarReading {
  return (value) => {
    if (typeof value === 'string' && Object.hasOwn(notFinite, value)) return notFinite[value];
    const text = numberText(value);
    if (text !== undefined && !number.test(text)) return invalid;
    const read = text === undefined ? value : Number(text);
    return typeof read === 'number' && Number.isFinite(round(read)) ? round(read) : invalid;
  };
}

const base64 = /^(?:[A-Za-z\d+/]*|[A-Za-z\d_-]*)={0,2}$/;

/** Either alphabet, with or without padding. */
function readBytes(value: unknown): ScalarReading {
  if (typeof value !== 'string' || !base64.test(value)) return invalid;
  const data = value.replace(/=+$/, '');
  const padded = data.length !== value.length;
  if (data.length % 4 === 1 || (padded && value.length % 4 !== 0)) return invalid;
  return new Uint8Array(Buffer.from(data, 'base64'));
}

const int32Range: IntegerRange = { least: -(2n ** 31n), most: 2n ** 31n - 1n };

/** Readers by type. An enum's number is an int32. */
export const scalarReaders: Readonly<Record<ScalarType, (value: unknown) => ScalarReading>> = {
  double: readFloat((value) => value),
  float: readFloat(Math.fround),
  int32: read32(int32Range),
  uint32: read32({ least: 0n, most: 2n ** 32n - 1n }),
  int64: read64({ least: -(2n ** 63n), most: 2n ** 63n - 1n }),
  uint64: read64({ least: 0n, most: 2n ** 64n - 1n }),
  bool: (value) => (typeof value === 'boolean' ? value : invalid),
  string: (value) => (typeof value === 'string' ? value : invalid),
  bytes: readBytes,
};
