import { describe, expect, test } from 'vitest';

import { firstRow } from '../../../src/tui/screens/table-lines.ts';
import { fitColumns, type ColumnNeed } from '../../../src/tui/screens/table-widths.ts';

const name = (width: number): ColumnNeed => ({ width, fair: Math.min(width, 16), least: 6 });
const fixed = (width: number, dropRank?: number): ColumnNeed => ({
  width,
  fair: width,
  least: width,
  ...(dropRank === undefined ? {} : { dropRank }),
});

describe('fitColumns', () => {
  test('leaves what fits as it is', () => {
    expect(fitColumns([name(20), fixed(8)], 30, 2)).toEqual([20, 8]);
  });

  test('takes cells from the widest name before a column goes', () => {
    expect(fitColumns([name(30), name(20), fixed(8, 1)], 50, 1)).toEqual([20, 20, 8]);
  });

  test('drops by rank once names would have less than is fair, and gives the room back', () => {
    expect(fitColumns([name(20), fixed(8, 2), fixed(8, 1)], 26, 1)).toEqual([17, 8, undefined]);
  });

  test('cuts names to their least at last, and no further', () => {
    expect(fitColumns([name(20), name(20)], 5, 1)).toEqual([6, 6]);
    expect(fitColumns([], 5, 1)).toEqual([]);
  });
});

describe('firstRow', () => {
  test.each([
    [{ rowCount: 100, top: 10, selectedRow: 12 }, 10],
    [{ rowCount: 100, top: 10, selectedRow: 5 }, 5],
    [{ rowCount: 100, top: 10, selectedRow: 25 }, 16],
    [{ rowCount: 100, top: 99, selectedRow: undefined }, 90],
    [{ rowCount: 3, top: 2, selectedRow: 2 }, 0],
    [{ rowCount: 0, top: 5, selectedRow: undefined }, 0],
  ])('of %j on 10 rows is %i', (view, first) => {
    expect(firstRow(view, 10)).toBe(first);
  });
});
