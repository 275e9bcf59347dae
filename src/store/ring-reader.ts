/** Reading forward over the rings in append order, with an exact account of the flows that were missed. */

import type { Timestamp } from '../base/time/timestamp.ts';
import type { LaneRing } from './lane-ring.ts';
import type { Rings, StorePosition } from './position.ts';
import type { Lane } from './retention.ts';
import { MovingCursor, type RowCursor } from './row-cursor.ts';
import { indexOf } from './segment.ts';
import type { StoredEvent } from './stored-event.ts';

/** Flows that were evicted before their reader came to them. */
export interface MissedFlows {
  readonly count: number;
  /** Time of the row that ends the gap; undefined at the end of what is read. */
  readonly time: Timestamp | undefined;
}

/** What a reader gets. */
export type ReadItem =
  | { readonly kind: 'row'; readonly row: StoredEvent }
  | ({ readonly kind: 'missed' } & MissedFlows);

/** A reader with a place of its own. */
export interface RingReader {
  /**
   * Moves to the next item and tells which it is: a row, at which `cursor` then stands, or `missed`. Undefined when the reader is
   * ahead of the newest row or at its end.
   */
  next(): ReadItem['kind'] | undefined;
  /** Valid until the next move. */
  readonly cursor: RowCursor;
  readonly missed: MissedFlows;
  /** Returns the next items, at most `limit`, each with an object of its own. */
  read(limit: number): readonly ReadItem[];
  /** Returns the place after the last item: another reader from there goes on where this one stands. */
  place(): StorePosition;
}

/** What to read. */
export interface RingReaderOptions {
  readonly from: StorePosition;
  /** Where to end; absent: never. */
  readonly to?: StorePosition | undefined;
  /** Called with the number of flows the reader lost by being too slow: those evicted after it was opened. */
  readonly onOverrun: (count: number) => void;
}

/** The reader's place in one ring. */
class LaneCursor {
  readonly ring: LaneRing;
  readonly #to: number;
  readonly #evictedBefore: number;
  #next: number;

  constructor(ring: LaneRing, from: number, to: number) {
    this.ring = ring;
    this.#next = from;
    this.#to = to;
    this.#evictedBefore = ring.evicted;
  }

  /** The ordinal of the first row that was not read. */
  get next(): number {
    return this.#next;
  }

  /** Rows of all lanes appended before the next row that is still held; Infinity when the reader is to get none. */
  sequence(): number {
    const ordinal = Math.max(this.#next, this.ring.evicted);
    if (ordinal >= this.#to) return Infinity;
    return this.ring.segmentOf(ordinal)?.sequence.at(indexOf(ordinal)) ?? Infinity;
  }

  /** Moves behind what was evicted; returns how much that was, and how much of it since the reader was opened. */
  skipMissed(): { readonly count: number; readonly overrun: number } {
    const reached = Math.max(this.#next, Math.min(this.ring.evicted, this.#to));
    if (reached === this.#next) return nothingMissed;
    const count = reached - this.#next;
    const overrun = reached - Math.max(this.#next, Math.min(this.#evictedBefore, reached));
    this.#next = reached;
    return { count, overrun };
  }

  advance(): void {
    this.#next += 1;
  }
}

const nothingMissed = { count: 0, overrun: 0 };

/**
 * Returns a reader over `rings`. Missed flows of a class are told once, just before the first later row of that class:
 * there the gap ends. A missed notice is not told: it is no flow. A reader that is ahead of the newest row has missed
 * nothing.
 */
export function createRingReader(rings: Rings, options: RingReaderOptions): RingReader {
  return new LanesReader(rings, options);
}

class LanesReader implements RingReader {
  readonly #denied: LaneCursor;
  readonly #other: LaneCursor;
  readonly #notice: LaneCursor;
  readonly #onOverrun: (count: number) => void;
  readonly #cursor: MovingCursor;
  #missed: MissedFlows = { count: 0, time: undefined };

  constructor(rings: Rings, { from, to, onOverrun }: RingReaderOptions) {
    const cursor = (lane: Lane) => new LaneCursor(rings[lane], from[lane], to?.[lane] ?? Infinity);
    this.#denied = cursor('denied-audited');
    this.#other = cursor('other');
    this.#notice = cursor('notice');
    this.#cursor = new MovingCursor(rings.other);
    this.#onOverrun = onOverrun;
  }

  get cursor(): RowCursor {
    return this.#cursor;
  }

  get missed(): MissedFlows {
    return this.#missed;
  }

  next(): ReadItem['kind'] | undefined {
    const lane = this.#earliest();
    if (lane === undefined) {
      // Whatever is left of a gap was evicted up to the reader's end, so no row will come to tell it before.
      return this.#hasMissed(this.#denied) || this.#hasMissed(this.#other) ? 'missed' : undefined;
    }
    if (this.#hasMissed(lane)) return 'missed';
    this.#cursor.moveTo(lane.ring, lane.next);
    lane.advance();
    return 'row';
  }

  /** Returns the lane of the row that was appended first of those to come. */
  #earliest(): LaneCursor | undefined {
    const denied = this.#denied.sequence();
    const other = this.#other.sequence();
    const notice = this.#notice.sequence();
    if (denied < other) return denied < notice ? this.#denied : this.#notice;
    if (other < notice) return this.#other;
    return notice === Infinity ? undefined : this.#notice;
  }

  #hasMissed(lane: LaneCursor): boolean {
    const { count, overrun } = lane.skipMissed();
    if (count === 0 || lane === this.#notice) return false;
    if (overrun > 0) this.#onOverrun(overrun);
    this.#missed = { count, time: lane.sequence() === Infinity ? undefined : lane.ring.timeAt(lane.next) };
    return true;
  }

  read(limit: number): readonly ReadItem[] {
    const items: ReadItem[] = [];
    while (items.length < limit) {
      const kind = this.next();
      if (kind === undefined) break;
      items.push(kind === 'row' ? { kind, row: this.#cursor.row() } : { kind, ...this.#missed });
    }
    return items;
  }

  place(): StorePosition {
    return { 'denied-audited': this.#denied.next, other: this.#other.next, notice: this.#notice.next };
  }
}
