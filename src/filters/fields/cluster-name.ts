/** FlowFilter.source_cluster_name, destination_cluster_name. */

import { filterError, type FieldCompiler, type FlowEnd } from '../predicate.ts';

/** Holds when the endpoint at that end is in one of these clusters; names are exact. */
export function compileClusterName(end: FlowEnd): FieldCompiler<string> {
  return (values) => {
    if (values.includes('')) throw filterError('invalid filter, name must not be empty');
    const clusters = new Set(values);
    return (flow) => clusters.has(flow[end]?.cluster_name ?? '');
  };
}
