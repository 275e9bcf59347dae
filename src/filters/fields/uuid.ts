/** FlowFilter.uuid: exact. */

import { noFlow, type FieldCompiler } from '../predicate.ts';

/** Holds for a flow with one of these ids. */
export const compileUuid: FieldCompiler<string> = (values) => {
  const ids = new Set(values);
  return (flow) => flow !== noFlow && ids.has(flow.uuid ?? '');
};
