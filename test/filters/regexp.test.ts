import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { compileRegexp } from '../../src/filters/regexp.ts';

function matches(pattern: string, text: string): boolean {
  const compiled = compileRegexp(pattern);
  if (!compiled.ok) throw new Error(compiled.reason);
  return compiled.test(text);
}

describe('compileRegexp', () => {
  it.each([
    ['', '', true],
    ['b', 'abc', true],
    ['^b', 'abc', false],
    ['(?i)ABC', 'xabcx', true],
    [String.raw`/orders/\d+`, '/orders/17/x', true],
    [String.raw`\pL`, 'é', true],
    [String.raw`\z`, 'a', true],
    ['(?s)a.b', 'a\nb', true],
    ['a.b', 'a\nb', false],
    ['^a$', 'x\na\ny', false],
    ['(?m)^a$', 'x\na\ny', true],
    [String.raw`\Qa.b\E`, 'a.b', true],
    [String.raw`\Qa.b\E`, 'axb', false],
    ['[[:alpha:]]{2}', '1ab', true],
    ['(?P<name>x)', 'x', true],
  ])('%j in %j: %s', (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected);
  });

  it.each([
    ['[', 'missing closing ]: `[`'],
    ['a(b', 'missing closing ): `a(b`'],
    ['a)b', 'unexpected ): `a)b`'],
    ['*a', 'missing argument to repetition operator: `*`'],
    ['a**', 'invalid nested repetition operator: `**`'],
    ['a{2,1}', 'invalid repeat count: `{2,1}`'],
    ['a{1001}', 'invalid repeat count: `{1001}`'],
    ['[b-a]', 'invalid character class range: `b-a`'],
    ['\\', 'trailing backslash at end of expression: ``'],
    [String.raw`\8`, 'invalid escape sequence: `\\8`'],
    ['(?=a)', 'invalid or unsupported Perl syntax: `(?=`'],
    ['(?P<n', 'invalid named capture: `(?P<n`'],
  ])('rejects %j', (pattern, reason) => {
    expect(compileRegexp(pattern)).toEqual({ ok: false, reason: `error parsing regexp: ${reason}` });
  });

  it('rejects what would take the engine long to read', () => {
    expect(compileRegexp('a'.repeat(10_000)).ok).toBe(true);
    expect(compileRegexp('a'.repeat(10_001))).toEqual({
      ok: false,
      reason: 'error parsing regexp: expression too large',
    });
    expect(compileRegexp('('.repeat(5000) + ')'.repeat(5000)).ok).toBe(false);
  });

  it('agrees with the regular expressions of the language where both mean the same', () => {
    const piece = fc.constantFrom('a', 'b', 'a*', '[ab]', '(?:ab)?', '.', 'b+', 'a|b');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), fc.stringMatching(/^[abc]{0,8}$/), (pieces, text) => {
        const pattern = pieces.join('');
        expect(matches(pattern, text)).toBe(new RegExp(pattern).test(text));
      }),
    );
  });

  it('answers for an expression that would make a backtracking matcher hang', () => {
    expect(matches('(a+)+$', `${'a'.repeat(5000)}b`)).toBe(false);
  });
});
