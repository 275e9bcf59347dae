/** Loss, as the columns of a flow show it. */

import type { TimeText } from '../../base/time/layouts.ts';
import { enumName } from '../../flow/enum-table.ts';
import { LostEventSource } from '../../flow/enums.ts';
import type { LostEvent } from '../../flow/lost-event.ts';

/** Returns who lost the events, such as `HUBBLE_RING_BUFFER`. */
export function lostEventsSource(lost: LostEvent): string {
  return enumName(LostEventSource, lost.source);
}

/** Returns the CPU whose buffer overran as `CPU(n)`; 0 where it is not known. */
export function lostEventsCpu(lost: LostEvent): string {
  return `CPU(${lost.cpu ?? 0})`;
}

/** Returns how many events were lost, and between which times where both are known. */
export function lostEventsCount(lost: LostEvent, time: TimeText): string {
  const count = String(lost.num_events_lost ?? 0n);
  if (lost.first === undefined || lost.last === undefined) return count;
  return `${count} (first: ${time(lost.first)}, last: ${time(lost.last)})`;
}
