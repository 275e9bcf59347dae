import * as fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { clean } from '../../../src/tui/text/clean.ts';
import { fit, fitRight, shorten, slice } from '../../../src/tui/text/fit.ts';
import { isPlain, textWidth } from '../../../src/tui/text/width.ts';

const nasty = [
  '日',
  '本',
  '한',
  '👩‍👩‍👧‍👦',
  '👍🏽',
  '🇩🇪',
  'é',
  'ｶﾞ',
  'กำ',
  'नि',
  '❤️',
  '…',
  '✗',
  '\u001B[31m',
  '\u202E',
  'ß',
  'a',
  '-',
];
const anyText = fc
  .oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.string({ unit: fc.constantFrom(...nasty), maxLength: 40 }),
  )
  .map((text) => clean(text));
const anyWidth = fc.integer({ min: 0, max: 60 });

describe('textWidth', () => {
  it('is that of string-width, the fast way too', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(textWidth(text)).toBe(stringWidth(text));
      }),
    );
    const characters = Array.from({ length: 0x30_00 }, (_, code) => String.fromCharCode(code));
    const plain = characters.filter((character) => isPlain(character));
    expect(plain.length).toBeGreaterThan(300);
    expect(plain.filter((character) => stringWidth(character) !== 1)).toEqual([]);
  });
});

describe('fit', () => {
  it('is exactly as wide as asked for any text', () => {
    fc.assert(
      fc.property(anyText, anyWidth, fc.constantFrom('end', 'middle'), (text, width, where) => {
        expect(textWidth(fit(text, width, where))).toBe(width);
        expect(textWidth(fitRight(text, width))).toBe(width);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['coredns-5d78c9869d-x7k', 9, 'middle', 'core…-x7k'],
    ['coredns', 9, 'middle', 'coredns  '],
    ['TCP Flags: SYN', 9, 'end', 'TCP Flag…'],
    ['日本語です', 6, 'end', '日本… '],
    ['日本語です', 5, 'middle', '日…す'],
    ['abc', 1, 'middle', '…'],
    ['abc', 0, 'end', ''],
  ] as const)('%s in %i cells, cut at the %s, is %j', (text, width, where, shown) => {
    expect(fit(text, width, where)).toBe(shown);
  });

  it('marks the cut with what it is told to', () => {
    expect(fit('abcdef', 4, 'end', '~')).toBe('abc~');
  });
});

describe('fitRight', () => {
  it('puts blanks before the text', () => {
    expect(fitRight('12', 5)).toBe('   12');
    expect(fitRight('123456', 5)).toBe('1234…');
  });
});

describe('shorten', () => {
  it('adds no blanks', () => {
    expect(shorten('ab', 9, 'end')).toBe('ab');
  });
});

describe('slice', () => {
  it('is exactly as wide as asked for any text', () => {
    fc.assert(
      fc.property(anyText, anyWidth, anyWidth, (text, from, width) => {
        expect(textWidth(slice(text, from, from + width))).toBe(width);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['abcdef', 2, 4, 'cd'],
    ['abc', 2, 6, 'c   '],
    ['日本', 1, 4, ' 本'],
    ['日本', 0, 3, '日 '],
    ['日本', 1, 3, '  '],
    ['a日', 1, 2, ' '],
  ])('cells of %s from %i to %i are %j', (text, from, to, shown) => {
    expect(slice(text, from, to)).toBe(shown);
  });
});
