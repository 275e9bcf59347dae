/** FlowFilter.source_service, destination_service. */

import { compileNamespacedNames } from '../namespaced-name.ts';
import type { FieldCompiler } from '../predicate.ts';

/** Holds when the service at that end fits one of the names. */
export function compileService(service: 'source_service' | 'destination_service'): FieldCompiler<string> {
  return (values) => {
    const matches = compileNamespacedNames(values);
    return (flow) => matches(flow[service]?.namespace ?? '', flow[service]?.name ?? '');
  };
}
