import { describe, expect, test } from 'vitest';

import { createTimeText, timeLayoutNames } from '../../src/base/time/layouts.ts';

const leapDay = { seconds: 1_709_251_141, nanos: 982_485_567 };
const firstOfMarch = { seconds: 1_709_251_205, nanos: 10_000_000 };

describe('time layouts', () => {
  test.each([
    ['StampMilli', 'Feb 29 23:59:01.982', 'Mar  1 00:00:05.010'],
    ['YearMonthDay', '2024-02-29', '2024-03-01'],
    ['YearMonthDayHour', '2024-02-29T23Z', '2024-03-01T00Z'],
    ['YearMonthDayHourMinute', '2024-02-29T23:59Z', '2024-03-01T00:00Z'],
    ['RFC3339', '2024-02-29T23:59:01Z', '2024-03-01T00:00:05Z'],
    ['RFC3339Milli', '2024-02-29T23:59:01.982Z', '2024-03-01T00:00:05.01Z'],
    ['RFC3339Micro', '2024-02-29T23:59:01.982485Z', '2024-03-01T00:00:05.01Z'],
    ['RFC3339Nano', '2024-02-29T23:59:01.982485567Z', '2024-03-01T00:00:05.01Z'],
    ['RFC1123Z', 'Thu, 29 Feb 2024 23:59:01 +0000', 'Fri, 01 Mar 2024 00:00:05 +0000'],
  ])('%s', (name, first, second) => {
    const text = createTimeText(name);
    expect([text(leapDay), text(firstOfMarch), text(leapDay)]).toEqual([first, second, first]);
  });

  test('every name has a layout of its own', () => {
    const texts = timeLayoutNames.map((name) => createTimeText(name)(leapDay));
    expect(new Set(texts).size).toBe(timeLayoutNames.length);
  });

  test.each(['rfc3339nano', 'RFC3339NANO'])('%s in any letter case', (name) => {
    expect(createTimeText(name)(leapDay)).toBe('2024-02-29T23:59:01.982485567Z');
  });

  test.each(['', 'RFC850', 'constructor', '2006-01-02'])('an unknown name %j means StampMilli', (name) => {
    expect(createTimeText(name)(leapDay)).toBe('Feb 29 23:59:01.982');
  });

  test('a fraction that is cut to nothing leaves no dot', () => {
    const time = { seconds: 0, nanos: 999 };
    expect(createTimeText('RFC3339Milli')(time)).toBe('1970-01-01T00:00:00Z');
    expect(createTimeText('RFC3339Micro')(time)).toBe('1970-01-01T00:00:00Z');
    expect(createTimeText('RFC3339Nano')(time)).toBe('1970-01-01T00:00:00.000000999Z');
  });

  test('years before 1000 keep four digits', () => {
    expect(createTimeText('YearMonthDay')({ seconds: -62_135_596_800, nanos: 0 })).toBe('0001-01-01');
  });

  test.each([
    undefined,
    { seconds: -62_135_596_801, nanos: 0 },
    { seconds: 253_402_300_800, nanos: 0 },
    { seconds: 0, nanos: -1 },
    { seconds: 0, nanos: 1_000_000_000 },
  ])('%j is no time', (time) => {
    expect(createTimeText('RFC3339')(time)).toBe('N/A');
  });
});
