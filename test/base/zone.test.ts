import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { civilToTimestamp, createZone, isZone, type CivilLike } from '../../src/base/time/zone.ts';

function civil(text: string): CivilLike {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = text.split(/\D/).map(Number);
  return { year, month, day, hour, minute, second, nanos: 7 };
}

function iso(text: string, zone: string): string {
  const time = civilToTimestamp(civil(text), zone);
  expect(time.nanos).toBe(7);
  return new Date(time.seconds * 1000).toISOString().slice(0, 19);
}

describe('isZone', () => {
  test.each(['local', 'UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu'])('%s is a zone', (zone) => {
    expect(isZone(zone)).toBe(true);
  });

  test.each(['', 'Mars/Olympus', 'Europe/Berlin ', 'PST8PST', '\u001b[31m'])('%j is none', (zone) => {
    expect(isZone(zone)).toBe(false);
  });
});

describe('civilToTimestamp', () => {
  test.each([
    ['2026-11-21 09:50:26', 'UTC', '2026-11-21T09:50:26'],
    ['2026-11-21 09:50:26', 'Europe/Berlin', '2026-11-21T08:50:26'],
    ['2026-07-21 09:50:26', 'Europe/Berlin', '2026-07-21T07:50:26'],
    ['2026-07-21 00:10:00', 'Asia/Kathmandu', '2026-07-20T18:25:00'],
    ['2026-12-31 20:00:00', 'America/New_York', '2027-01-01T01:00:00'],
    ['2024-02-29 23:59:59', 'Pacific/Auckland', '2024-02-29T10:59:59'],
    ['0999-03-01 00:00:00', 'UTC', '0999-03-01T00:00:00'],
  ])('%s in %s is %s UTC', (text, zone, expected) => {
    expect(iso(text, zone)).toBe(expected);
  });

  test.each([
    // Clocks go from 02:00 to 03:00: the skipped half past two is read with the winter offset.
    ['2026-03-29 01:59:59', 'Europe/Berlin', '2026-03-29T00:59:59'],
    ['2026-03-29 02:30:00', 'Europe/Berlin', '2026-03-29T01:30:00'],
    ['2026-03-29 03:00:00', 'Europe/Berlin', '2026-03-29T01:00:00'],
    // Clocks go from 03:00 back to 02:00: the first half past two.
    ['2026-10-25 01:59:59', 'Europe/Berlin', '2026-10-24T23:59:59'],
    ['2026-10-25 02:30:00', 'Europe/Berlin', '2026-10-25T00:30:00'],
    ['2026-10-25 03:00:00', 'Europe/Berlin', '2026-10-25T02:00:00'],
    ['2026-03-08 02:15:00', 'America/New_York', '2026-03-08T07:15:00'],
    ['2026-11-01 01:15:00', 'America/New_York', '2026-11-01T05:15:00'],
    // Half an hour of summer time.
    ['2026-10-04 02:10:00', 'Australia/Lord_Howe', '2026-10-03T15:40:00'],
  ])('around a clock change, %s in %s is %s UTC', (text, zone, expected) => {
    expect(iso(text, zone)).toBe(expected);
  });

  test('what a zone shows converts back to the same point, save in a repeated hour', () => {
    const zone = createZone('America/St_Johns');
    const format = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'America/St_Johns',
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    fc.assert(
      fc.property(fc.integer({ min: 631_152_000, max: 2_524_608_000 }), (seconds) => {
        const back = zone.toTimestamp(civil(format.format(seconds * 1000))).seconds;
        expect([0, -3600]).toContain(back - seconds);
      }),
    );
  });

  test('the year is the one of the zone', () => {
    const time = { seconds: Date.UTC(2026, 11, 31, 23, 30) / 1000, nanos: 0 };
    expect(createZone('UTC').yearAt(time)).toBe(2026);
    expect(createZone('Asia/Tokyo').yearAt(time)).toBe(2027);
  });
});
