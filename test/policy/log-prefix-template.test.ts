import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { compileLogPrefixTemplate, type TemplateMatch } from '../../src/policy/log-prefix-template.ts';
import { parseKnownPolicy, toFlowPolicy } from '../../src/policy/policy-name.ts';

const known = [
  'np:shop/allow-web',
  'gnp:deny-everything-else',
  'knp:namespace1/policy-one',
  'knp:namespace1/policy-two',
];

/** What a template reads out of a raw prefix. */
function read(template: string, rawPrefix: string, policies: readonly string[] = []): TemplateMatch | undefined {
  const compiled = compileLogPrefixTemplate(template, policies.map(parseKnownPolicy));
  return compiled.match({ rawPrefix, prefix: rawPrefix.replace(/\s*:?\s*$/, '') });
}

describe('whole prefixes', () => {
  test.each([
    ['%k:%p', 'np:shop/allow-web: ', { kind: 'np', namespace: 'shop', name: 'allow-web' }],
    ['%k:%p', 'gnp:default.deny: ', { kind: 'gnp', name: 'default.deny' }],
    ['calico-packet %k:%n', 'calico-packet gnp:default.x: ', { kind: 'gnp', name: 'default.x' }],
    ['%t/%k/%n', 'security/sgnp/block: ', { tier: 'security', kind: 'sgnp', name: 'block' }],
    ['%t/%k/%n', '/pro/kns.default: ', { tier: '', kind: 'pro', name: 'kns.default' }],
    ['%n-%k', 'a-b-knp: ', { kind: 'knp', name: 'a-b' }],
    ['%p %t', 'ns/a tier1: ', { namespace: 'ns', name: 'a', tier: 'tier1' }],
    ['%%n', '%web: ', { name: 'web' }],
    ['x %y %n', 'x %y web: ', { name: 'web' }],
    ['[%n]', '[web]: ', { name: 'web' }],
  ])('%s reads %s', (template, rawPrefix, policy) => {
    expect(read(template, rawPrefix)).toEqual({ policy, approximate: false });
  });

  test.each([
    ['%k:%p', 'calico-packet: '],
    ['%k:%p', 'zzz:shop/web: '],
    ['%k:%p', 'np:shop/: '],
    ['audit %n', 'audit : '],
    ['%k:%p', 'np:a/b/c: '],
    ['%n', ''],
  ])('%s does not read %s', (template, rawPrefix) => {
    expect(read(template, rawPrefix)).toBeUndefined();
  });
});

/** What iptables leaves of a prefix. */
const cut = (text: string) => text.slice(0, 29);

describe('prefixes that iptables cut at 29 characters', () => {
  test('the only known policy that fits is taken', () => {
    expect(read('calico-packet %k:%p', cut('calico-packet gnp:deny-everything-else: '), known)).toEqual({
      policy: { kind: 'gnp', name: 'deny-everything-else' },
      approximate: true,
    });
  });

  test('two that fit are none: what is there is given', () => {
    expect(read('packet %k:%p', cut('packet knp:namespace1/policy-one: '), known)).toEqual({
      policy: { kind: 'knp', namespace: 'namespace1', name: 'policy-' },
      approximate: true,
    });
  });

  test('without known policies the part that is there is given', () => {
    expect(read('calico-packet %k:%p', 'lab7 calico-packet np:ns/abcd')).toBeUndefined();
    expect(read('lab7 calico-packet %k:%p', 'lab7 calico-packet np:ns/abcd')).toEqual({
      policy: { kind: 'np', namespace: 'ns', name: 'abcd' },
      approximate: true,
    });
  });

  test('a colon at the end says that the name is whole', () => {
    const raw = 'calico-packet gnp:default.xy:';
    expect(raw).toHaveLength(29);
    expect(read('calico-packet %k:%p', raw)).toEqual({
      policy: { kind: 'gnp', name: 'default.xy' },
      approximate: false,
    });
  });

  test('a cut inside the fixed part names no policy', () => {
    expect(read('a-very-long-fixed-part-of-it %k:%p', 'a-very-long-fixed-part-of-it ')).toEqual({
      policy: {},
      approximate: true,
    });
  });

  test('nftables cuts at 127', () => {
    const name = 'n'.repeat(130);
    expect(read('%n', name.slice(0, 127), [name])?.policy.name).toBe(name);
  });
});

test('what Felix expands is read back', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/);
  fc.assert(
    fc.property(fc.constantFrom('np', 'gnp', 'knp'), name, name, name, (kind, tier, namespace, policy) => {
      const expanded = `${tier}|${kind}|${namespace}/${policy}: `;
      expect(read('%t|%k|%p', expanded)?.policy).toEqual({ tier, kind, namespace, name: policy });
    }),
  );
});

test('no template and prefix make it throw or hang', () => {
  const text = fc.string({ unit: fc.constantFrom('%', 't', 'k', 'n', 'p', ':', '/', 'a', ' ', '-'), maxLength: 29 });
  fc.assert(
    fc.property(text, text, (template, prefix) => {
      expect(read(template, prefix, known)?.approximate ?? false).toBeTypeOf('boolean');
      expect(read(template, prefix.padEnd(29, 'a'), known)?.approximate ?? true).toBeTypeOf('boolean');
    }),
    { numRuns: 2000 },
  );
});

describe('policy names', () => {
  test.each([
    ['allow', { name: 'allow' }],
    ['shop/allow', { namespace: 'shop', name: 'allow' }],
    ['np:shop/allow', { kind: 'np', namespace: 'shop', name: 'allow' }],
    ['tier1|gnp:block', { tier: 'tier1', kind: 'gnp', name: 'block' }],
  ])('%s', (text, policy) => {
    expect(parseKnownPolicy(text)).toEqual(policy);
  });

  test.each(['', 'np:', 'shop/', 'policy:x'])('"%s" is an error that names the kinds', (text) => {
    expect(() => parseKnownPolicy(text)).toThrow(expect.objectContaining({ hint: expect.stringContaining('np, gnp') }));
  });

  test('in the terms of the flow', () => {
    expect(toFlowPolicy({ kind: 'np', namespace: 'shop', name: 'a', tier: 't' })).toEqual({
      kind: 'CalicoNetworkPolicy',
      namespace: 'shop',
      name: 'a',
    });
    expect(toFlowPolicy({ kind: 'unknown', namespace: '', name: 'a' })).toEqual({ name: 'a' });
    expect(toFlowPolicy({ tier: 't' })).toBeUndefined();
  });
});
