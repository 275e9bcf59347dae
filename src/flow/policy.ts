/** Policies that decided a flow. */

/** A network policy. */
export interface Policy {
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: readonly string[];
  readonly revision?: bigint;
  readonly kind?: string;
}
