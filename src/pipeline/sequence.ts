/** Gaps in the numbers the kernel gives its log records. */

import type { Timestamp } from '../base/time/timestamp.ts';
import { LostEventSource } from '../flow/enums.ts';
import type { LostEvent } from '../flow/lost-event.ts';
import type { Envelope } from '../parsers/parse-result.ts';

/** Watches the sequence numbers of one source. */
export interface SequenceWatch {
  /**
   * Takes the next record's envelope and time; returns the loss before it, if there was one. Numbers that go back, and
   * another boot id, are a new boot: nothing was lost by it.
   */
  next(envelope: Envelope, time: Timestamp): LostEvent | undefined;
}

/**
 * Returns the loss of `count` kernel records. An upper bound of lost flows, as the records need not all have been packets.
 *
 * @param first time of the last record before, if known
 */
export function kernelLoss(count: number, first: Timestamp | undefined, last: Timestamp): LostEvent {
  return {
    source: LostEventSource.PERF_EVENT_RING_BUFFER,
    num_events_lost: BigInt(count),
    ...(first !== undefined && { first, last }),
  };
}

/** Returns a watch that has seen nothing yet; the first record of a source is never a loss. */
export function createSequenceWatch(): SequenceWatch {
  let last: { readonly sequence: number; readonly bootId: string | undefined; readonly time: Timestamp } | undefined;
  return {
    next({ sequence, bootId }, time) {
      if (sequence === undefined) return undefined;
      const before = last;
      last = { sequence, bootId, time };
      if (before === undefined || before.bootId !== bootId || sequence <= before.sequence + 1) return undefined;
      return kernelLoss(sequence - before.sequence - 1, before.time, time);
    },
  };
}
