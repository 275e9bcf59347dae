/** FlowFilter.traffic_direction. */

import { noFlow, type FieldCompiler } from '../predicate.ts';

/** Holds for one of these direction codes. */
export const compileTrafficDirection: FieldCompiler<number> = (values) => {
  const codes = new Set(values);
  return (flow) => flow !== noFlow && codes.has(flow.traffic_direction ?? 0);
};
