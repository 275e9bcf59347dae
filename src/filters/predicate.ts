/** The common shape of everything a filter is compiled to. */

import { UsageError } from '../base/errors.ts';
import type { FlowFilter } from '../flow/flow-filter.ts';
import type { Flow } from '../flow/flow.ts';

/**
 * What a response that is no flow looks like to a predicate: an empty flow. Where absent fields would match a filter for a
 * zero code, the predicate must tell this object from a flow; Hubble does so for some fields and not for others.
 */
export const noFlow: Flow = {};

/** Whether a flow matches; `noFlow` stands for a response that is none. */
export type FlowPredicate = (flow: Flow) => boolean;

/** A field of FlowFilter whose values are ORed. */
export type FilterField = Exclude<keyof FlowFilter, 'experimental'>;

/** The type of one value, by field. */
export type FilterValues = { readonly [F in FilterField]-?: NonNullable<FlowFilter[F]>[number] };

/**
 * Turns the values of one field (at least one, of type `Value`) into a predicate that holds when any of them matches. The whole filter is
 * given for the fields whose meaning depends on another. A field that loads an engine first gives a promise. Throws, or rejects
 * with, a UsageError with Hubble's message for a bad value.
 */
export type FieldCompiler<Value> = (
  values: readonly Value[],
  filter: FlowFilter,
) => FlowPredicate | Promise<FlowPredicate>;

/** Which end of a flow a field looks at. */
export type FlowEnd = 'source' | 'destination';

/** Returns the error for a filter that cannot be compiled; `message` is Hubble's. */
export function filterError(message: string, hint?: string): UsageError {
  return new UsageError(message, { code: 'filter/invalid', ...(hint === undefined ? {} : { hint }) });
}
