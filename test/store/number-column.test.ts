import { array, assert, constantFrom, integer, maxSafeInteger, oneof, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OffsetColumn, SmallColumn } from '../../src/store/number-column.ts';

/** Rows in the order they are noted; what is told must be what an ordinary array would tell. */
function saysAgain(column: { set(index: number, value: number): void; at(index: number): number }, values: number[]) {
  for (const [index, value] of values.entries()) {
    column.set(index, value);
    expect(column.at(index)).toBe(value);
  }
  expect(values.map((_, index) => column.at(index))).toEqual(values);
}

describe('columns of numbers say what they were told', () => {
  const edges = [0, 1, 65_534, 65_535, 65_536, 2 ** 32 - 1];
  const small = oneof(integer({ min: 0, max: 1000 }), integer({ min: 0, max: 2 ** 32 - 1 }), constantFrom(...edges));

  test('small ones', () => {
    assert(property(array(small, { maxLength: 20 }), (values) => saysAgain(new SmallColumn(20), values)));
  });

  const half = 2 ** 31;
  const far = [0, -1, -62_135_596_800, 253_402_300_799, half, 2 ** 32, 2 ** 33, Number.MAX_SAFE_INTEGER];
  const near = integer({ min: 1_763_000_000, max: 1_763_001_000 });

  test('near ones, and ones that are not', () => {
    const any = oneof({ weight: 5, arbitrary: near }, constantFrom(...far), maxSafeInteger());
    assert(property(array(any, { maxLength: 20 }), (values) => saysAgain(new OffsetColumn(20), values)));
    assert(property(array(near, { maxLength: 20 }), (values) => saysAgain(new OffsetColumn(20), values)));
  });

  test.each([half - 1, half, half + 1, -half, -half - 1])('at the ends of what an offset can tell: %d', (next) => {
    const column = new OffsetColumn(3);
    saysAgain(column, [0, next, 1]);
    expect(column.at(1)).toBe(next);
  });
});
