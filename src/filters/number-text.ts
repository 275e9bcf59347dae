/** Unsigned integers as text, with the failure texts of Go's strconv, which Hubble prints. */

import { quote } from '../base/quote.ts';

/** A number, or why the text is none. */
export type NumberResult =
  | { readonly ok: true; readonly value: bigint }
  | { readonly ok: false; readonly reason: string };

/** Greatest unsigned 32-bit number. */
export const greatestUint32 = 2n ** 32n - 1n;

/** Greatest unsigned 64-bit number. */
export const greatestUint64 = 2n ** 64n - 1n;

function fail(text: string, what: string): NumberResult {
  return { ok: false, reason: `strconv.ParseUint: parsing ${quote(text)}: ${what}` };
}

function within(text: string, digits: string, greatest: bigint): NumberResult {
  const value = BigInt(digits);
  return value > greatest ? fail(text, 'value out of range') : { ok: true, value };
}

/** Reads decimal digits, leading zeros allowed, up to `greatest`. */
export function parseDecimal(text: string, greatest: bigint): NumberResult {
  return /^\d+$/.test(text) ? within(text, text, greatest) : fail(text, 'invalid syntax');
}

// Go's base 0: a prefix names the base, a leading zero means octal, underscores may part digits.
const literal = /^(?:0[xX](?:_?[\da-fA-F])+|0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0(?:_?[0-7])*|[1-9](?:_?\d)*)$/;

/** Reads a number as Go source writes it (`20`, `0x14`, `0o24`, `1_000`), up to `greatest`. */
export function parseLiteral(text: string, greatest: bigint): NumberResult {
  if (!literal.test(text)) return fail(text, 'invalid syntax');
  const digits = text.replaceAll('_', '').replace(/^0(?=\d)/, '0o');
  return within(text, digits, greatest);
}
