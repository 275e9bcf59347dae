/** Readers that follow, and whether one of them is about to miss rows because the writer is faster than it. */

/** A follower that has taken nothing for so long is not waited for: a client that was suspended must not hold up the others. */
const stalledAfterMs = 250;

interface Follower {
  /** Returns the rows it has behind it. */
  readonly taken: () => number;
  /** What that was when it was looked at last, and when it had changed. */
  seen: number;
  movedMs: number;
}

/** Followers of one store. */
export class Followers {
  readonly #followers = new Set<Follower>();

  /** Adds a follower until the returned function is called; `taken` tells how many rows of all lanes it has behind it. */
  add(taken: () => number, nowMs: number): () => void {
    const follower = { taken, seen: taken(), movedMs: nowMs };
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }

  /** Tells whether one that still takes rows has more than `most` of the `appended` ones to come. */
  isAnyBehind(appended: number, most: number, nowMs: number): boolean {
    let isBehind = false;
    for (const follower of this.#followers) {
      const taken = follower.taken();
      if (taken !== follower.seen) {
        follower.seen = taken;
        follower.movedMs = nowMs;
      }
      if (appended - taken > most && nowMs - follower.movedMs < stalledAfterMs) isBehind = true;
    }
    return isBehind;
  }
}
