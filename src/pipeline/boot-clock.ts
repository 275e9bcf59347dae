/** Wall time for records that have the kernel's uptime and nothing else (`/dev/kmsg`, plain `dmesg`). */

import { compareTimestamps, type Timestamp } from '../base/time/timestamp.ts';
import type { SourceRecord } from '../flow/source-record.ts';
import { addMicros } from './micros.ts';
import type { RecordTime } from './record-time.ts';

/** Estimates when the machine booted; one for a source. */
export interface BootClock {
  /** Takes a record of back-fill into the estimate before it is resolved. `uptimeUs`: microseconds since boot. */
  prime(uptimeUs: number, record: SourceRecord): void;
  /** Returns the record's time; approximate unless it was read as it happened. */
  resolve(uptimeUs: number, record: SourceRecord): RecordTime;
}

// Records come in the order of their uptime, up to the skew of processors: a larger step back is another boot.
const rebootStepUs = 1_000_000;

/** Returns the earlier of the two points, or the one there is. */
function earlier(a: Timestamp | undefined, b: Timestamp): Timestamp {
  return a !== undefined && compareTimestamps(a, b) <= 0 ? a : b;
}

/**
 * Returns a boot clock. A record is read after it was written, so every `receipt − uptime` lies at or after the boot and
 * the smallest one is the best estimate. Live records make their own: it only ever gets better. Back-fill has the
 * receipt of when it was read, or of the file's last change, which says little: there the newest record is taken to be
 * as old as its receipt, and the spacing of the others is exact.
 */
export function createBootClock(): BootClock {
  let liveBoot: Timestamp | undefined;
  let backfillBoot: Timestamp | undefined;
  let lastUs: number | undefined;
  const learn = (uptimeUs: number, record: SourceRecord) => {
    const boot = addMicros(record.receivedAt, -uptimeUs);
    if (record.live) liveBoot = earlier(liveBoot, boot);
    else backfillBoot = earlier(backfillBoot, boot);
  };
  const forgetAfterReboot = (uptimeUs: number) => {
    if (lastUs !== undefined && uptimeUs < lastUs - rebootStepUs) {
      liveBoot = undefined;
      backfillBoot = undefined;
    }
    lastUs = uptimeUs;
  };
  return {
    prime(uptimeUs, record) {
      if (!record.live) learn(uptimeUs, record);
    },
    resolve(uptimeUs, record) {
      forgetAfterReboot(uptimeUs);
      learn(uptimeUs, record);
      const boot = record.live ? liveBoot : (liveBoot ?? backfillBoot);
      return { time: addMicros(boot ?? record.receivedAt, uptimeUs), approximate: !record.live };
    },
  };
}
