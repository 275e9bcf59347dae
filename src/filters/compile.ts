/** Filters of a request as one function. */

import type { FlowFilter } from '../flow/flow-filter.ts';
import type { Flow } from '../flow/flow.ts';
import { noFlow, type FlowPredicate } from './predicate.ts';
import { compileFields } from './registry.ts';

function compileFilter(filter: FlowFilter): FlowPredicate {
  const [first, second, ...more] = compileFields(filter);
  if (first === undefined) return () => true;
  if (second === undefined) return first;
  if (more.length === 0) return (flow) => first(flow) && second(flow);
  const all = [first, second, ...more];
  return (flow) => all.every((matches) => matches(flow));
}

function compileAny(filters: readonly FlowFilter[]): FlowPredicate {
  const compiled = filters.map(compileFilter);
  const [only] = compiled;
  if (compiled.length === 1 && only !== undefined) return only;
  return (flow) => compiled.some((matches) => matches(flow));
}

/**
 * Compiles the filters of a request once. The result holds for a flow that matches any filter of the whitelist (an
 * empty one matches all) and none of the blacklist; inside one filter all fields must match. A response that is no flow is
 * passed as undefined and treated as an empty flow, as Hubble does. Throws UsageError with Hubble's message for a bad value
 * and for a field that is set but not supported.
 */
export function compileFilters(request: {
  readonly whitelist?: readonly FlowFilter[];
  readonly blacklist?: readonly FlowFilter[];
}): (flow: Flow | undefined) => boolean {
  const { whitelist = [], blacklist = [] } = request;
  const allowed = whitelist.length === 0 ? () => true : compileAny(whitelist);
  if (blacklist.length === 0) return (flow) => allowed(flow ?? noFlow);
  const denied = compileAny(blacklist);
  return (flow) => allowed(flow ?? noFlow) && !denied(flow ?? noFlow);
}
