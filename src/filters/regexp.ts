/**
 * Regular expressions as Go reads them: RE2 syntax, matched in linear time, so one from the network cannot hang the server.
 * The engine takes a while to load; import this module only when there is an expression.
 */

import { RE2JS, RE2JSSyntaxException } from '@bufbuild/re2';

/** Whether an expression matches any part of a text. */
export type RegexpPredicate = (text: string) => boolean;

/** A compiled expression, or why the text is none in the words of Go's regexp package. */
export type RegexpResult =
  | { readonly ok: true; readonly test: RegexpPredicate }
  | { readonly ok: false; readonly reason: string };

// The engine takes a second for a pattern of 20,000 characters and four times that for twice as many.
const longestPattern = 10_000;

/** Compiles an expression of at most 10,000 characters; it is not anchored. */
export function compileRegexp(pattern: string): RegexpResult {
  if (pattern.length > longestPattern) return { ok: false, reason: 'error parsing regexp: expression too large' };
  try {
    const compiled = RE2JS.compile(pattern);
    return { ok: true, test: (text) => compiled.test(text) };
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    // Go quotes the offending part even where there is none.
    return { ok: false, reason: `error parsing regexp: ${error.getDescription()}: \`${error.getPattern() ?? ''}\`` };
  }
}
