/** FlowFilter.dns_query: regular expressions. */

import type { FieldCompiler } from '../predicate.ts';
import { compilePatterns } from './pattern-list.ts';

/** Holds for DNS whose query one of these expressions matches. */
export const compileDnsQuery: FieldCompiler<string> = async (values) => {
  const matches = await compilePatterns(
    values,
    (_pattern, reason) => `invalid DNS query filter: failed to compile regexp: ${reason}`,
  );
  return ({ l7 }) => l7?.dns !== undefined && matches(l7.dns.query ?? '');
};
