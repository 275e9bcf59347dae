/** Places between rows of the store. */

import type { LaneRing } from './lane-ring.ts';
import type { PerLane } from './retention.ts';

/**
 * A place between two rows: for each ring the ordinal of the first row after it. It may lie before what is still held
 * (the rows between were evicted) or after the newest row (nothing has come yet).
 */
export type StorePosition = PerLane<number>;

/** The rings. */
export type Rings = PerLane<LaneRing>;

/** Returns a position made of what `ordinalOf` says of each ring. */
function positionOf(rings: Rings, ordinalOf: (ring: LaneRing) => number): StorePosition {
  return {
    'denied-audited': ordinalOf(rings['denied-audited']),
    other: ordinalOf(rings.other),
    notice: ordinalOf(rings.notice),
  };
}

/** Returns how many rows of all lanes are before a place. */
export function rowsBefore(place: StorePosition): number {
  return place['denied-audited'] + place.other + place.notice;
}

/** Returns the place after the newest row. */
export function headOf(rings: Rings): StorePosition {
  return positionOf(rings, (ring) => ring.appended);
}

/** Returns, for each ring, the ordinal of the oldest row held. */
export function oldestOf(rings: Rings): StorePosition {
  return positionOf(rings, (ring) => ring.evicted);
}
