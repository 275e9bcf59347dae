/** Reading forward over both rings in append order, with an exact account of what was missed. */

import type { Timestamp } from '../base/time/timestamp.ts';
import { earlier, type Rings, type StorePosition } from './position.ts';
import { retentionClasses, type RetentionClass } from './retention.ts';
import type { StoredEvent } from './stored-event.ts';

/** What a reader gets: a row, or the number of rows that were evicted before it came to them. */
export type ReadItem =
  | { readonly kind: 'row'; readonly row: StoredEvent }
  | { readonly kind: 'missed'; readonly count: number; readonly time: Timestamp | undefined };

/** A reader with a place of its own. */
export interface RingReader {
  /** Returns the next items, at most `limit`; none when the reader is ahead of the newest row or at its end. */
  read(limit: number): readonly ReadItem[];
}

/** What to read. */
export interface RingReaderOptions {
  readonly from: StorePosition;
  /** Where to end; absent: never. */
  readonly to?: StorePosition | undefined;
  /** Called with the number of rows the reader lost by being too slow: those evicted after it was opened. */
  readonly onOverrun: (count: number) => void;
}

/** The reader's place in one class. */
class Lane {
  readonly #ring: Rings[RetentionClass];
  readonly #to: number;
  readonly #evictedBefore: number;
  #next: number;

  constructor(ring: Rings[RetentionClass], from: number, to: number) {
    this.#ring = ring;
    this.#next = from;
    this.#to = to;
    this.#evictedBefore = ring.evicted;
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
 * Returns a reader over `rings`. Missed rows of a class are told once, just before the first later row of that class:
 * there the gap ends. A reader that is ahead of the newest row has missed nothing.
 */
export function createRingReader(rings: Rings, options: RingReaderOptions): RingReader {
  const lane = (retention: RetentionClass) =>
    new Lane(rings[retention], options.from[retention], options.to?.[retention] ?? Infinity);
  const lanes = { 'denied-audited': lane('denied-audited'), other: lane('other') };

  const missedIn = (retention: RetentionClass, next: StoredEvent | undefined): ReadItem | undefined => {
    const { count, overrun } = lanes[retention].skipMissed();
    if (overrun > 0) options.onOverrun(overrun);
    return count === 0 ? undefined : { kind: 'missed', count, time: next?.response.time };
  };

  const readOne = (): ReadItem | undefined => {
    const row = earlier(lanes['denied-audited'].head(), lanes.other.head());
    if (row === undefined) {
      // Whatever is left of a gap was evicted up to the reader's end, so no row will come to tell it before.
      return missedIn(retentionClasses[0], undefined) ?? missedIn(retentionClasses[1], undefined);
    }
    const { retention } = row.place;
    const missed = missedIn(retention, row);
    if (missed !== undefined) return missed;
    lanes[retention].advance();
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
  };
}
