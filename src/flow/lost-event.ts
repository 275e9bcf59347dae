/** Loss as data. */

import type { Timestamp } from '../base/time/timestamp.ts';

/** Events that never reached the reader. `source` is a code of LostEventSource, `cpu` the CPU whose buffer overran. */
export interface LostEvent {
  readonly source?: number;
  readonly num_events_lost?: bigint;
  readonly cpu?: number;
  readonly first?: Timestamp;
  readonly last?: Timestamp;
}
