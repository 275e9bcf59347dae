import { array, assert, integer, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEvictionRecord } from '../../src/store/eviction-record.ts';
import { at } from '../helpers/observed-events.ts';

describe('the record of evictions', () => {
  test('counts what is not older than a second', () => {
    const record = createEvictionRecord();
    expect(record.countSince(at(0))).toBe(0);
    for (const second of [1, 1, 2, 5]) record.add(at(second));
    expect([0, 1, 2, 3, 5, 6].map((second) => record.countSince(at(second)))).toEqual([4, 4, 2, 1, 1, 0]);
  });

  test('a row without a time counts to the one before it', () => {
    const record = createEvictionRecord();
    record.add(at(3));
    record.add(undefined);
    expect(record.countSince(at(3))).toBe(2);
    expect(record.countSince(at(4))).toBe(0);
  });

  test('stops at the first older row, as reading back from the newest does', () => {
    const record = createEvictionRecord();
    for (const second of [9, 1, 9]) record.add(at(second));
    expect(record.countSince(at(5))).toBe(1);
  });

  test('never counts too many and forgets none, within bounded memory', () => {
    assert(
      property(
        array(integer({ min: 0, max: 3 }), { maxLength: 300 }),
        integer({ min: 0, max: 400 }),
        (steps, since) => {
          const record = createEvictionRecord(8);
          const seconds: number[] = [];
          let second = 0;
          for (const step of steps) {
            second += step;
            seconds.push(second);
            record.add(at(second));
          }
          const exact = seconds.filter((each) => each >= since).length;
          // Joining puts young rows under an older time: never is more counted than there is.
          expect(record.countSince(at(since))).toBeLessThanOrEqual(exact);
          expect(record.countSince(at(0))).toBe(seconds.length);
        },
      ),
    );
  });
});
