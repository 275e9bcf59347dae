/** What a verdict means to somebody who rolls out a policy: five classes for Hubble's many verdicts. */

import type { Flow } from './flow.ts';
import { Verdict } from './verdict.ts';

/** Classes, the worst first. `undecided` was logged or traced without a decision. */
export const verdictClasses = ['denied', 'audited', 'allowed', 'undecided', 'error'] as const;

/** A class of verdicts. */
export type VerdictClass = (typeof verdictClasses)[number];

const classes: ReadonlyMap<number, VerdictClass> = new Map([
  [Verdict.FORWARDED, 'allowed'],
  [Verdict.REDIRECTED, 'allowed'],
  [Verdict.DROPPED, 'denied'],
  [Verdict.AUDIT, 'audited'],
  [Verdict.ERROR, 'error'],
]);

/** Returns the class of the flow's verdict; what decides nothing (traced, translated, unknown codes) is `undecided`. */
export function verdictClass(flow: Flow): VerdictClass {
  return classes.get(flow.verdict ?? Verdict.VERDICT_UNKNOWN) ?? 'undecided';
}
