/** FlowFilter.source_fqdn, destination_fqdn. */

import { compileNamePatterns } from '../name-pattern.ts';
import type { FieldCompiler } from '../predicate.ts';

/** Holds when any DNS name of that end fits one of the patterns. */
export function compileFqdn(names: 'source_names' | 'destination_names'): FieldCompiler<string> {
  return (values) => {
    const matches = compileNamePatterns(values);
    return (flow) => (flow[names] ?? []).some(matches);
  };
}
