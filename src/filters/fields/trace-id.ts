/** FlowFilter.trace_id and ip_trace_id. */

import type { FieldCompiler } from '../predicate.ts';

/** Holds for one of these trace ids; the empty id is a flow without one. */
export const compileTraceId: FieldCompiler<string> = (values) => {
  const ids = new Set(values);
  return (flow) => ids.has(flow.trace_context?.parent?.trace_id ?? '');
};

/** Holds for one of these IP trace ids. */
export const compileIpTraceId: FieldCompiler<bigint> = (values) => {
  const ids = new Set(values);
  return ({ ip_trace_id: id }) => id !== undefined && ids.has(id.trace_id ?? 0n);
};
