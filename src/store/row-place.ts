/** Where a row stands. */

import type { StorePosition } from './position.ts';
import type { Lane } from './retention.ts';
import { indexOf, type Segment } from './segment.ts';

/** The place of a row. */
export interface RowPlace {
  readonly lane: Lane;
  /** Rows appended before it. */
  readonly sequence: number;
  /** The place just before it; that in its own lane is its ordinal there. */
  readonly before: StorePosition;
}

/**
 * Returns the lane of which a row notes how many of its rows were before it. Of its own lane its ordinal tells that, and of the third the
 * sequence less both.
 */
export function laneBeside(lane: Lane): Lane {
  return lane === 'notice' ? 'denied-audited' : 'notice';
}

/** Returns the place of the row with this ordinal, which is or was in this segment of this lane. */
export function placeOfRow(segment: Segment, lane: Lane, ordinal: number): RowPlace {
  const sequence = segment.sequence.at(indexOf(ordinal));
  const beside = segment.beside.at(indexOf(ordinal));
  const third = sequence - ordinal - beside;
  return { lane, sequence, before: placeBefore(lane, ordinal, { beside, third }) };
}

function placeBefore(
  lane: Lane,
  ordinal: number,
  { beside, third }: { readonly beside: number; readonly third: number },
): StorePosition {
  if (lane === 'notice') return { 'denied-audited': beside, other: third, notice: ordinal };
  if (lane === 'other') return { 'denied-audited': third, other: ordinal, notice: beside };
  return { 'denied-audited': ordinal, other: third, notice: beside };
}
