/** The time layouts of `--time-format`, as Hubble's command line has them. Always UTC; fractions are cut, not rounded. */

import { isPrintableTime } from './rfc3339.ts';
import type { Timestamp } from './timestamp.ts';

/** The names in the order help shows them; the first is the default. */
export const timeLayoutNames = [
  'StampMilli',
  'YearMonthDay',
  'YearMonthDayHour',
  'YearMonthDayHourMinute',
  'RFC3339',
  'RFC3339Milli',
  'RFC3339Micro',
  'RFC3339Nano',
  'RFC1123Z',
] as const;

/** Name of a layout, as `--time-format` takes it. */
export type TimeLayoutName = (typeof timeLayoutNames)[number];

/** Renders a point in time; an absent one, or one outside the years 1 … 9999, is `N/A`. */
export type TimeText = (time: Timestamp | undefined) => string;

interface Layout {
  /** The whole-second part. */
  readonly second: (date: Date) => string;
  /** What follows it. */
  readonly rest: (nanos: number) => string;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;

const two = (value: number): string => (value < 10 ? `0${value}` : String(value));
const month = (date: Date): string => months[date.getUTCMonth()] ?? '';
const year = (date: Date): string => String(date.getUTCFullYear()).padStart(4, '0');
const day = (date: Date): string => `${year(date)}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
const minute = (date: Date): string => `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
const clock = (date: Date): string => `${minute(date)}:${two(date.getUTCSeconds())}`;
const second = (date: Date): string => `${day(date)}T${clock(date)}`;
const stamp = (date: Date): string => `${month(date)} ${String(date.getUTCDate()).padStart(2)} ${clock(date)}`;
const mailDate = (date: Date): string =>
  `${weekdays[date.getUTCDay()] ?? ''}, ${two(date.getUTCDate())} ${month(date)} ${year(date)} ${clock(date)}`;

const digits = (nanos: number, count: number): string => String(nanos).padStart(9, '0').slice(0, count);

function trimmed(nanos: number, count: number): string {
  if (nanos === 0) return 'Z';
  const fraction = digits(nanos, count).replace(/0+$/, '');
  return fraction === '' ? 'Z' : `.${fraction}Z`;
}

const layouts: Readonly<Record<TimeLayoutName, Layout>> = {
  StampMilli: { second: stamp, rest: (nanos) => `.${digits(nanos, 3)}` },
  YearMonthDay: { second: day, rest: () => '' },
  YearMonthDayHour: { second: (date) => `${day(date)}T${two(date.getUTCHours())}`, rest: () => 'Z' },
  YearMonthDayHourMinute: { second: (date) => `${day(date)}T${minute(date)}`, rest: () => 'Z' },
  RFC3339: { second, rest: () => 'Z' },
  RFC3339Milli: { second, rest: (nanos) => trimmed(nanos, 3) },
  RFC3339Micro: { second, rest: (nanos) => trimmed(nanos, 6) },
  RFC3339Nano: { second, rest: (nanos) => trimmed(nanos, 9) },
  RFC1123Z: { second: mailDate, rest: () => ' +0000' },
};

function layoutNamed(name: string): Layout {
  const wanted = name.toLowerCase();
  const known = timeLayoutNames.find((candidate) => candidate.toLowerCase() === wanted);
  return layouts[known ?? 'StampMilli'];
}

/**
 * Returns the renderer of the layout `name`, in any letter case; a name that is not known means StampMilli, as it does
 * to Hubble. The renderer keeps the text of the last second it saw, because flows come in bursts.
 */
export function createTimeText(name: string): TimeText {
  const layout = layoutNamed(name);
  let lastSeconds = Number.NaN;
  let lastText = '';
  return (time) => {
    if (time === undefined || !isPrintableTime(time)) return 'N/A';
    if (time.seconds !== lastSeconds) {
      lastSeconds = time.seconds;
      lastText = layout.second(new Date(time.seconds * 1000));
    }
    return lastText + layout.rest(time.nanos);
  };
}
