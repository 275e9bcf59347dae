/** FlowFilter.drop_reason_desc. */

import { Verdict } from '../../flow/verdict.ts';
import type { FieldCompiler } from '../predicate.ts';

/** Holds for a dropped flow with one of these reasons; the reason of a flow that was not dropped means nothing. */
export const compileDropReason: FieldCompiler<number> = (values) => {
  const codes = new Set(values);
  return (flow) => flow.verdict === Verdict.DROPPED && codes.has(flow.drop_reason_desc ?? 0);
};
