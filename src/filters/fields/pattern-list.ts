/** Fields whose values are regular expressions. */

import { filterError } from '../predicate.ts';
import type { RegexpPredicate } from '../regexp.ts';

/**
 * Compiles expressions; the result holds when any of them matches any part of a text. `fault` makes Hubble's message of a
 * bad expression and Go's reason; it is thrown as a UsageError. Loads the engine at the first call.
 */
export async function compilePatterns(
  patterns: readonly string[],
  fault: (pattern: string, reason: string) => string,
): Promise<RegexpPredicate> {
  const { compileRegexp } = await import('../regexp.ts');
  const tests = patterns.map((pattern) => {
    const compiled = compileRegexp(pattern);
    if (!compiled.ok) throw filterError(fault(pattern, compiled.reason));
    return compiled.test;
  });
  return (text) => tests.some((test) => test(text));
}
