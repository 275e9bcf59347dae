import { expect, test } from 'vitest';

import { alignedRows } from '../../../src/tui/text/aligned.ts';
import { textWidth } from '../../../src/tui/text/width.ts';
import { wrapText } from '../../../src/tui/text/wrap-text.ts';

test.each([
  ['', 5, ['']],
  ['one two', 10, ['one two']],
  ['one two three', 7, ['one two', 'three']],
  ['a   b  c', 8, ['a   b  c']],
  ['a   b  c', 5, ['a   b', 'c']],
  ['abcdefgh ij', 4, ['abcd', 'efgh', 'ij']],
  ['日本語の名前', 5, ['日本', '語の', '名前']],
  ['  lead', 20, ['  lead']],
])('wrapText of %j in %i cells', (text, width, lines) => {
  expect(wrapText(text, width)).toEqual(lines);
});

test('no line is wider than asked, and no word is lost', () => {
  const text = 'from shop/frontend-7d4-x2 192.168.128.30:56248 日本語 👩‍👩‍👧‍👦 and more words than fit';
  for (let width = 4; width < 90; width += 1) {
    const lines = wrapText(text, width);
    expect(lines.filter((line) => textWidth(line) > width)).toEqual([]);
    expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
  }
});

test('alignedRows puts cells under each other, wide ones too', () => {
  expect(alignedRows([['a', 'b'], ['日本', 'c', 'd'], []])).toEqual(['a     b', '日本  c  d', '']);
});
