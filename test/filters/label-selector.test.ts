import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseSelector, selects } from '../../src/filters/label-selector.ts';
import { parseLabels } from '../../src/filters/label-set.ts';

const labels = parseLabels([
  'k8s:app=web',
  'k8s:io.kubernetes.pod.namespace=shop',
  'reserved:world',
  'zone=7',
  'cidr:198.51.100.0/24=',
  '$short',
  'reserved.dotted',
]);

function selected(text: string): boolean {
  const result = parseSelector(text);
  if (!result.ok) throw new Error(result.reason);
  return selects(result.selector, labels);
}

const valueOf = (name: string) => ({ app: 'web', zone: '7', world: '' })[name];

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
    ['any:app=web', true],
    ['any:world', true],
    ['app in (,web)', true],
    ['app in ()', false],
    ['world in ()', true],
    ['app = in', false],
    ['app,!zone', false],
    [' ! missing , app in ( db , web ) , zone > 6 ', true],
    ['cidr:198.51.100.0/22', true],
    ['cidr:198.51.100.0/25', false],
    ['cidr:198.51.101.0/24', false],
    ['!cidr:198.0.0.0/8', false],
    ['k8s:198.51.100.0/24', false],
    ['short', true],
    ['reserved:short', true],
    ['reserved:dotted', true],
    ['unspec:zone=7', true],
    ['App=web', false],
    ['app=Web', false],
  ])('%j: %s', (text, expected) => {
    expect(selected(text)).toBe(expected);
  });

  const nameRule =
    "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
  const valueRule =
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

  it.each([
    ['app in (', "unable to parse requirement: found '', expected: ',', ')' or identifier"],
    ['app in web', "unable to parse requirement: found 'web' expected: '('"],
    ['app in (web db)', "unable to parse requirement: found 'db', expected: ',' or ')'"],
    ['app web', "unable to parse requirement: found 'web', expected: in, notin, =, ==, !=, gt, lt"],
    ['app=web,', "found '', expected: identifier after ','"],
    ['app=web db', "found 'db', expected: ',' or 'end of string'"],
    ['!app=web', "found '=', expected: ',' or 'end of string'"],
    ['app===web', "unable to parse requirement: found '=', expected: identifier"],
    ['app=(web)', "unable to parse requirement: found '(', expected: identifier"],
    ['=web', `unable to parse requirement: <nil>: Invalid value: "any.": ${nameRule}`],
    [' ', `unable to parse requirement: <nil>: Invalid value: "any.": ${nameRule}`],
    ['any:k8s:app', `unable to parse requirement: <nil>: Invalid value: "any.k8s:app": ${nameRule}`],
    ['app=a:b', `unable to parse requirement: values[0][any.app]: Invalid value: "a:b": ${valueRule}`],
    [
      'app in (-b,c,-a)',
      `unable to parse requirement: [values[0][any.app]: Invalid value: "-a": ${valueRule}, values[1][any.app]: Invalid value: "-b": ${valueRule}]`,
    ],
    [
      'zone>x',
      `unable to parse requirement: values[0]: Invalid value: "x": for 'Gt', 'Lt' operators, the value must be an integer`,
    ],
    [
      `app=${'x'.repeat(64)}`,
      `unable to parse requirement: values[0][any.app]: Invalid value: "${'x'.repeat(64)}": must be no more than 63 bytes`,
    ],
  ])('rejects %j', (text, reason) => {
    expect(parseSelector(text)).toEqual({ ok: false, reason });
  });

  it('say what their parts say', () => {
    const key = fc.constantFrom('app', 'zone', 'world', 'missing');
    const values = fc.uniqueArray(fc.constantFrom<string>('web', '7', 'db'), { minLength: 1, maxLength: 3 });
    const part = fc.oneof(
      key.map((name) => ({ text: name, holds: valueOf(name) !== undefined })),
      key.map((name) => ({ text: `!${name}`, holds: valueOf(name) === undefined })),
      fc.tuple(key, values).map(([name, set]) => ({
        text: `${name} in (${set.join(',')})`,
        holds: set.includes(valueOf(name) ?? 'none'),
      })),
      fc.tuple(key, values).map(([name, set]) => ({
        text: `any:${name} notin ( ${set.join(' , ')} )`,
        holds: !set.includes(valueOf(name) ?? 'none'),
      })),
      fc.tuple(key, values).map(([name, [value = '']]) => ({
        text: `${name}!=${value}`,
        holds: valueOf(name) !== value,
      })),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 4 }), (parts) => {
        expect(selected(parts.map(({ text }) => text).join(','))).toBe(parts.every(({ holds }) => holds));
      }),
    );
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
