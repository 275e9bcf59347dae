import { describe, expect, test } from 'vitest';

import { Verdict } from '../../src/flow/verdict.ts';
import { compileLogPrefixTemplate } from '../../src/policy/log-prefix-template.ts';
import { createPrefixReader, type PrefixMeaning } from '../../src/policy/prefix.ts';
import { parsePrefixVerdict } from '../../src/policy/prefix-verdict.ts';

function meaning(rawPrefix: string, mappings: readonly string[] = [], logRulePrefix?: string): PrefixMeaning {
  const reader = createPrefixReader({
    mappings: mappings.map(parsePrefixVerdict),
    templates: [compileLogPrefixTemplate('audit %k:%p', [])],
    ...(logRulePrefix !== undefined && { logRulePrefix }),
  });
  return reader.read({ rawPrefix, prefix: rawPrefix.replace(/\s*:?\s*$/, '') });
}

describe('createPrefixReader', () => {
  test.each([
    ['calico-drop: ', { kind: 'deny' }],
    ['calico-drop LOGandDROP: ', { kind: 'deny', stated: 'LogAndDrop' }],
    ['calico-drop LOGandACCEPT: ', { kind: 'deny', stated: 'LogAndAccept' }],
    ['calico-drop LOG-and-ACCEPT: ', { kind: 'deny', stated: 'LogAndAccept' }],
    ['calico-drop something: ', { kind: 'log-rule' }],
    ['calico-dropped: ', { kind: 'log-rule' }],
    ['calico-packet: ', { kind: 'log-rule' }],
    ['[UFW BLOCK] ', { kind: 'log-rule' }],
    ['', { kind: 'log-rule' }],
    [
      'audit np:shop/a: ',
      { kind: 'log-rule', policy: { policy: { kind: 'np', namespace: 'shop', name: 'a' }, approximate: false } },
    ],
  ])('%s', (rawPrefix, expected) => {
    expect(meaning(rawPrefix)).toEqual(expected);
  });

  test('mappings come first, and a line that says what was done outranks them', () => {
    expect(meaning('calico-packet: ', ['calico-packet=AUDITED'])).toEqual({ kind: 'mapped', verdict: Verdict.AUDIT });
    expect(meaning('calico-drop: ', ['calico*=ALLOWED'])).toEqual({ kind: 'mapped', verdict: Verdict.FORWARDED });
    expect(meaning('calico-drop LOGandDROP: ', ['calico*=ALLOWED'])).toEqual({ kind: 'deny', stated: 'LogAndDrop' });
    expect(meaning('calico-drop LOGandDROP: ', ['calico*=ignore'])).toEqual({ kind: 'ignore' });
    expect(meaning('calico-drop: ', ['calico*=TRACED'])).toEqual({ kind: 'log-rule' });
    expect(meaning('audit np:shop/a: ', ['audit *=DENIED'])).toMatchObject({
      kind: 'mapped',
      verdict: Verdict.DROPPED,
      policy: { policy: { name: 'a' } },
    });
  });

  test("a Log rule's own prefix decides nothing, even if it reads like Felix's", () => {
    expect(meaning('calico-drop: ', [], 'calico-drop')).toEqual({ kind: 'log-rule' });
  });

  test('gives the same object for the same prefix, and forgets made-up ones', () => {
    const reader = createPrefixReader({ mappings: [], templates: [] });
    const read = (prefix: string) => reader.read({ rawPrefix: `${prefix}: `, prefix });
    const first = read('one');
    expect(read('one')).toBe(first);
    for (let index = 0; index < 2000; index += 1) read(`made up ${index}`);
    expect(read('one')).toEqual(first);
  });
});
