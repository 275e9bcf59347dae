/** What the two classes of flows may hold together, in rows or in bytes. */

import { otherClass, sharesOf, type PerClass, type RetentionClass } from './retention.ts';

/** A quota of which each class has its share. */
export class Quota {
  readonly #capacity: number;
  readonly #shares: PerClass<number>;

  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#shares = sharesOf(capacity);
  }

  /**
   * Returns the class whose oldest flow has to go when one of `entering` comes in that adds `more` to what is `held`; undefined when
   * there is room. Others never hold more than their share; otherwise a class that fills its share makes room itself.
   */
  victimOf(entering: RetentionClass, held: PerClass<number>, more: number): RetentionClass | undefined {
    const isFull = held['denied-audited'] + held.other + more > this.#capacity;
    const isOverShare = entering === 'other' && held.other + more > this.#shares.other;
    if (!isFull && !isOverShare) return undefined;
    const fills = held[entering] + more > this.#shares[entering] && held[entering] > 0;
    return fills || held[otherClass(entering)] === 0 ? entering : otherClass(entering);
  }
}
