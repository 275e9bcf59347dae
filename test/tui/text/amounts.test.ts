import { describe, expect, it } from 'vitest';
import { countOf, countText, spanText } from '../../../src/tui/text/amounts.ts';

describe('countText', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1204, '1,204'],
    [1_234_567.9, '1,234,567'],
  ])('%d is %s', (count, text) => {
    expect(countText(count)).toBe(text);
  });
});

describe('spanText', () => {
  it.each([
    [-5, '0 s'],
    [0, '0 s'],
    [3900, '3 s'],
    [119_000, '119 s'],
    [120_000, '2 m'],
    [51 * 60_000, '51 m'],
    [36 * 3_600_000, '36 h'],
    [72 * 3_600_000, '3 d'],
  ])('%d ms are %s', (ms, text) => {
    expect(spanText(ms)).toBe(text);
  });
});

describe('countOf', () => {
  it('uses the plural unless it is one', () => {
    expect([countOf(0, 'flow'), countOf(1, 'flow'), countOf(2000, 'flow')]).toEqual([
      '0 flows',
      '1 flow',
      '2,000 flows',
    ]);
  });
});
