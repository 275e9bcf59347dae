import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseLabels, parseSelector, selects } from '../../src/filters/label-selector.ts';

const labels = parseLabels([
  'k8s:app=web',
  'k8s:io.kubernetes.pod.namespace=shop',
  'reserved:world',
  'zone=7',
  'cidr:198.51.100.0/24=',
]);

function selected(text: string): boolean {
  const result = parseSelector(text);
  if (!result.ok) throw new Error(result.reason);
  return selects(result.selector, labels);
}

describe('selectors', () => {
  it.each([
    ['', true],
    ['app=web', true],
    ['app==web', true],
    [' app = web ', true],
    ['k8s:app=web', true],
    ['container:app=web', false],
    ['app!=web', false],
    ['missing!=web', true],
    ['app in (web, db)', true],
    ['app notin (web)', false],
    ['missing notin (web)', true],
    ['app in (db)', false],
    ['app', true],
    ['!app', false],
    ['!missing', true],
    ['missing', false],
    ['reserved:world', true],
    ['world', true],
    ['cidr:198.51.100.0/24', true],
    ['io.kubernetes.pod.namespace=shop', true],
    ['app=web,zone', true],
    ['app=web,zone=8', false],
    ['zone>6', true],
    ['zone<7', false],
    ['app>6', false],
    ['reserved:world=', true],
  ])('%j: %s', (text, expected) => {
    expect(selected(text)).toBe(expected);
  });

  it.each([
    ['app in (', "unable to parse requirement: found '', expected: ',', ')' or identifier"],
    ['app in web', "unable to parse requirement: found 'web', expected: '('"],
    ['=web', "unable to parse requirement: found '=', expected: identifier"],
    ['app web', "unable to parse requirement: found 'web', expected: in, notin, =, ==, !=, gt, lt"],
    ['app=web,', "found '', expected: identifier after ','"],
    ['app=web db', "found 'db', expected: ',' or 'end of string'"],
  ])('rejects %j', (text, reason) => {
    expect(parseSelector(text)).toEqual({ ok: false, reason });
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const result = parseSelector(text);
        expect(typeof (result.ok ? selects(result.selector, labels) : false)).toBe('boolean');
      }),
    );
  });
});
