/** A set with a limit: names come from the network, and there is always one more. */

/** Values in the order they came; past the limit the oldest is forgotten. */
export class RecentSet {
  readonly #limit: number;
  #values = new Set<string>();
  // One iterator for good: a new one would pass over all the holes that forgetting leaves at the front of the set.
  #oldest = this.#values.values();

  /** `limit` is at least 1. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Adds a value; returns whether it was not there. */
  add(value: string): boolean {
    if (this.#values.has(value)) return false;
    this.#values.add(value);
    if (this.#values.size > this.#limit) this.#forgetOldest();
    return true;
  }

  /** Returns the values, the oldest first. */
  list(): readonly string[] {
    return [...this.#values];
  }

  clear(): void {
    this.#values = new Set();
    this.#oldest = this.#values.values();
  }

  #forgetOldest(): void {
    const oldest = this.#oldest.next();
    if (oldest.done !== true) this.#values.delete(oldest.value);
  }
}
