/** FlowFilter.source_workload, destination_workload. */

import type { Workload } from '../../flow/endpoint.ts';
import type { FieldCompiler, FlowEnd } from '../predicate.ts';

function fits(filter: Workload, workload: Workload): boolean {
  const name = filter.name ?? '';
  const kind = filter.kind ?? '';
  return (name === '' || name === (workload.name ?? '')) && (kind === '' || kind === (workload.kind ?? ''));
}

/** Holds when any workload of the endpoint at that end has the name and the kind given, exactly. */
export function compileWorkload(end: FlowEnd): FieldCompiler<Workload> {
  return (values) => (flow) =>
    (flow[end]?.workloads ?? []).some((workload) => values.some((filter) => fits(filter, workload)));
}
