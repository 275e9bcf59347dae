import { describe, expect, it } from 'vitest';

import { greatestUint32, greatestUint64, parseDecimal, parseLiteral } from '../../src/filters/number-text.ts';

describe('parseDecimal', () => {
  it.each([
    ['0', 0n],
    ['0443', 443n],
    ['18446744073709551615', greatestUint64],
  ])('reads %s', (text, value) => {
    expect(parseDecimal(text, greatestUint64)).toEqual({ ok: true, value });
  });

  it.each([
    ['', 'strconv.ParseUint: parsing "": invalid syntax'],
    ['-1', 'strconv.ParseUint: parsing "-1": invalid syntax'],
    ['0x10', 'strconv.ParseUint: parsing "0x10": invalid syntax'],
    ['4294967296', 'strconv.ParseUint: parsing "4294967296": value out of range'],
  ])('rejects %j', (text, reason) => {
    expect(parseDecimal(text, greatestUint32)).toEqual({ ok: false, reason });
  });
});

describe('parseLiteral', () => {
  it.each([
    ['0', 0n],
    ['1_000', 1000n],
    ['0x12d0', 4816n],
    ['0X_ff', 255n],
    ['0b101', 5n],
    ['0o17', 15n],
    ['017', 15n],
  ])('reads %s', (text, value) => {
    expect(parseLiteral(text, greatestUint32)).toEqual({ ok: true, value });
  });

  it.each(['', '-1', '1__0', '_1', '0x', '08', 'abc', '1.5', ' 1'])('rejects %j', (text) => {
    expect(parseLiteral(text, greatestUint32)).toEqual({
      ok: false,
      reason: `strconv.ParseUint: parsing "${text}": invalid syntax`,
    });
  });
});
