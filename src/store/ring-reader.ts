/** Reading forward over the rings in append order, with an exact account of the flows that were missed. */

import type { Timestamp } from '../base/time/timestamp.ts';
import type { ClassRing } from './class-ring.ts';
import { earlier, type Rings, type StorePosition } from './position.ts';
import { retentionClasses, type Lane } from './retention.ts';
import type { StoredEvent } from './stored-event.ts';

/** What a reader gets: a row, or the number of flows that were evicted before it came to them. */
export type ReadItem =
  | { readonly kind: 'row'; readonly row: StoredEvent }
  | { readonly kind: 'missed'; readonly count: number; readonly time: Timestamp | undefined };

/** A reader with a place of its own. */
export interface RingReader {
  /** Returns the next items, at most `limit`; none when the reader is ahead of the newest row or at its end. */
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
  readonly #ring: ClassRing;
  readonly #to: number;
  readonly #evictedBefore: number;
  #next: number;

  constructor(ring: ClassRing, from: number, to: number) {
    this.#ring = ring;
    this.#next = from;
    this.#to = to;
    this.#evictedBefore = ring.evicted;
  }

  /** The ordinal of the first row that was not read. */
  get next(): number {
    return this.#next;
  }

  /** The next row that is still held, if the reader is to get it. */
  head(): StoredEvent | undefined {
    const ordinal = Math.max(this.#next, this.#ring.evicted);
    return ordinal < this.#to ? this.#ring.at(ordinal) : undefined;
  }

  /** Moves behind what was evicted; returns how much that was, and how much of it since the reader was opened. */
  skipMissed(): { readonly count: number; readonly overrun: number } {
    const reached = Math.max(this.#next, Math.min(this.#ring.evicted, this.#to));
    const count = reached - this.#next;
    const overrun = reached - Math.max(this.#next, Math.min(this.#evictedBefore, reached));
    this.#next = reached;
    return { count, overrun };
  }

  advance(): void {
    this.#next += 1;
  }
}

/**
 * Returns a reader over `rings`. Missed flows of a class are told once, just before the first later row of that class:
 * there the gap ends. A missed notice is not told: it is no flow. A reader that is ahead of the newest row has missed
 * nothing.
 */
export function createRingReader(rings: Rings, options: RingReaderOptions): RingReader {
  const cursor = (lane: Lane) => new LaneCursor(rings[lane], options.from[lane], options.to?.[lane] ?? Infinity);
  const cursors = { 'denied-audited': cursor('denied-audited'), other: cursor('other'), notice: cursor('notice') };

  const missedIn = (lane: Lane, next?: StoredEvent): ReadItem | undefined => {
    const { count, overrun } = cursors[lane].skipMissed();
    if (lane === 'notice') return undefined;
    if (overrun > 0) options.onOverrun(overrun);
    return count === 0 ? undefined : { kind: 'missed', count, time: next?.response.time };
  };

  const readOne = (): ReadItem | undefined => {
    const row = earlier(earlier(cursors['denied-audited'].head(), cursors.other.head()), cursors.notice.head());
    if (row === undefined) {
      // Whatever is left of a gap was evicted up to the reader's end, so no row will come to tell it before.
      return missedIn(retentionClasses[0]) ?? missedIn(retentionClasses[1]);
    }
    const { lane } = row.place;
    const missed = missedIn(lane, row);
    if (missed !== undefined) return missed;
    cursors[lane].advance();
    return { kind: 'row', row };
  };

  return {
    read(limit) {
      const items: ReadItem[] = [];
      while (items.length < limit) {
        const item = readOne();
        if (item === undefined) break;
        items.push(item);
      }
      return items;
    },
    place: () => ({
      'denied-audited': cursors['denied-audited'].next,
      other: cursors.other.next,
      notice: cursors.notice.next,
    }),
  };
}
