/** 64-bit integers between bigint and the two halves protobufjs works with (it encodes a bigint as 0 without a word). */

/** Both halves of a 64-bit integer, each as 32 bits; the shape protobufjs' writer takes. */
export interface Int64Halves {
  readonly low: number;
  readonly high: number;
  readonly unsigned: boolean;
}

const low32 = 0xffff_ffffn;

/** Returns the halves of an unsigned 64-bit `value`. Throws a RangeError for one that does not fit. */
export function uint64Halves(value: bigint): Int64Halves {
  if (value !== BigInt.asUintN(64, value)) throw new RangeError(`${value} is no unsigned 64-bit integer`);
  return { low: Number(value & low32), high: Number(value >> 32n), unsigned: true };
}

/** Returns the halves of a signed 64-bit `value` in two's complement. Throws a RangeError for one that does not fit. */
export function int64Halves(value: bigint): Int64Halves {
  if (value !== BigInt.asIntN(64, value)) throw new RangeError(`${value} is no signed 64-bit integer`);
  return { low: Number(value & low32), high: Number((value >> 32n) & low32), unsigned: false };
}

/** Returns the halves of a safe integer, which may be negative. */
export function safeIntegerHalves(value: number): Int64Halves {
  return { low: value >>> 0, high: Math.floor(value / 2 ** 32) >>> 0, unsigned: false };
}

/** Returns the integer the halves stand for. */
export function bigintOf(halves: Int64Halves): bigint {
  const high = halves.high >>> 0;
  const low = halves.low >>> 0;
  if (high === 0) return BigInt(low);
  const value = (BigInt(high) << 32n) | BigInt(low);
  return halves.unsigned ? value : BigInt.asIntN(64, value);
}

/** Returns the integer as a number; digits beyond 2^53 are rounded. */
export function numberOf(halves: Int64Halves): number {
  const high = halves.unsigned ? halves.high >>> 0 : halves.high | 0;
  return high * 2 ** 32 + (halves.low >>> 0);
}
