/** The TIME column: of day, how long ago, or since the row before. */

import { nanosBetween, timestampToMs, type Timestamp } from '../../base/time/timestamp.ts';
import type { ClockText } from '../text/clock-text.ts';
import { spanText } from '../text/amounts.ts';
import type { TimeStyle } from '../state/ui-state.ts';

/** Between which times a row stands. */
export interface RowTime {
  readonly time: Timestamp | undefined;
  /** Time of the row above; undefined on the first row. */
  readonly before: Timestamp | undefined;
  readonly now: Timestamp;
}

const stampWidths = { millis: 12, micros: 15 };

function deltaText({ time, before }: RowTime): string {
  if (time === undefined || before === undefined) return '';
  const seconds = nanosBetween(time, before) / 1e9;
  return `${seconds < 0 ? '-' : '+'}${Math.abs(seconds).toFixed(3)}`;
}

/** Tells the time of day with as many digits as `width` cells hold; empty where it is not known. */
export type DayTimeText = (time: Timestamp | undefined, width: number) => string;

/** Returns what tells times by `clock`. It keeps the text of the last second, because flows come in bursts. */
export function createDayTimeText(clock: ClockText): DayTimeText {
  let lastSeconds = Number.NaN;
  let lastText = '';
  return (time, width) => {
    if (time === undefined) return '';
    if (time.seconds !== lastSeconds) {
      lastSeconds = time.seconds;
      lastText = clock.ofDay({ seconds: time.seconds, nanos: 0 });
    }
    const digits = width >= stampWidths.micros ? 6 : width >= stampWidths.millis ? 3 : 0;
    if (digits === 0 || lastText === '') return lastText;
    return `${lastText}.${String(time.nanos).padStart(9, '0').slice(0, digits)}`;
  };
}

/** Returns how long ago it was, `3 s`, or how long after the row before, `+0.005`; empty where a time is not known. */
export function sinceText(row: RowTime, style: Exclude<TimeStyle, 'absolute'>): string {
  if (style === 'delta') return deltaText(row);
  return row.time === undefined ? '' : spanText(timestampToMs(row.now) - timestampToMs(row.time));
}
