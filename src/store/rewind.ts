/** Reading backwards, to find where an answer starts. */

import type { LaneRing } from './lane-ring.ts';
import type { Rings, StorePosition } from './position.ts';
import type { Lane } from './retention.ts';
import { MovingCursor, type RowCursor } from './row-cursor.ts';
import { indexOf } from './segment.ts';

/** A walk from a place towards the oldest row. */
export interface Rewind {
  /** Moves to the next older row and returns where it is looked at, undefined when no older one is held (any more). */
  step(): RowCursor | undefined;
}

/** The walk in one ring. */
class LaneRewind {
  readonly ring: LaneRing;
  #next: number;

  constructor(ring: LaneRing, from: number) {
    this.ring = ring;
    this.#next = from;
  }

  /** The ordinal of the row to come. */
  get ordinal(): number {
    return this.#next - 1;
  }

  /** Rows of all lanes appended before the row to come; -1 when none is held. */
  sequence(): number {
    return this.ring.segmentOf(this.ordinal)?.sequence.at(indexOf(this.ordinal)) ?? -1;
  }

  advance(): void {
    this.#next -= 1;
  }
}

/** Returns a walk over `rings` back from `from`, newest row first. Rows appended meanwhile are not seen. */
export function createRewind(rings: Rings, from: StorePosition): Rewind {
  const start = (lane: Lane) => new LaneRewind(rings[lane], from[lane]);
  const walks = [start('denied-audited'), start('other'), start('notice')] as const;
  const cursor = new MovingCursor(rings.other);
  return {
    step() {
      let latest: LaneRewind = walks[0];
      let sequence = latest.sequence();
      for (const walk of [walks[1], walks[2]]) {
        const candidate = walk.sequence();
        if (candidate <= sequence) continue;
        latest = walk;
        sequence = candidate;
      }
      if (sequence < 0) return undefined;
      cursor.moveTo(latest.ring, latest.ordinal);
      latest.advance();
      return cursor;
    },
  };
}
