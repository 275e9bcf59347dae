/** The source `kmsg:`: the kernel's own message ring. */

import { isAborted, nextTurn } from '../base/abort.ts';
import type { Clock } from '../base/clock.ts';
import type { SourceRecord } from '../flow/source-record.ts';
import { idleAfterMs, kmsgBatchRecords, kmsgPollMs, kmsgSilenceDivisor } from './defaults.ts';
import { openKmsg, type KmsgDevice } from './kmsg-device.ts';
import { pause } from './pause.ts';
import { createRecordCutter, type Arrival, type RecordCutter } from './record-cutter.ts';
import type { SourceBatch, SourceOptions } from './source-batch.ts';

/** Where Linux has its message ring. */
export const kmsgPath = '/dev/kmsg';

/**
 * Yields the records of the kernel's ring for ever: those that were there, and after the first time the ring was empty
 * those that come, which alone are live. A record keeps its continuation lines. An overrun is no error: it shows as a
 * gap in the sequence numbers. `path` may be a file or FIFO with the same text; there each line is a record. Throws an
 * InputError when the kernel does not let us read.
 *
 * The ring is looked at, not waited for: a thread that waits in a read of it cannot be ended, and Node has no way to
 * put it among the things its event loop waits for.
 */
export async function* readKmsg(path: string, options: SourceOptions): AsyncGenerator<SourceBatch> {
  const { clock, signal } = options;
  if (isAborted(signal)) return;
  const device = openKmsg(path);
  const cutter = createRecordCutter(`kmsg:${path === kmsgPath ? '' : path}`);
  const pace = createPace(clock);
  let live = false;
  try {
    while (!isAborted(signal)) {
      const read = readBatch({ device, cutter, arrival: { receivedAt: clock.now(), live } });
      if (read.records.length > 0) yield { records: read.records, idle: false };
      if (!read.empty) {
        await nextTurn();
        continue;
      }
      live = true;
      if (pace.after(read.records.length) === 'idle') yield { records: [], idle: true };
      await pause(pace.pauseMs(), signal);
    }
  } finally {
    device.close();
  }
}

interface Ring {
  readonly device: KmsgDevice;
  readonly cutter: RecordCutter;
  readonly arrival: Arrival;
}

function readBatch(ring: Ring): { readonly records: readonly SourceRecord[]; readonly empty: boolean } {
  const records: SourceRecord[] = [];
  while (records.length < kmsgBatchRecords) {
    const read = ring.device.read();
    if (read.kind === 'empty') return { records, empty: true };
    if (read.kind === 'overrun') continue;
    records.push(...recordsOf(ring, read.bytes));
  }
  return { records, empty: false };
}

function recordsOf({ device, cutter, arrival }: Ring, bytes: Uint8Array): SourceRecord[] {
  if (!device.readsRecords) return cutter.cut(bytes, arrival);
  return [cutter.whole(bytes.at(-1) === 0x0a ? bytes.subarray(0, -1) : bytes, arrival)];
}

/** How long to leave the ring alone. */
interface Pace {
  /** Takes note of how many records there were; returns `idle` once when none came for `idleAfterMs`. */
  after(records: number): 'idle' | undefined;
  /** The pause before the next look: short while records come, longer the longer none did. */
  pauseMs(): number;
}

function createPace(clock: Clock): Pace {
  let lastRecordMs = clock.monotonicMs();
  let saidIdle = false;
  const silenceMs = () => clock.monotonicMs() - lastRecordMs;
  return {
    after(records) {
      if (records > 0) {
        lastRecordMs = clock.monotonicMs();
        saidIdle = false;
      }
      if (saidIdle || silenceMs() < idleAfterMs) return undefined;
      saidIdle = true;
      return 'idle';
    },
    pauseMs: () => Math.min(kmsgPollMs.most, Math.max(kmsgPollMs.least, silenceMs() / kmsgSilenceDivisor)),
  };
}
