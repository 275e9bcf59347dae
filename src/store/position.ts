/** Places between rows of the store. */

import type { ClassRing } from './class-ring.ts';
import type { PerLane } from './retention.ts';
import type { StoredEvent } from './stored-event.ts';

/**
 * A place between two rows: for each ring the ordinal of the first row after it. It may lie before what is still held
 * (the rows between were evicted) or after the newest row (nothing has come yet).
 */
export type StorePosition = PerLane<number>;

/** The rings. */
export type Rings = PerLane<ClassRing>;

/** Returns a position made of what `ordinalOf` says of each ring. */
function positionOf(rings: Rings, ordinalOf: (ring: ClassRing) => number): StorePosition {
  return {
    'denied-audited': ordinalOf(rings['denied-audited']),
    other: ordinalOf(rings.other),
    notice: ordinalOf(rings.notice),
  };
}

/** Returns the place after the newest row. */
export function headOf(rings: Rings): StorePosition {
  return positionOf(rings, (ring) => ring.appended);
}

/** Returns, for each ring, the ordinal of the oldest row held. */
export function oldestOf(rings: Rings): StorePosition {
  return positionOf(rings, (ring) => ring.evicted);
}

/** Returns the earlier of two rows in append order; undefined when there is neither. */
export function earlier(a: StoredEvent | undefined, b: StoredEvent | undefined): StoredEvent | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a.place.sequence < b.place.sequence ? a : b;
}

/** Returns the later of two rows in append order; undefined when there is neither. */
export function later(a: StoredEvent | undefined, b: StoredEvent | undefined): StoredEvent | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a.place.sequence > b.place.sequence ? a : b;
}
