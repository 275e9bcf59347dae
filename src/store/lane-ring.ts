/** The rows of one lane, addressed by their number within it. */

import type { Timestamp } from '../base/time/timestamp.ts';
import type { ObservedEvent } from '../flow/source-record.ts';
import { createEvictionRecord } from './eviction-record.ts';
import type { Lane } from './retention.ts';
import { indexOf, Segment, segmentRows, type RowStanding } from './segment.ts';
import { SlabWriter } from './slab.ts';
import { StoredEvent } from './stored-event.ts';

/** Rows whose events are kept as they came: followers see them without decoding them, and share what they make of them. */
const recentRows = 1024;

/** What a row takes in the columns, in bytes. */
const columnBytes = 52;

/** A queue of rows that drops its oldest on demand. Rows keep their ordinal for ever. */
export class LaneRing {
  readonly lane: Lane;
  /** The segments with rows that are held, and the number of the first of them. */
  #segments: Segment[] = [];
  #firstSegment = 0;
  readonly #recentEvents: ObservedEvent[] = [];
  /** The rows of recent events that somebody asked for. */
  readonly #recent: StoredEvent[] = [];
  /** Where rows of this lane lie encoded. */
  readonly slabs = new SlabWriter();
  readonly #evictions = createEvictionRecord();
  #appended = 0;
  #evicted = 0;
  #bytes = 0;

  constructor(lane: Lane) {
    this.lane = lane;
  }

  /** Rows appended so far: the ordinal of the next one. */
  get appended(): number {
    return this.#appended;
  }

  /** Rows evicted so far: the ordinal of the oldest one held, if any is. */
  get evicted(): number {
    return this.#evicted;
  }

  get held(): number {
    return this.#appended - this.#evicted;
  }

  /** Bytes of the rows held. What is allocated is up to a slab and a segment more. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Returns the segment of the row with this ordinal, in which its index is `indexOf`; undefined when it was evicted or has not come yet. */
  segmentOf(ordinal: number): Segment | undefined {
    if (ordinal < this.#evicted || ordinal >= this.#appended) return undefined;
    return this.#segments[Math.floor(ordinal / segmentRows) - this.#firstSegment];
  }

  /** Returns the row with this ordinal; undefined when it was evicted or has not come yet. */
  at(ordinal: number): StoredEvent | undefined {
    const segment = this.segmentOf(ordinal);
    if (segment === undefined) return undefined;
    if (ordinal < this.#appended - recentRows) return new StoredEvent(this.lane, ordinal, segment);
    const slot = ordinal % recentRows;
    const recent = this.#recent[slot];
    if (recent?.ordinal === ordinal) return recent;
    const row = new StoredEvent(this.lane, ordinal, segment, this.#recentEvents[slot]);
    this.#recent[slot] = row;
    return row;
  }

  /** Returns the time of the row with this ordinal; undefined when it has none, was evicted or has not come yet. */
  timeAt(ordinal: number): Timestamp | undefined {
    return this.segmentOf(ordinal)?.timeAt(indexOf(ordinal));
  }

  /** Returns the oldest row held. */
  oldest(): StoredEvent | undefined {
    return this.at(this.#evicted);
  }

  /** Appends a row whose ordinal is `appended`. The caller has made room. */
  append(event: ObservedEvent, standing: RowStanding): void {
    const ordinal = this.#appended;
    const encoding = this.slabs.place(event);
    const segment = this.#segmentForNext();
    const index = indexOf(ordinal);
    segment.fill(index, event, encoding, standing);
    this.#bytes += segment.bytes(index) + columnBytes;
    this.#recentEvents[ordinal % recentRows] = event;
    this.#appended += 1;
  }

  #segmentForNext(): Segment {
    const number = Math.floor(this.#appended / segmentRows) - this.#firstSegment;
    const begun = this.#segments[number];
    if (begun !== undefined) return begun;
    const segment = new Segment();
    this.#segments[number] = segment;
    return segment;
  }

  /** Drops the oldest row and returns its segment, in which its index is `indexOf` its ordinal; undefined when none is held. */
  evict(): Segment | undefined {
    const ordinal = this.#evicted;
    const segment = this.segmentOf(ordinal);
    if (segment === undefined) return undefined;
    const index = indexOf(ordinal);
    this.#evictions.add(segment.timeAt(index));
    this.#bytes -= segment.bytes(index) + columnBytes;
    this.#evicted += 1;
    segment.release(index);
    if (indexOf(this.#evicted) === 0) {
      this.#segments.shift();
      this.#firstSegment += 1;
    }
    return segment;
  }

  /** Returns the ordinal of the oldest evicted row since which none was older than `time`; `evicted` when there is none. */
  evictedSince(time: Timestamp): number {
    return this.#evicted - this.#evictions.countSince(time);
  }
}
