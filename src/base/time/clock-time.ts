/** A bare clock time such as `14:03`, as the latest moment that a clock showed it. */

import { compareTimestamps, type Timestamp } from './timestamp.ts';
import { createZone, type CivilLike } from './zone.ts';

const clockForm = /^(\d{1,2}):(\d\d)(?::(\d\d))?$/;

/** Tells whether `text` is written as a clock time; it may be one no clock shows. */
export function isClockTime(text: string): boolean {
  return clockForm.test(text);
}

/** Returns what the calendar of `zone` shows at `time`. */
function calendarDay(time: Timestamp, zone: string): Pick<CivilLike, 'year' | 'month' | 'day'> {
  const format = new Intl.DateTimeFormat('en-US', {
    ...(zone === 'local' ? {} : { timeZone: zone }),
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  });
  const parts = new Map(format.formatToParts(time.seconds * 1000).map(({ type, value }) => [type, Number(value)]));
  return { year: parts.get('year') ?? 0, month: parts.get('month') ?? 0, day: parts.get('day') ?? 0 };
}

/**
 * Returns the moment of today at which the clocks of `zone` (an IANA name, `UTC` or `local`) show `text`, `H:MM`, `HH:MM` or
 * `HH:MM:SS`; that of yesterday when today's still lies ahead of `now`. Undefined when `text` is no clock time.
 */
export function parseClockTime(text: string, now: Timestamp, zone: string): Timestamp | undefined {
  const match = clockForm.exec(text);
  if (match === null) return undefined;
  const [, hour = 0, minute = 0, second = 0] = match.map((digits: string | undefined) => Number(digits ?? 0));
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const clock = createZone(zone);
  const civil = { ...calendarDay(now, zone), hour, minute, second, nanos: 0 };
  const today = clock.toTimestamp(civil);
  // A day before the first of a month is the last of the month before: the calendar of the zone carries over.
  return compareTimestamps(today, now) <= 0 ? today : clock.toTimestamp({ ...civil, day: civil.day - 1 });
}
