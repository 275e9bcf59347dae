/** Time stamps as logs write them. */

import type { CivilLike } from '../../base/time/zone.ts';
import type { EnvelopeStamp, StampPrecision } from '../parse-result.ts';

const monthNames = 'JanFebMarAprMayJunJulAugSepOctNovDec';

/** Returns the number, 1 … 12, of an English month's first three letters. */
export function monthNumber(name: string): number | undefined {
  const at = monthNames.indexOf(name);
  return name.length === 3 && at >= 0 && at % 3 === 0 ? at / 3 + 1 : undefined;
}

/** The digits of a stamp; `year` 0 when it has none, `fraction` without its point. */
export interface StampDigits {
  readonly year: string | number;
  readonly month: string | number;
  readonly day: string | number;
  /** `18:42:44`. */
  readonly clock: string;
  readonly fraction?: string | undefined;
}

/** Returns the nanoseconds of a fraction's digits, 1 to 9 of them. */
function fractionNanos(digits: string | undefined): number {
  return digits === undefined ? 0 : Number(digits.slice(0, 9).padEnd(9, '0'));
}

/** Returns how fine a stamp with that fraction is. */
export function precisionOf(fraction: string | undefined): StampPrecision {
  return fraction === undefined ? 'second' : 'subsecond';
}

/** Returns the civil time, or undefined when no calendar has it. A leap second is read as the second before. */
export function civilTime(digits: StampDigits): CivilLike | undefined {
  const [hour = NaN, minute = NaN, second = NaN] = digits.clock.split(':').map(Number);
  const [year, month, day] = [Number(digits.year), Number(digits.month), Number(digits.day)];
  if (!(month >= 1 && month <= 12 && hour <= 23 && minute <= 59 && second <= 60)) return undefined;
  // Year 0 is a leap year, so a stamp without a year may hold the 29th of February.
  if (!(day >= 1 && day <= new Date(Date.UTC(year === 0 ? 2000 : year, month, 0)).getUTCDate())) return undefined;
  const nanos = second === 60 ? 999_999_999 : fractionNanos(digits.fraction);
  return { year, month, day, hour, minute, second: Math.min(second, 59), nanos };
}

/** Returns the seconds east of UTC of `Z`, `UTC`, `GMT`, `+02:00`, `+0200` or `+02`; undefined for other names. */
export function zoneOffsetSeconds(text: string): number | undefined {
  if (text === 'Z' || text === 'UTC' || text === 'GMT') return 0;
  const match = /^([+-])(\d\d):?(\d\d)?$/.exec(text);
  if (match === null) return undefined;
  const seconds = Number(match[2]) * 3600 + Number(match[3] ?? 0) * 60;
  return match[1] === '-' ? -seconds : seconds;
}

/**
 * Returns the stamp of a civil time: absolute when the zone says its offset, else civil, or yearless when it has no
 * year. A zone's abbreviation (`PST`) names several zones and is not trusted.
 */
export function stampOf(digits: StampDigits, zone: string | undefined): EnvelopeStamp | undefined {
  const civil = civilTime(digits);
  if (civil === undefined) return undefined;
  const precision = precisionOf(digits.fraction);
  if (civil.year === 0) return { kind: 'yearless', civil, precision };
  const offset = zone === undefined ? undefined : zoneOffsetSeconds(zone);
  if (offset === undefined) return { kind: 'civil', civil, precision };
  const utc = Date.UTC(civil.year, civil.month - 1, civil.day, civil.hour, civil.minute, civil.second);
  return { kind: 'absolute', time: { seconds: utc / 1000 - offset, nanos: civil.nanos }, precision };
}

const isoForm = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d:\d\d:\d\d)(?:([.,])(\d{1,9}))?(Z|[+-]\d\d:?\d\d)?(?= |$)/;

/** An ISO 8601 stamp, and how many bytes it takes up without the blank after it. */
export interface IsoStamp {
  readonly length: number;
  /** Absent when the digits are no time. */
  readonly stamp?: EnvelopeStamp;
  /** The fraction's mark is a comma, as `dmesg` has it. */
  readonly comma: boolean;
}

/** Returns the ISO 8601 stamp at the start of `head`. */
export function readIsoStamp(head: string): IsoStamp | undefined {
  const match = isoForm.exec(head);
  if (match === null) return undefined;
  const [whole, year = '', month = '', day = '', clock = '', mark, fraction, zone] = match;
  const stamp = stampOf({ year, month, day, clock, fraction }, zone);
  return { length: whole.length, comma: mark === ',', ...(stamp === undefined ? {} : { stamp }) };
}
