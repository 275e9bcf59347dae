/** Times as the clock on the wall shows them, in the zone of the screen. */

import { isPrintableTime } from '../../base/time/rfc3339.ts';
import type { Timestamp } from '../../base/time/timestamp.ts';
import type { ScreenSettings } from '../screen.ts';

/** Tells times. A time that is absent or that no calendar shows is an empty text. */
export interface ClockText {
  /** `18:42:44`, with `digits` digits of the fraction (cut, not rounded). */
  ofDay(time: Timestamp | undefined, digits?: 0 | 3 | 6 | 9): string;
  /** `18:42:44` on the day of `now`, else `05-18 18:42`. */
  onDay(time: Timestamp | undefined, now: Timestamp): string;
  /** `2024-05-18`. */
  date(time: Timestamp | undefined): string;
}

// Clock changes happen on quarters of an hour in every zone of the database since 1972.
const bucketSeconds = 900;
const maxBuckets = 1024;

/** Returns the offset of the zone from UTC at a time, in seconds, asked of the zone's rules. */
function offsetReader(zone: string): (seconds: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    ...(zone === 'local' ? {} : { timeZone: zone }),
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (seconds) => {
    const parts = new Map(format.formatToParts(seconds * 1000).map(({ type, value }) => [type, Number(value)]));
    const read = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
    const local = new Date(0);
    // Date.UTC would read the years 0 to 99 as 1900 to 1999.
    local.setUTCFullYear(read('year'), read('month') - 1, read('day'));
    local.setUTCHours(read('hour'), read('minute'), read('second'));
    return local.getTime() / 1000 - seconds;
  };
}

/** Returns `read`, remembering its answers for each quarter of an hour: the rules take longer than a row of a table may. */
function remembered(read: (seconds: number) => number): (seconds: number) => number {
  const known = new Map<number, number>();
  return (seconds) => {
    const bucket = Math.floor(seconds / bucketSeconds);
    const found = known.get(bucket);
    if (found !== undefined) return found;
    const offset = read(bucket * bucketSeconds);
    if (known.size >= maxBuckets) known.clear();
    known.set(bucket, offset);
    return offset;
  };
}

function isTime(time: Timestamp | undefined): time is Timestamp {
  return time !== undefined && isPrintableTime(time);
}

/** Returns the clock of a zone of the IANA database, or of `local`. */
export function createClockText(zone: string): ClockText {
  const offsetAt = remembered(offsetReader(zone));
  // `2024-05-18T18:42:44.000Z`, but of the zone's own clock.
  const civil = ({ seconds }: Timestamp): string => new Date((seconds + offsetAt(seconds)) * 1000).toISOString();
  return {
    ofDay(time, digits = 0) {
      if (!isTime(time)) return '';
      const second = civil(time).slice(11, 19);
      return digits === 0 ? second : `${second}.${String(time.nanos).padStart(9, '0').slice(0, digits)}`;
    },
    onDay(time, now) {
      if (!isTime(time)) return '';
      const [then, today] = [civil(time), civil(now)];
      return then.slice(0, 10) === today.slice(0, 10)
        ? then.slice(11, 19)
        : `${then.slice(5, 10)} ${then.slice(11, 16)}`;
    },
    date: (time) => (isTime(time) ? civil(time).slice(0, 10) : ''),
  };
}

const clocks = new WeakMap<ScreenSettings, ClockText>();

/** Returns the clock of the screen; made once for the same settings, as the zone's rules take long to look up. */
export function clockOf(settings: ScreenSettings): ClockText {
  const known = clocks.get(settings) ?? createClockText(settings.zone);
  clocks.set(settings, known);
  return known;
}
