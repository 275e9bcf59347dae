/** Which events share a quota, and who makes room for whom. */

import type { GetFlowsResponse } from '../flow/messages.ts';
import { Verdict } from '../flow/verdict.ts';

/** The retention classes of flows, as `observed.v1.WindowStatus` spells them. */
export const retentionClasses = ['denied-audited', 'other'] as const;

/** A retention class. */
export type RetentionClass = (typeof retentionClasses)[number];

/**
 * The rings of the store: one for each class of flows, and one for what is said about flows (lost events, states of
 * nodes). A burst of lost events must not push out the flows it is about.
 */
export const lanes = [...retentionClasses, 'notice'] as const;

/** One of the rings. */
export type Lane = (typeof lanes)[number];

/** A value for every class of flows. */
export type PerClass<T> = Readonly<Record<RetentionClass, T>>;

/** A value for every ring. */
export type PerLane<T> = Readonly<Record<Lane, T>>;

/** Returns the class that `retention` is not. */
export function otherClass(retention: RetentionClass): RetentionClass {
  return retention === 'other' ? 'denied-audited' : 'other';
}

/**
 * Returns the ring of an event. Denied, audited and failed flows are what people audit for, so forwarded traffic may not
 * push them out.
 */
export function laneOf({ flow }: GetFlowsResponse): Lane {
  return flow === undefined ? 'notice' : laneOfVerdict(flow.verdict);
}

/** Returns the ring of a flow with this verdict. */
export function laneOfVerdict(verdict: number | undefined): RetentionClass {
  return isDeniedVerdict(verdict) ? 'denied-audited' : 'other';
}

/** Tells whether a flow with this verdict is of the class of denied and audited ones. */
export function isDeniedVerdict(verdict: number | undefined): boolean {
  return verdict === Verdict.DROPPED || verdict === Verdict.AUDIT || verdict === Verdict.ERROR;
}

/**
 * Returns the share of each class in `capacity` flows: a quarter (rounded down) for denied and audited ones, the rest
 * for all others. Others never hold more than their share; denied and audited ones may fill what others leave free
 * and give it back when others need it.
 */
export function sharesOf(capacity: number): PerClass<number> {
  const reserved = Math.floor(capacity / 4);
  return { 'denied-audited': reserved, other: capacity - reserved };
}
