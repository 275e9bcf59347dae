/** Reading backwards, to find where an answer starts. */

import { later, type Rings, type StorePosition } from './position.ts';
import type { StoredEvent } from './stored-event.ts';

/** A walk from a place towards the oldest row. */
export interface Rewind {
  /** Returns the next older row, undefined when no older one is held (any more). */
  step(): StoredEvent | undefined;
}

/** Returns a walk over `rings` back from `from`, newest row first. Rows appended meanwhile are not seen. */
export function createRewind(rings: Rings, from: StorePosition): Rewind {
  const next = { ...from };
  return {
    step() {
      const flow = later(rings['denied-audited'].at(next['denied-audited'] - 1), rings.other.at(next.other - 1));
      const row = later(flow, rings.notice.at(next.notice - 1));
      if (row !== undefined) next[row.place.lane] = row.place.before[row.place.lane];
      return row;
    },
  };
}
