import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseTimeFlag } from '../../src/base/time/since.ts';

const now = { seconds: 1_700_000_000, nanos: 250_000_000 };
const at = (iso: string, nanos = 0) => ({ seconds: Date.parse(iso) / 1000, nanos });

describe('parseTimeFlag', () => {
  it.each([
    ['1h30m', { seconds: 1_699_994_600, nanos: 250_000_000 }],
    ['500ms', { seconds: 1_699_999_999, nanos: 750_000_000 }],
    ['-1h', { seconds: 1_700_003_600, nanos: 250_000_000 }],
    ['876000h', { seconds: -1_453_600_000, nanos: 250_000_000 }],
  ])('counts %s back from now', (text, time) => {
    expect(parseTimeFlag(text, now)).toEqual(time);
  });

  it.each([
    ['2024-03-01', at('2024-03-01T00:00:00Z')],
    ['2024-02-29', at('2024-02-29T00:00:00Z')],
    ['2024-03-01T00Z', at('2024-03-01T00:00:00Z')],
    ['2024-03-01T5+02:00', at('2024-03-01T03:00:00Z')],
    ['2024-03-01T00:30-01:30', at('2024-03-01T02:00:00Z')],
    ['2024-03-01T10:30Z', at('2024-03-01T10:30:00Z')],
    ['2024-03-01T00:00:23+00:00', at('2024-03-01T00:00:23Z')],
    ['2024-02-29T23:59:21.634043Z', at('2024-02-29T23:59:21Z', 634_043_000)],
    ['2024-02-29T23:59:21,5Z', at('2024-02-29T23:59:21Z', 500_000_000)],
    ['2024-02-29T23:59:21.1234567899Z', at('2024-02-29T23:59:21Z', 123_456_789)],
    ['1969-12-31T23:59:59.25Z', { seconds: -1, nanos: 250_000_000 }],
    ['Mon, 02 Jan 2006 15:04:05 -0700', at('2006-01-02T22:04:05Z')],
    ['0001-01-01T00:00:00Z', { seconds: -62_135_596_800, nanos: 0 }],
  ])('reads %s', (text, time) => {
    expect(parseTimeFlag(text, now)).toEqual(time);
  });

  it.each([
    'yesterday',
    '2024-13-01',
    '2023-02-29',
    '2024-03-01T24Z',
    '2024-03-01T10:60Z',
    '2024-03-01T10:30:61Z',
    '2024-03-01T10:30',
    '2024-03-01T10:30:00',
    '2024-03-01T10:30:00+25:00',
    'Mar  1 00:00:50.500',
    '1709251200',
    '',
  ])('rejects %j', (text) => {
    expect(parseTimeFlag(text, now)).toBeUndefined();
  });

  it('reads every RFC 3339 time JavaScript writes', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
        (date) => {
          const time = parseTimeFlag(date.toISOString(), now);
          expect(time).toEqual({
            seconds: Math.floor(date.getTime() / 1000),
            nanos: (((date.getTime() % 1000) + 1000) % 1000) * 1e6,
          });
        },
      ),
    );
  });
});
