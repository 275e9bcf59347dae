/** FlowFilter.source_pod, destination_pod. */

import { compileNamespacedNames } from '../namespaced-name.ts';
import type { FieldCompiler, FlowEnd } from '../predicate.ts';

/** Holds when the pod at that end fits one of the names. */
export function compilePod(end: FlowEnd): FieldCompiler<string> {
  return (values) => {
    const matches = compileNamespacedNames(values);
    return (flow) => matches(flow[end]?.namespace ?? '', flow[end]?.pod_name ?? '');
  };
}
