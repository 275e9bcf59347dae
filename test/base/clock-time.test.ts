import { describe, expect, it } from 'vitest';

import { isClockTime, parseClockTime } from '../../src/base/time/clock-time.ts';
import type { Timestamp } from '../../src/base/time/timestamp.ts';

const at = (iso: string): Timestamp => ({ seconds: Date.parse(iso) / 1000, nanos: 0 });
const shown = (time: Timestamp | undefined) =>
  time === undefined ? undefined : new Date(time.seconds * 1000).toISOString().slice(0, 19);

describe('a clock time', () => {
  it.each([
    ['14:03', '2026-11-21T15:00:00Z', 'UTC', '2026-11-21T14:03:00'],
    ['14:03:20', '2026-11-21T15:00:00Z', 'UTC', '2026-11-21T14:03:20'],
    ['9:05', '2026-11-21T15:00:00Z', 'UTC', '2026-11-21T09:05:00'],
    ['15:00', '2026-11-21T15:00:00Z', 'UTC', '2026-11-21T15:00:00'],
    // Still ahead: that of yesterday.
    ['15:01', '2026-11-21T15:00:00Z', 'UTC', '2026-11-20T15:01:00'],
    ['15:01', '2026-11-01T15:00:00Z', 'UTC', '2026-10-31T15:01:00'],
    ['23:00', '2026-01-01T00:30:00Z', 'UTC', '2025-12-31T23:00:00'],
    ['23:00', '2024-03-01T00:30:00Z', 'UTC', '2024-02-29T23:00:00'],
    ['14:03', '2026-11-21T15:00:00Z', 'Europe/Berlin', '2026-11-21T13:03:00'],
    // In Berlin it is already the 22nd, in New York still the 20th.
    ['00:10', '2026-11-21T23:30:00Z', 'Europe/Berlin', '2026-11-21T23:10:00'],
    ['21:00', '2026-11-21T03:00:00Z', 'America/New_York', '2026-11-21T02:00:00'],
    // The day before had another offset.
    ['14:00', '2026-03-29T10:00:00Z', 'Europe/Berlin', '2026-03-28T13:00:00'],
  ])('%s at %s in %s', (text, now, zone, expected) => {
    expect(isClockTime(text)).toBe(true);
    expect(shown(parseClockTime(text, at(now), zone))).toBe(expected);
  });

  it.each(['24:00', '12:60', '12:00:60'])('%s is shown by no clock', (text) => {
    expect(parseClockTime(text, at('2026-11-21T15:00:00Z'), 'UTC')).toBeUndefined();
  });

  it.each(['5m', '14', '14:3', '14:03Z', '2024-03-01T14:03Z', '', '114:03'])('%j is written otherwise', (text) => {
    expect(isClockTime(text)).toBe(false);
    expect(parseClockTime(text, at('2026-11-21T15:00:00Z'), 'UTC')).toBeUndefined();
  });
});
