/** The rows of one lane, addressed by their number within it. */

import type { Timestamp } from '../base/time/timestamp.ts';
import { createEvictionRecord } from './eviction-record.ts';
import type { StoredEvent } from './stored-event.ts';

/** A queue of rows that drops its oldest on demand. Rows keep their ordinal for ever. */
export class ClassRing {
  readonly #slots: (StoredEvent | undefined)[] = [];
  readonly #size: number;
  readonly #evictions = createEvictionRecord();
  #appended = 0;
  #evicted = 0;

  /** `size` is the most rows ever held at once. */
  constructor(size: number) {
    this.#size = size;
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

  /** Returns the row with this ordinal; undefined when it was evicted or has not come yet. */
  at(ordinal: number): StoredEvent | undefined {
    if (ordinal < this.#evicted || ordinal >= this.#appended) return undefined;
    return this.#slots[ordinal % this.#size];
  }

  /** Returns the oldest row held. */
  oldest(): StoredEvent | undefined {
    return this.at(this.#evicted);
  }

  /** Appends a row whose ordinal is `appended`. The caller has made room. */
  append(row: StoredEvent): void {
    this.#slots[this.#appended % this.#size] = row;
    this.#appended += 1;
  }

  /** Drops the oldest row and returns it; undefined when none is held. */
  evict(): StoredEvent | undefined {
    const row = this.oldest();
    if (row === undefined) return undefined;
    this.#slots[this.#evicted % this.#size] = undefined;
    this.#evicted += 1;
    this.#evictions.add(row.response.time);
    return row;
  }

  /** Returns the ordinal of the oldest evicted row since which none was older than `time`; `evicted` when there is none. */
  evictedSince(time: Timestamp): number {
    return this.#evicted - this.#evictions.countSince(time);
  }
}
