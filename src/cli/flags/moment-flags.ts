/** `--at` and `--window`: the flows around a moment. */

import { UsageError } from '../../base/errors.ts';
import { quote } from '../../base/quote.ts';
import { isClockTime, parseClockTime } from '../../base/time/clock-time.ts';
import { parseDuration } from '../../base/time/duration.ts';
import { formatRfc3339 } from '../../base/time/rfc3339.ts';
import { parseTimeFlag } from '../../base/time/since.ts';
import { addNanos, type Timestamp } from '../../base/time/timestamp.ts';
import { textFlag, type FlagValues } from './flag.ts';
import type { SelectorValues } from './selection.ts';

const group = 'Selectors';
const defaultWindow = '2m';
const nanosPerSecond = 1_000_000_000n;

/** Flags that select the flows around a moment; Hubble has none such. */
export const momentFlags = {
  at: textFlag({
    group,
    placeholder: 'TIME',
    help: 'Flows around then: HH:MM or HH:MM:SS of the last 24 hours in the zone of --log-timezone, or any form of --since',
  }),
  window: textFlag({
    group,
    placeholder: 'DURATION',
    defaultText: defaultWindow,
    help: 'With --at: how long a stretch, half of it before and half after',
  }),
};

/** What the flags are read with. */
export type MomentValues = FlagValues<typeof momentFlags> & SelectorValues & { readonly 'log-timezone': string };

/** The stretch of time around a moment, both ends included. */
export interface MomentSelection {
  readonly since: Timestamp;
  readonly until: Timestamp;
  /** What is said about it on stderr: a bare clock time leaves the day and the zone open. */
  readonly notice: string;
}

function isGiven(text: string | undefined): boolean {
  return text !== undefined && text !== '';
}

function rejectOthers(values: MomentValues): void {
  const others: readonly (readonly [boolean, string])[] = [
    [isGiven(values.since), '--since'],
    [isGiven(values.until), '--until'],
    [values.first > 0n, '--first'],
    [values.last > 0n, '--last'],
    [values.follow, '--follow'],
  ];
  const other = others.find(([given]) => given);
  if (other === undefined) return;
  throw new UsageError(`cannot set both --at and ${other[1]}`, {
    code: 'flags/selectors',
    hint: '--at selects by itself; --window says how much',
  });
}

function readMoment(text: string, now: Timestamp, zone: string): Timestamp {
  const time = parseClockTime(text, now, zone) ?? parseTimeFlag(text, now);
  if (time !== undefined) return time;
  throw new UsageError(`failed to parse the at time: failed to convert ${text} to time`, {
    code: 'flags/time',
    hint: 'write a clock time (14:03, 14:03:20), a duration back from now (5m) or a time such as 2024-03-01T10:30Z',
  });
}

/** Returns the nanoseconds of a window, which has a length. */
function readWindow(text: string): bigint {
  const duration = parseDuration(text);
  if (duration.ok && duration.nanos > 0n) return duration.nanos;
  const reason = duration.ok ? 'must be longer than 0' : duration.reason;
  throw new UsageError(`invalid argument ${quote(text)} for "--window" flag: ${reason}`, {
    code: 'flags/invalid-argument',
    hint: 'write a duration such as 30s, 2m or 1h',
  });
}

/** Moves a time by any number of nanoseconds, also by more than a number holds exactly. */
function moved(time: Timestamp, nanos: bigint): Timestamp {
  const seconds = Number(nanos / nanosPerSecond);
  return addNanos({ seconds: time.seconds + seconds, nanos: time.nanos }, Number(nanos % nanosPerSecond));
}

function zoneName(zone: string): string {
  return zone === 'local' ? new Intl.DateTimeFormat().resolvedOptions().timeZone : zone;
}

/**
 * Returns the stretch of time `--at` and `--window` name, or undefined when neither is given. Throws UsageError for a text that is
 * no time or no length, for `--window` alone, and for another selector beside them; `--all` counts for nothing, as beside `--since`.
 */
export function selectMoment(values: MomentValues, now: () => Timestamp): MomentSelection | undefined {
  const { at = '', window = '' } = values;
  if (at === '') {
    if (window === '') return undefined;
    throw new UsageError('cannot set --window without --at', {
      code: 'flags/selectors',
      hint: 'name the moment, such as --at 14:03',
    });
  }
  rejectOthers(values);
  const moment = readMoment(at, now(), values['log-timezone']);
  const half = readWindow(window === '' ? defaultWindow : window) / 2n;
  const since = moved(moment, -half);
  const until = moved(moment, half);
  const zone = isClockTime(at) ? ` (time zone ${zoneName(values['log-timezone'])})` : '';
  const stretch = `${formatRfc3339(since)} to ${formatRfc3339(until)}`;
  return { since, until, notice: `${at} is ${formatRfc3339(moment)}${zone}: flows from ${stretch}` };
}
