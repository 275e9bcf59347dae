import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { Verdict } from '../../src/flow/verdict.ts';
import { findPrefixVerdict, matchesGlob, parsePrefixVerdict } from '../../src/policy/prefix-verdict.ts';

describe('parsePrefixVerdict', () => {
  test.each([
    ['audit *=AUDITED', 'audit *', Verdict.AUDIT],
    ['audit *=audit', 'audit *', Verdict.AUDIT],
    ['calico-packet: =Denied', 'calico-packet', Verdict.DROPPED],
    ['a=b=dropped', 'a=b', Verdict.DROPPED],
    ['ok:=allowed', 'ok', Verdict.FORWARDED],
    ['ok=FORWARDED', 'ok', Verdict.FORWARDED],
    ['seen=traced', 'seen', Verdict.TRACED],
    ['[UFW*=ignore', '[UFW*', 'ignore'],
  ])('%s', (text, glob, verdict) => {
    expect(parsePrefixVerdict(text)).toEqual({ glob, verdict });
  });

  test.each(['', 'audit', '=AUDITED', 'audit=', 'audit=maybe'])('"%s" is an error that names the verdicts', (text) => {
    expect(() => parsePrefixVerdict(text)).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('AUDITED, DENIED, ALLOWED, TRACED, ignore') }),
    );
  });
});

describe('matchesGlob', () => {
  test.each([
    ['audit *', 'audit np:shop/x', true],
    ['audit *', 'audit', false],
    ['*', '', true],
    ['', '', true],
    ['', 'a', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['*drop*', 'calico-drop LOGandDROP', true],
    ['a*b*c', 'aXbYbZc', true],
    ['a*b*c', 'aXbYbZ', false],
    ['a.c', 'abc', false],
  ])('%s over %s: %s', (glob, text, matches) => {
    expect(matchesGlob(glob, text)).toBe(matches);
  });

  test('agrees with a regular expression', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 7 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 9 });
    fc.assert(
      fc.property(letters, text, (glob, input) => {
        const pattern = new RegExp(`^${glob.replace(/\*+/g, '.*').replace(/\?/g, '.')}$`);
        expect(matchesGlob(glob, input)).toBe(pattern.test(input));
      }),
      { numRuns: 2000 },
    );
  });
});

test('the first mapping that fits wins', () => {
  const mappings = ['audit web=ALLOWED', 'audit *=AUDITED'].map(parsePrefixVerdict);
  expect(findPrefixVerdict(mappings, 'audit web')).toBe(Verdict.FORWARDED);
  expect(findPrefixVerdict(mappings, 'audit db: ')).toBe(Verdict.AUDIT);
  expect(findPrefixVerdict(mappings, 'other')).toBeUndefined();
});
