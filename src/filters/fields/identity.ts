/** FlowFilter.source_identity, destination_identity. */

import type { FieldCompiler, FlowEnd } from '../predicate.ts';

/** Holds when the endpoint at that end is known and has one of these identities. */
export function compileIdentity(end: FlowEnd): FieldCompiler<number> {
  return (values) => {
    const identities = new Set(values);
    return (flow) => {
      const endpoint = flow[end];
      return endpoint !== undefined && identities.has(endpoint.identity ?? 0);
    };
  };
}
