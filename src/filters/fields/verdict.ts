/** FlowFilter.verdict. */

import { noFlow, type FieldCompiler } from '../predicate.ts';

/** Holds for a flow with one of these verdict codes. */
export const compileVerdict: FieldCompiler<number> = (values) => {
  const codes = new Set(values);
  return (flow) => flow !== noFlow && codes.has(flow.verdict ?? 0);
};
