/** Places between rows of the store. */

import type { ClassRing } from './class-ring.ts';
import { otherClass, type PerClass } from './retention.ts';
import type { StoredEvent } from './stored-event.ts';

/**
 * A place between two rows: for each class the ordinal of the first row after it. It may lie before what is still
 * held (the rows between were evicted) or after the newest row (nothing has come yet).
 */
export type StorePosition = PerClass<number>;

/** The two rings. */
export type Rings = PerClass<ClassRing>;

/** Returns the place just before `row`, in the row's class and in the other one. */
export function positionBefore(row: StoredEvent): StorePosition {
  const { retention, ordinal, sequence } = row.place;
  // Every row that came before is of one class or the other, so the second count follows from the first.
  const own = { [retention]: ordinal };
  return { 'denied-audited': 0, other: 0, ...own, [otherClass(retention)]: sequence - ordinal };
}

/** Returns the place after the newest row. */
export function headOf(rings: Rings): StorePosition {
  return { 'denied-audited': rings['denied-audited'].appended, other: rings.other.appended };
}

/** Returns, for each class, the ordinal of the oldest row held. */
export function oldestOf(rings: Rings): StorePosition {
  return { 'denied-audited': rings['denied-audited'].evicted, other: rings.other.evicted };
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
