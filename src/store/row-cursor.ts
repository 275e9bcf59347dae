/** Looking at rows one after the other without an object for each. */

import { BugError } from '../base/errors.ts';
import type { LaneRing } from './lane-ring.ts';
import type { Lane } from './retention.ts';
import { indexOf, type Segment } from './segment.ts';
import type { StoredEvent } from './stored-event.ts';

/** A row that is looked at: where its columns are, and itself for who wants more. */
export interface RowCursor {
  /** The columns, and the index of the row in them. */
  readonly columns: Segment;
  readonly index: number;
  readonly lane: Lane;
  /** The number of the row in its lane. */
  readonly ordinal: number;
  /** Returns the row. */
  row(): StoredEvent;
}

/** A cursor that is moved. Looking at it before it stands on a row is a bug. */
export class MovingCursor implements RowCursor {
  #ring: LaneRing;
  #ordinal = 0;
  #columns: Segment | undefined;

  /** `ring` is any; what counts is what it is moved to. */
  constructor(ring: LaneRing) {
    this.#ring = ring;
  }

  /** Moves to a row that is held. */
  moveTo(ring: LaneRing, ordinal: number): void {
    this.#ring = ring;
    this.#ordinal = ordinal;
    this.#columns = ring.segmentOf(ordinal);
  }

  get columns(): Segment {
    if (this.#columns === undefined) throw noRow();
    return this.#columns;
  }

  get index(): number {
    return indexOf(this.#ordinal);
  }

  get lane(): Lane {
    return this.#ring.lane;
  }

  get ordinal(): number {
    return this.#ordinal;
  }

  row(): StoredEvent {
    const row = this.#ring.at(this.#ordinal);
    if (row === undefined) throw noRow();
    return row;
  }
}

function noRow(): BugError {
  return new BugError('the cursor stands on no row', { code: 'store/cursor' });
}
