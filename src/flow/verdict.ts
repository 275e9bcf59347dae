/** Verdicts of a flow: `flow.Verdict` of Hubble. */

/** Wire codes by name. An unknown code is kept as its number. Text output prints AUDIT as AUDITED on policy-verdict events. */
export const Verdict = {
  VERDICT_UNKNOWN: 0,
  FORWARDED: 1,
  DROPPED: 2,
  ERROR: 3,
  AUDIT: 4,
  REDIRECTED: 5,
  TRACED: 6,
  TRANSLATED: 7,
} as const;
