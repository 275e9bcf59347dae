/** The entries of the timeline by their `seq`: a ring whose oldest leave. */

import { compareTimestamps, timestampToMs, type Timestamp } from '../../base/time/timestamp.ts';
import { ShownBits } from './shown-bits.ts';
import type { TimelineEntry } from './timeline-entry.ts';

function timeOf(entry: TimelineEntry): Timestamp | undefined {
  return entry.kind === 'flow' ? entry.first.time : entry.time;
}

function ringSize(atLeast: number): number {
  return Math.ceil(atLeast / 32) * 32;
}

/** Entries with ever-rising numbers. `Entry` is what is kept of an entry. */
export class TimelineRing<Entry extends TimelineEntry> {
  readonly #slots: (Entry | undefined)[];
  readonly #size: number;
  readonly #shown: ShownBits;
  /** Latest time of the entries up to each, in Unix milliseconds: rises, which the times themselves need not. */
  readonly #latestMs: Float64Array;
  #first = 0;
  #end = 0;

  /** Holds at least `size` entries. */
  constructor(size: number) {
    this.#size = ringSize(size);
    this.#slots = Array.from({ length: this.#size }, () => undefined);
    this.#shown = new ShownBits(this.#size);
    this.#latestMs = new Float64Array(this.#size);
  }

  get first(): number {
    return this.#first;
  }

  get end(): number {
    return this.#end;
  }

  /** Whether another entry finds place only after one was evicted. */
  get isFull(): boolean {
    return this.#end - this.#first >= this.#size;
  }

  at(seq: number): Entry | undefined {
    return seq >= this.#first && seq < this.#end ? this.#slots[seq % this.#size] : undefined;
  }

  /** Appends an entry whose `seq` is `end`. The caller has made room. */
  append(entry: Entry, isShown: boolean): void {
    const seq = this.#end;
    const time = timeOf(entry);
    const before = seq === this.#first ? -Infinity : (this.#latestMs[(seq - 1) % this.#size] ?? -Infinity);
    this.#latestMs[seq % this.#size] = time === undefined ? before : Math.max(before, timestampToMs(time));
    this.#slots[seq % this.#size] = entry;
    this.#shown.set(seq, isShown);
    this.#end += 1;
  }

  /** Puts another entry of the same time in the place of one that is held. */
  replace(entry: Entry): void {
    if (this.at(entry.seq) !== undefined) this.#slots[entry.seq % this.#size] = entry;
  }

  show(seq: number, isShown: boolean): void {
    if (this.at(seq) !== undefined) this.#shown.set(seq, isShown);
  }

  /** Drops the oldest entry and returns it; undefined when none is held. */
  evict(): Entry | undefined {
    const oldest = this.at(this.#first);
    if (oldest === undefined) return undefined;
    this.#slots[this.#first % this.#size] = undefined;
    this.#shown.set(this.#first, false);
    this.#first += 1;
    return oldest;
  }

  /** Returns the next shown entry after (`1`) or before (`-1`) `seq`, which itself may lie outside. */
  nextShown(seq: number, step: 1 | -1): number | undefined {
    return step === 1
      ? this.#shown.after(Math.max(seq + 1, this.#first), this.#end)
      : this.#shown.before(Math.min(seq - 1, this.#end - 1), this.#first);
  }

  /** Returns the first entry that is not before `time`. */
  seqAt(time: Timestamp): number | undefined {
    for (let seq = this.#firstReaching(timestampToMs(time)); seq < this.#end; seq += 1) {
      const entry = this.at(seq);
      const at = entry === undefined ? undefined : timeOf(entry);
      if (at !== undefined && compareTimestamps(at, time) >= 0) return seq;
    }
    return undefined;
  }

  /** Whatever comes before the result is before `ms` too: none of it ever reached that time. */
  #firstReaching(ms: number): number {
    let [low, high] = [this.#first, this.#end];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((this.#latestMs[middle % this.#size] ?? -Infinity) >= ms) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
