import { stripVTControlCharacters } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overlaid, paintedSlice } from '../../../src/tui/components/overlaid.ts';
import { textWidth } from '../../../src/tui/text/width.ts';

const red = (text: string) => `\u{1b}[31m${text}\u{1b}[39m`;
const plain = (lines: readonly string[]) => lines.map((line) => stripVTControlCharacters(line));

describe('a slice of a painted line', () => {
  it('keeps the looks that hold in it', () => {
    expect(paintedSlice(`ab${red('cdef')}gh`, 3, 7)).toBe('\u{1b}[31mdef\u{1b}[39mg\u{1b}[0m');
  });

  it('has blanks for halves of wide characters and for what is not there', () => {
    expect(plain([paintedSlice('日本語', 1, 5), paintedSlice('ab', 1, 5), paintedSlice('', 0, 2)])).toEqual([
      ' 本 ',
      'b   ',
      '  ',
    ]);
  });

  it('is as wide as was asked for, wherever it is cut', () => {
    const line = fc.array(fc.constantFrom('a', '日', '🙂', 'é', red('x'), red('語'), ' '), { maxLength: 12 });
    fc.assert(
      fc.property(line, fc.nat(20), fc.nat(20), (parts, a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        expect(textWidth(paintedSlice(parts.join(''), from, to))).toBe(to - from);
      }),
    );
  });
});

describe('lines over others', () => {
  const base = Array.from({ length: 5 }, () => 'x'.repeat(10));

  it('stand in the middle, laid out to the widest', () => {
    expect(plain(overlaid(base, ['ab', 'abcd', 'a'], 10))).toEqual([
      'xxxxxxxxxx',
      'xxxab  xxx',
      'xxxabcdxxx',
      'xxxa   xxx',
      'xxxxxxxxxx',
    ]);
  });

  it('are cut where they do not fit', () => {
    const over = Array.from({ length: 9 }, (_, row) => `${row}-4-6-8-10-`);
    expect(plain(overlaid(base, over, 10))).toEqual([0, 1, 2, 3, 4].map((row) => `${row}-4-6-8-10`));
  });

  it('leave the others alone when there is nothing to lay', () => {
    expect(overlaid(base, [], 10)).toBe(base);
  });
});
