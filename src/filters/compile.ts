/** Filters of a request as one function. */

import type { FlowFilter } from '../flow/flow-filter.ts';
import type { Flow } from '../flow/flow.ts';
import { noFlow, type FlowPredicate } from './predicate.ts';
import { compileFields } from './registry.ts';

async function compileFilter(filter: FlowFilter): Promise<FlowPredicate> {
  const [first, second, ...more] = await compileFields(filter);
  if (first === undefined) return () => true;
  if (second === undefined) return first;
  if (more.length === 0) return (flow) => first(flow) && second(flow);
  const all = [first, second, ...more];
  return (flow) => all.every((matches) => matches(flow));
}

async function compileAny(filters: readonly FlowFilter[]): Promise<FlowPredicate> {
  const compiled: FlowPredicate[] = [];
  // One after the other: of several that are bad the first is told.
  for (const filter of filters) compiled.push(await compileFilter(filter));
  const [only] = compiled;
  if (compiled.length === 1 && only !== undefined) return only;
  return (flow) => compiled.some((matches) => matches(flow));
}

/**
 * Compiles the filters of a request once. The result holds for a flow that matches any filter of the whitelist (an
 * empty one matches all) and none of the blacklist; inside one filter all fields must match. A response that is no flow is
 * passed as undefined and treated as an empty flow, as Hubble does. It takes a promise because the engines behind regular
 * expressions and CEL are loaded when a filter needs them. Rejects with a UsageError with Hubble's message for a bad value.
 */
export async function compileFilters(request: {
  readonly whitelist?: readonly FlowFilter[];
  readonly blacklist?: readonly FlowFilter[];
}): Promise<(flow: Flow | undefined) => boolean> {
  const { whitelist = [], blacklist = [] } = request;
  const allowed = whitelist.length === 0 ? () => true : await compileAny(whitelist);
  if (blacklist.length === 0) return (flow) => allowed(flow ?? noFlow);
  const denied = await compileAny(blacklist);
  return (flow) => allowed(flow ?? noFlow) && !denied(flow ?? noFlow);
}
