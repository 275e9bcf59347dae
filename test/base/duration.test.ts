import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { formatDuration, parseDuration } from '../../src/base/time/duration.ts';

const second = 1_000_000_000n;

describe('parseDuration', () => {
  it.each<[string, bigint]>([
    ['0', 0n],
    ['5s', 5n * second],
    ['1h30m', 5400n * second],
    ['1.5h', 5400n * second],
    ['.5s', second / 2n],
    ['1.s', second],
    ['300ms', 300_000_000n],
    ['2us', 2_000n],
    ['2µs', 2_000n],
    ['2μs', 2_000n],
    ['7ns', 7n],
    ['-1h', -3600n * second],
    ['+1m', 60n * second],
    ['876000h', 876_000n * 3600n * second],
    ['0.0000000001s', 0n],
  ])('reads %s', (text, nanos) => {
    expect(parseDuration(text)).toEqual({ ok: true, nanos });
  });

  it.each([
    ['', 'time: invalid duration ""'],
    ['-', 'time: invalid duration "-"'],
    ['yesterday', 'time: invalid duration "yesterday"'],
    ['.s', 'time: invalid duration ".s"'],
    ['5', 'time: missing unit in duration "5"'],
    ['1h5', 'time: missing unit in duration "1h5"'],
    ['5y', 'time: unknown unit "y" in duration "5y"'],
    ['3000000h', 'time: invalid duration "3000000h"'],
    ['1 h', 'time: unknown unit " h" in duration "1 h"'],
  ])('rejects %j as Go does', (text, reason) => {
    expect(parseDuration(text)).toEqual({ ok: false, reason });
  });
});

describe('formatDuration', () => {
  it.each<[bigint, string]>([
    [0n, '0s'],
    [1n, '1ns'],
    [1_500n, '1.5µs'],
    [300_000_000n, '300ms'],
    [2_500_000_000n, '2.5s'],
    [100n * second, '1m40s'],
    [3661n * second, '1h1m1s'],
    [-second, '-1s'],
    [3600n * second, '1h0m0s'],
  ])('writes %s ns as %s', (nanos, text) => {
    expect(formatDuration(nanos)).toBe(text);
  });

  it('writes what parseDuration reads back', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }), (nanos) => {
        expect(parseDuration(formatDuration(nanos))).toEqual({ ok: true, nanos });
      }),
    );
  });
});
