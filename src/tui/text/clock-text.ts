/** Times as the clock on the wall shows them, in the zone of the screen. */

import { isPrintableTime } from '../../base/time/rfc3339.ts';
import type { Timestamp } from '../../base/time/timestamp.ts';
import { createZone } from '../../base/time/zone.ts';
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

function isTime(time: Timestamp | undefined): time is Timestamp {
  return time !== undefined && isPrintableTime(time);
}

/** Returns the clock of a zone of the IANA database, or of `local`. */
export function createClockText(zone: string): ClockText {
  const { offsetMs } = createZone(zone);
  // `2024-05-18T18:42:44.000Z`, but of the zone's own clock.
  const civil = ({ seconds }: Timestamp): string => new Date(seconds * 1000 + offsetMs(seconds * 1000)).toISOString();
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
