/** Civil (wall-clock) time of a named zone, turned into a point in time. */

import type { Timestamp } from './timestamp.ts';

/** What a clock on the wall shows. Month and day count from 1; `nanos` is the part below the second. */
export interface CivilLike {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nanos: number;
}

/** A zone that converts. It keeps what it has looked up, so make one and use it for many stamps. */
export interface Zone {
  /**
   * Returns the point in time. A time that a clock change skipped is read with the offset before the change; of the
   * two readings of a repeated hour the first is taken.
   */
  toTimestamp(civil: CivilLike): Timestamp;
  /** Returns the year the zone's calendar shows at `time`. */
  yearAt(time: Timestamp): number;
  /** Returns the offset of the zone from UTC, in milliseconds, at so many milliseconds since the epoch. */
  offsetMs(atMs: number): number;
}

const dayMs = 86_400_000;
// Clock changes happen on quarters of an hour in every zone of the database since 1972.
const bucketMs = 900_000;
const maxBuckets = 4096;

/** Returns the option value of `Intl` for a zone name: nothing stands for the machine's own zone. */
function intlZone(zone: string): { readonly timeZone?: string } {
  return zone === 'local' ? {} : { timeZone: zone };
}

/** Tells whether `zone` is `local`, `UTC` or another name of the IANA database. */
export function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', intlZone(zone)).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Returns the milliseconds since the epoch that `civil` would be in UTC. */
function utcMs(civil: CivilLike): number {
  const date = new Date(0);
  // Date.UTC reads years 0 … 99 as 1900 … 1999.
  date.setUTCFullYear(civil.year, civil.month - 1, civil.day);
  date.setUTCHours(civil.hour, civil.minute, civil.second, 0);
  return date.getTime();
}

/** Returns a function from milliseconds since the epoch to the offset of the zone from UTC, in milliseconds. */
function offsetReader(zone: string): (atMs: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    ...intlZone(zone),
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (atMs) => {
    const shown = new Map(format.formatToParts(atMs).map((part) => [part.type, Number(part.value)]));
    const read = (type: Intl.DateTimeFormatPartTypes) => shown.get(type) ?? 0;
    const local = utcMs({
      year: read('year'),
      month: read('month'),
      day: read('day'),
      hour: read('hour'),
      minute: read('minute'),
      second: read('second'),
      nanos: 0,
    });
    return local - Math.floor(atMs / 1000) * 1000;
  };
}

/** Returns `read`, remembering its answers for each quarter of an hour. */
function remembered(read: (atMs: number) => number): (atMs: number) => number {
  const known = new Map<number, number>();
  return (atMs) => {
    const bucket = Math.floor(atMs / bucketMs);
    const found = known.get(bucket);
    if (found !== undefined) return found;
    const offset = read(bucket * bucketMs);
    if (known.size >= maxBuckets) known.clear();
    known.set(bucket, offset);
    return offset;
  };
}

/**
 * Returns the zone named `zone` (`local` is the machine's).
 * Throws a RangeError for a name that `isZone` refuses: check the operator's input first.
 */
export function createZone(zone: string): Zone {
  const offsetAt = remembered(offsetReader(zone));
  const resolveMs = (local: number): number => {
    const before = local - offsetAt(local - dayMs);
    if (offsetAt(before) === local - before) return before;
    const after = local - offsetAt(local + dayMs);
    return offsetAt(after) === local - after ? after : before;
  };
  return {
    toTimestamp: (civil) => ({ seconds: Math.floor(resolveMs(utcMs(civil)) / 1000), nanos: civil.nanos }),
    offsetMs: offsetAt,
    yearAt: (time) => new Date(time.seconds * 1000 + offsetAt(time.seconds * 1000)).getUTCFullYear(),
  };
}

/** Returns the point in time of `civil` in `zone`; for one stamp, where `createZone` serves many. */
export function civilToTimestamp(civil: CivilLike, zone: string): Timestamp {
  return createZone(zone).toTimestamp(civil);
}
