/** How far back an answer reaches, for each retention class. */

import { createTimeText } from '../base/time/layouts.ts';
import { compareTimestamps, type Timestamp } from '../base/time/timestamp.ts';

/** The window of one class; without `since` nothing of the class is held. */
export interface ClassWindow {
  readonly retentionClass: string;
  readonly since?: Timestamp | undefined;
  /** Time of the newest flow of the class, where it is known. */
  readonly until?: Timestamp | undefined;
}

const classNames: Readonly<Record<string, string>> = { 'denied-audited': 'denied and audited', other: 'forwarded' };

const dayOf = (time: Timestamp): number => Math.floor(time.seconds / 86_400);

/** Returns the words for a retention class; a name of a newer server stands for itself. */
export function retentionClassText(retentionClass: string): string {
  return (Object.hasOwn(classNames, retentionClass) ? classNames[retentionClass] : undefined) ?? retentionClass;
}

/**
 * Returns `denied and audited since 09:02, forwarded since 09:51`: UTC, to the minute; with the date where the times
 * named are not all of one day; `no …` for an empty class.
 */
export function describeWindows(windows: readonly ClassWindow[]): string {
  const times = windows
    .flatMap((window) => [window.since, window.until])
    .filter((time) => time !== undefined)
    .toSorted(compareTimestamps);
  const [first, last] = [times[0], times.at(-1)];
  const oneDay = first === undefined || last === undefined || dayOf(first) === dayOf(last);
  const minute = createTimeText('YearMonthDayHourMinute');
  const timeText = (time: Timestamp): string => {
    const [date = '', clock = ''] = minute(time).slice(0, -1).split('T');
    return oneDay ? clock : `${date} ${clock}`;
  };
  return windows
    .map(({ retentionClass, since }) => {
      const name = retentionClassText(retentionClass);
      return since === undefined ? `no ${name}` : `${name} since ${timeText(since)}`;
    })
    .join(', ');
}
