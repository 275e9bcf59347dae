import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { alignTabs } from '../../src/output/elastic-tabs.ts';
import { groupedText, percentText, spanText, twoDecimals } from '../../src/output/number-text.ts';
import { createTerminalEscape } from '../../src/output/terminal-text.ts';

describe('numbers', () => {
  test.each([
    [0n, '0'],
    [999n, '999'],
    [1000n, '1,000'],
    [5357n, '5,357'],
    [18446744073709551615n, '18,446,744,073,709,551,615'],
  ])('%s in groups', (count, expected) => {
    expect(groupedText(count)).toBe(expected);
  });

  test.each([
    [12.5, '12.50'],
    [0.125, '0.12'],
    [0.375, '0.38'],
    [12.625, '12.62'],
    [12.875, '12.88'],
    [0.005, '0.01'],
    [1e6, '1000000.00'],
  ])('%d with two decimals', (value, expected) => {
    expect(twoDecimals(value)).toBe(expected);
  });

  test('percentages', () => {
    expect(percentText(1n, 3n)).toBe('33.33');
    expect(percentText(357n, 357n)).toBe('100.00');
  });

  test('spans', () => {
    expect(spanText(100_000_000_000n)).toBe('1m40s');
    expect(spanText(2n ** 63n)).toBe('9223372036854775808ns');
  });
});

describe('columns by tab stops', () => {
  test('cells are padded, the last of a line is not', () => {
    expect(alignTabs('A\tBBB\tC\nAAAA\tB\tCCC\n')).toBe('A      BBB   C\nAAAA   B     CCC\n');
  });

  test('an empty column is as wide as the padding', () => {
    expect(alignTabs('a\t\tb\nc\t\td\n')).toBe('a      b\nc      d\n');
  });

  test('a line without the column ends it', () => {
    expect(alignTabs('wide cell\tx\nno tab\na\ty\n')).toBe('wide cell   x\nno tab\na   y\n');
  });

  test('a further cell is a column of its own', () => {
    expect(alignTabs('a\tb\nlonger\tc\td\n')).toBe('a        b\nlonger   c   d\n');
  });

  test('an outer column goes on where an inner one ends', () => {
    expect(alignTabs('a\tbbbb\tc\naa\tb\na\tb\tc\n')).toBe('a    bbbb   c\naa   b\na    b   c\n');
  });

  test('widths are code points', () => {
    expect(alignTabs('😀\tx\nab\ty\n')).toBe('😀    x\nab   y\n');
  });

  test('nothing stays nothing', () => {
    expect(alignTabs('')).toBe('');
  });

  test('rows of one shape get the width of the widest cell of each column', () => {
    const cell = fc.stringMatching(/^[a-z]{0,8}$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 20 }), (rows) => {
        const width = (column: 0 | 1): number => Math.max(...rows.map((row) => row[column].length)) + 3;
        const expected = rows.map(([a, b, c]) => `${a.padEnd(width(0))}${b.padEnd(width(1))}${c}\n`).join('');
        expect(alignTabs(rows.map((row) => `${row.join('\t')}\n`).join(''))).toBe(expected);
      }),
    );
  });
});

describe('control characters', () => {
  const plain = createTerminalEscape(false);
  const colored = createTerminalEscape(true);

  test.each([
    ['esc \u001b[31mred\u001b[0m', 'esc ^[[31mred^[[0m'],
    ['cr\rlf\n tab\t', 'cr\\rlf\n tab\t'],
    ['\u0000\u0007\b\u007f', '\\x00\\x07\\x08\\x7f'],
    ['csi \u009b31m', 'csi \\x9b31m'],
    ['\u202etxt.exe', '\\u{202e}txt.exe'],
    ['é 世界 \u2028 end', 'é 世界 \u2028 end'],
  ])('%j is %j', (text, expected) => {
    expect(plain(text)).toBe(expected);
  });

  test('with colour the codes of the palette pass, and nothing else that begins with ESC', () => {
    expect(colored('\u001b[31mred\u001b[0m')).toBe('\u001b[31mred\u001b[0m');
    expect(colored('\u001b[2J\u001b[35;1m\u001b[30m\u001b]0;x\r')).toBe('^[[2J^[[35;1m^[[30m^[]0;x\\r');
  });
});
