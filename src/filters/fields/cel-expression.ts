/** FlowFilter.experimental.cel_expression. */

import type { FieldCompiler } from '../predicate.ts';

/** Holds when one of these CEL expressions over `_flow` is true. Loads the CEL library at the first call. */
export const compileCelExpression: FieldCompiler<string> = async (values) => {
  const { compileCelExpressions } = await import('../cel/expression.ts');
  return compileCelExpressions(values);
};
