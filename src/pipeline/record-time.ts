/**
 * When a record happened: the envelope's stamp where there is one, made finer by the kernel's uptime, and never later
 * than the record was received.
 */

import { nanosBetween, type Timestamp } from '../base/time/timestamp.ts';
import { createZone, type CivilLike, type Zone } from '../base/time/zone.ts';
import type { SourceRecord } from '../flow/source-record.ts';
import type { Envelope, EnvelopeStamp } from '../parsers/parse-result.ts';
import { createBootClock } from './boot-clock.ts';
import { timestampFromMicros } from './micros.ts';
import { createUptimeAnchors } from './uptime-anchor.ts';

/** Options of a record clock. */
export interface RecordClockOptions {
  /** Zone of stamps that have none: `local` or an IANA name. */
  readonly zone: string;
}

/** The time of a record, and whether it is a guess. */
export interface RecordTime {
  readonly time: Timestamp;
  /**
   * True for a stamp its writer had to guess (`dmesg -T`), an uptime of back-fill, a record without any stamp, and one
   * whose stamp lay after its receipt.
   */
  readonly approximate: boolean;
}

/** Tells times of one source's records, in the order the source has them. */
export interface RecordClock {
  /**
   * Tells the clock of a record that will be resolved later. Call it for every record of a batch first: of back-fill
   * that has an uptime and no wall time, the newest record seen is taken to be as old as its receipt, and the others
   * stand before it with the kernel's own spacing. Without it each such record counts as the newest so far.
   */
  prime(envelope: Envelope, record: SourceRecord): void;
  /** Returns the time of a record. */
  resolve(envelope: Envelope, record: SourceRecord): RecordTime;
}

const daySeconds = 86_400;
// A 29th of February may be eight years back, as 1900 and 2100 have none.
const yearsBack = 8;
// Beyond it the journal read the record too late for its own clock to say when the kernel wrote it.
const maxJournalDelayUs = 2_000_000;

/** Returns the journal's best time: the kernel's own stamp where it is close to when journald read the record. */
function journalTime(journal: NonNullable<Envelope['journal']>): Timestamp {
  const { realtimeUs, monotonicUs, sourceMonotonicUs } = journal;
  const delayUs = monotonicUs !== undefined && sourceMonotonicUs !== undefined ? monotonicUs - sourceMonotonicUs : 0;
  return timestampFromMicros(delayUs >= 0 && delayUs <= maxJournalDelayUs ? realtimeUs - delayUs : realtimeUs);
}

/** Returns the last day of a month, 28 … 31. */
function lastDay(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/**
 * Returns the time of a stamp that has no year (RFC 3164): of the years that put it no more than a day after its
 * receipt, the one that puts it nearest, which is the latest.
 */
function yearlessTime(civil: CivilLike, receivedAt: Timestamp, zone: Zone): Timestamp {
  const newest = zone.yearAt(receivedAt) + 1;
  for (let year = newest; year >= newest - yearsBack - 1; year -= 1) {
    if (civil.day > lastDay(year, civil.month)) continue;
    const time = zone.toTimestamp({ ...civil, year });
    if (time.seconds - receivedAt.seconds <= daySeconds) return time;
  }
  return receivedAt;
}

/** Returns the point in time a stamp means. */
function stampTime(stamp: EnvelopeStamp, receivedAt: Timestamp, zone: Zone): Timestamp {
  if (stamp.kind === 'absolute') return stamp.time;
  return stamp.kind === 'civil' ? zone.toTimestamp(stamp.civil) : yearlessTime(stamp.civil, receivedAt, zone);
}

/** Returns `stampTime`, which for the lines of one second, read at once, is asked for one and the same stamp. */
function createStampTimes(zone: () => Zone): (stamp: EnvelopeStamp, receivedAt: Timestamp) => Timestamp {
  let last: { readonly stamp: EnvelopeStamp; readonly receivedAt: Timestamp; readonly time: Timestamp } | undefined;
  return (stamp, receivedAt) => {
    if (last?.stamp === stamp && last.receivedAt === receivedAt) return last.time;
    const time = stampTime(stamp, receivedAt, zone());
    last = { stamp, receivedAt, time };
    return time;
  };
}

/**
 * How far the receipt of back-fill may lie before the newest line: it is the time of a file's last change, which the kernel takes from a clock
 * that ticks every 10 ms at the slowest (CONFIG_HZ=100).
 */
const fileTickNs = 10_000_000;

/** Returns `found`, or the receipt marked as a guess where it lies after it. */
function notAfterReceipt(found: RecordTime, { receivedAt, live }: SourceRecord): RecordTime {
  const mostNs = live ? 0 : fileTickNs;
  return nanosBetween(found.time, receivedAt) <= mostNs ? found : { time: receivedAt, approximate: true };
}

/** Returns a clock for the records of one source. */
export function createRecordClock(options: RecordClockOptions): RecordClock {
  // Made when a stamp needs it: it takes longer than all the rest of a start, and recorded flows have no such stamp.
  let zone: Zone | undefined;
  const timeOf = createStampTimes(() => (zone ??= createZone(options.zone)));
  const anchors = createUptimeAnchors();
  const boot = createBootClock();
  const find = (envelope: Envelope, record: SourceRecord): RecordTime => {
    const { stamp, uptimeUs, journal } = envelope;
    if (journal !== undefined) return { time: journalTime(journal), approximate: false };
    if (stamp === undefined) {
      return uptimeUs === undefined ? { time: record.receivedAt, approximate: true } : boot.resolve(uptimeUs, record);
    }
    const written = timeOf(stamp, record.receivedAt);
    const approximate = envelope.stampApproximate === true;
    if (stamp.precision !== 'second' || uptimeUs === undefined) return { time: written, approximate };
    return { time: anchors.refine(envelope, written, uptimeUs), approximate };
  };
  return {
    prime(envelope, record) {
      const wallless = envelope.stamp === undefined && envelope.journal === undefined;
      if (wallless && envelope.uptimeUs !== undefined) boot.prime(envelope.uptimeUs, record);
    },
    resolve: (envelope, record) => notAfterReceipt(find(envelope, record), record),
  };
}
