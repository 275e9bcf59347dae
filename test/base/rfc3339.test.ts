import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatRfc3339, isPrintableTime, parseRfc3339 } from '../../src/base/time/rfc3339.ts';

const firstSecond = -62_135_596_800;
const lastSecond = 253_402_300_799;

describe('formatRfc3339', () => {
  it.each([
    [0, 0, '1970-01-01T00:00:00Z'],
    [0, 500_000_000, '1970-01-01T00:00:00.500Z'],
    [0, 120_000, '1970-01-01T00:00:00.000120Z'],
    [0, 1, '1970-01-01T00:00:00.000000001Z'],
    [-1, 999_999_999, '1969-12-31T23:59:59.999999999Z'],
    [1_709_251_199, 123_456_700, '2024-02-29T23:59:59.123456700Z'],
    [firstSecond, 0, '0001-01-01T00:00:00Z'],
    [lastSecond, 999_000_000, '9999-12-31T23:59:59.999Z'],
    [firstSecond - 1, 0, '@-62135596801,0'],
    [lastSecond + 1, 0, '@253402300800,0'],
    [2 ** 53, -1, '@9007199254740992,-1'],
    [0, 1_000_000_000, '@0,1000000000'],
  ])('%i s %i ns is %s', (seconds, nanos, text) => {
    expect(formatRfc3339({ seconds, nanos })).toBe(text);
  });
});

describe('parseRfc3339', () => {
  it.each([
    ['2024-02-29T23:59:59Z', 1_709_251_199, 0],
    ['2024-01-01T00:00:00.1234567Z', 1_704_067_200, 123_456_700],
    ['2024-01-01T00:00:00+02:00', 1_704_060_000, 0],
    ['2024-01-01T00:00:00.5-00:30', 1_704_069_000, 500_000_000],
    ['0001-01-01T00:00:00Z', firstSecond, 0],
    ['0001-01-01T01:00:00+01:00', firstSecond, 0],
    ['0099-03-01T00:00:00Z', -59_037_897_600, 0],
    ['9999-12-31T23:59:59.999999999Z', lastSecond, 999_999_999],
  ])('reads %s', (text, seconds, nanos) => {
    expect(parseRfc3339(text)).toEqual({ seconds, nanos });
  });

  it.each([
    '',
    '2024-01-01',
    '2024-01-01T00:00:00',
    '2024-01-01 00:00:00Z',
    '2024-01-01t00:00:00z',
    '2024-01-01T00:00:00.Z',
    '2024-01-01T00:00:00.1234567890Z',
    '2024-01-01T00:00:60Z',
    '2024-01-01T24:00:00Z',
    '2024-01-01T00:60:00Z',
    '2023-02-29T00:00:00Z',
    '2024-04-31T00:00:00Z',
    '2024-00-01T00:00:00Z',
    '2024-13-01T00:00:00Z',
    '2024-01-00T00:00:00Z',
    '2024-01-01T00:00:00+24:00',
    '2024-01-01T00:00:00+00:60',
    '2024-01-01T00:00:00+0200',
    '2024-01-01T00:00:00Z\n',
    '0000-12-31T23:59:59Z',
    '0001-01-01T00:59:59+01:00',
    '9999-12-31T23:59:59-00:01',
    '10000-01-01T00:00:00Z',
    '-001-01-01T00:00:00Z',
  ])('refuses %j', (text) => {
    expect(parseRfc3339(text)).toBeUndefined();
  });

  it('reads what was printed', () => {
    const time = fc.record({
      seconds: fc.integer({ min: firstSecond, max: lastSecond }),
      nanos: fc.oneof(fc.integer({ min: 0, max: 999_999_999 }), fc.constantFrom(0, 1_000_000, 20_000)),
    });
    fc.assert(
      fc.property(time, (stamp) => {
        expect(isPrintableTime(stamp)).toBe(true);
        expect(parseRfc3339(formatRfc3339(stamp))).toEqual({ seconds: stamp.seconds, nanos: stamp.nanos });
      }),
      { numRuns: 2000 },
    );
  });
});
