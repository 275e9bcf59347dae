/** Flows by class of verdict, while they are counted. */

import type { VerdictClass } from '../../flow/verdict-class.ts';

/** Counts that grow. */
export type MutableCounts = Record<VerdictClass, number>;

/** Returns counts of zero. */
export function noCounts(): MutableCounts {
  return { denied: 0, audited: 0, allowed: 0, undecided: 0, error: 0 };
}
