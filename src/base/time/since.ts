/** What `--since` and `--until` take: a duration back from now, or a date in one of Hubble's layouts. */

import { getDaysInMonth } from 'date-fns/getDaysInMonth';
import { parseDuration } from './duration.ts';
import type { Timestamp } from './timestamp.ts';

const zone = '(Z|[+-]\\d\\d:\\d\\d)';
const fraction = '(?:[.,](\\d+))?';

// In the order Hubble tries them. Go reads an hour of one digit where the layout has 15.
const isoLayouts: readonly RegExp[] = [
  /^(\d{4})-(\d\d)-(\d\d)$/,
  new RegExp(`^(\\d{4})-(\\d\\d)-(\\d\\d)T(\\d\\d?)()()()${zone}$`),
  new RegExp(`^(\\d{4})-(\\d\\d)-(\\d\\d)T(\\d\\d?):(\\d\\d)()()${zone}$`),
  new RegExp(`^(\\d{4})-(\\d\\d)-(\\d\\d)T(\\d\\d?):(\\d\\d):(\\d\\d)${fraction}${zone}$`),
];

const rfc1123Layout = new RegExp(
  `^(?:mon|tue|wed|thu|fri|sat|sun), (\\d\\d) ([a-z]{3}) (\\d{4}) (\\d\\d?):(\\d\\d):(\\d\\d)${fraction} ([+-]\\d{4})$`,
  'i',
);

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

interface Fields {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Digits after the decimal point, possibly none. */
  readonly fraction: string;
  readonly zone: string;
}

function matchIso(text: string): Fields | undefined {
  for (const layout of isoLayouts) {
    const match = layout.exec(text);
    if (match === null) continue;
    const at = (index: number): string => match[index] ?? '';
    return {
      year: Number(at(1)),
      month: Number(at(2)),
      day: Number(at(3)),
      hour: Number(at(4)),
      minute: Number(at(5)),
      second: Number(at(6)),
      fraction: at(7),
      zone: at(8) || 'Z',
    };
  }
  return undefined;
}

function matchRfc1123(text: string): Fields | undefined {
  const match = rfc1123Layout.exec(text);
  if (match === null) return undefined;
  const at = (index: number): string => match[index] ?? '';
  return {
    year: Number(at(3)),
    month: months.indexOf(at(2).toLowerCase()) + 1,
    day: Number(at(1)),
    hour: Number(at(4)),
    minute: Number(at(5)),
    second: Number(at(6)),
    fraction: at(7),
    zone: at(8),
  };
}

// Go takes offsets up to 24 hours and 60 minutes.
function zoneSeconds(text: string): number | undefined {
  if (text === 'Z') return 0;
  const hours = Number(text.slice(1, 3));
  const minutes = Number(text.slice(-2));
  if (hours > 24 || minutes > 60) return undefined;
  return (text.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60);
}

function civilMs(fields: Fields): number | undefined {
  const { year, month, day, hour, minute, second } = fields;
  if (month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) return undefined;
  const inMonth = new Date(0);
  inMonth.setFullYear(year, month - 1, 1);
  if (day < 1 || day > getDaysInMonth(inMonth)) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.setUTCHours(hour, minute, second);
}

function toTimestamp(fields: Fields): Timestamp | undefined {
  const ms = civilMs(fields);
  const offset = zoneSeconds(fields.zone);
  if (ms === undefined || offset === undefined) return undefined;
  return { seconds: ms / 1000 - offset, nanos: Number(fields.fraction.slice(0, 9).padEnd(9, '0')) };
}

function before(now: Timestamp, nanos: bigint): Timestamp {
  const total = BigInt(now.seconds) * 1_000_000_000n + BigInt(now.nanos) - nanos;
  const part = ((total % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  return { seconds: Number((total - part) / 1_000_000_000n), nanos: Number(part) };
}

/**
 * Returns the time `text` names, or undefined when it names none. A Go duration counts back from `now` (a negative one
 * lies ahead). Otherwise the layouts Hubble knows, in its order: a date (UTC), a date with the hour, with the minute, RFC 3339 with
 * any number of fractional digits (cut to nanoseconds), RFC 1123 with a numeric zone. A zone is `Z` or `±hh:mm`.
 */
export function parseTimeFlag(text: string, now: Timestamp): Timestamp | undefined {
  const duration = parseDuration(text);
  if (duration.ok) return before(now, duration.nanos);
  const fields = matchIso(text) ?? matchRfc1123(text);
  return fields === undefined ? undefined : toTimestamp(fields);
}
