import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { barFilters, checkBar } from '../../../src/filters/expression/filters-of.ts';
import { barCel, barFlags, barText } from '../../../src/filters/expression/forms.ts';
import { readBar } from '../../../src/filters/expression/reading.ts';
import { termsOf } from './bar-fixtures.ts';

function chips(text: string): readonly string[] {
  return termsOf(text).map((term) => term.text);
}

describe('reading a bar', () => {
  it.each([
    [
      'audited port:5432 from:shop/ -dns (src:a or dst:a)',
      ['audited', 'port:5432', 'from:shop/', '-dns', '(from:a or to:a)'],
    ],
    ['AUDITED verdict:denied', ['audited', 'denied']],
    ['5432 :53 70000', ['port:5432', 'port:53', '70000']],
    ['10.0.0.1 10.0.0.0/8 fe80::1', ['ip:10.0.0.1', 'ip:10.0.0.0/8', 'ip:fe80::1']],
    ['shop/web app=web *.example.com', ['pod:shop/web', 'label:app=web', 'fqdn:*.example.com']],
    ['frontend "audited" "a b"', ['frontend', '"audited"', '"a b"']],
    ['-dns !dns not dns --not dns', ['-dns', '-dns', '-dns', '-dns']],
    ['not not dns -(-dns)', ['dns', 'dns']],
    [
      '-f fnt -l app=web -n shop -t drop -4',
      ['-f fnt', '--label app=web', '--namespace shop', '--type drop', '--ipv4'],
    ],
    ['--verdict=AUDITED --not --port 53', ['--verdict AUDITED', '--not --port 53']],
    ["--label 'tier in (a,b)'", ['--label "tier in (a,b)"']],
    ['port:53,80 svc:"a,b",c', ['port:53,80', 'svc:"a,b",c']],
    ['label:app=web,tier=db', ['label:"app=web,tier=db"']],
    ['cel:"a == \\"b\\""', ['cel:"a == \\"b\\""']],
    ['audited and dns', ['audited', 'dns']],
    ['port:53 and port:80', ['(port:53 and port:80)']],
    ['a or b and c d', ['(a or (b and c))', 'd']],
    ['(port:53 port:80 dns)', ['port:53,80', 'dns']],
    [
      'allowlist:{"verdict": ["DROPPED"]} -allowlist:{"uuid":["x y"]}',
      ['allowlist:{"verdict":["DROPPED"]}', 'denylist:{"uuid":["x y"]}'],
    ],
    [`--denylist '{"uuid":["x"]}'`, ['denylist:{"uuid":["x"]}']],
    ['', []],
  ])('%s', (text, expected) => {
    expect(chips(text)).toEqual(expected);
  });

  it.each([
    ['audited prot:53', 'there is no key "prot:"', 'did you mean port:?', [8, 13]],
    ['port:53,x', '"x" is no port', 'ports are numbers from 0 to 65535', [8, 9]],
    ['verdict:audted', '"audted" is no verdict', 'did you mean audited?', [8, 14]],
    ['proto:tpc', '"tpc" is no protocol', 'did you mean tcp?', [6, 9]],
    ['--prot 53', '--prot is no filter', 'did you mean --port?', [0, 6]],
    ['--last 5', '--last is no filter', 'only filters can stand here', [0, 6]],
    ['dns --port', '--port needs a value', 'write it behind', [4, 10]],
    ['--verdict NO', '--verdict: invalid --verdict value: NO', 'change it or take it away', [0, 12]],
    ['--pod a --ip 10.0.0.1', '--ip: filters --ip and --pod cannot be combined', 'change it or take it away', [8, 21]],
    ['(dns', 'a bracket is not closed', 'write ) at its end', [0, 1]],
    ['dns)', 'no bracket was opened', 'take the ) away', [3, 4]],
    ['()', 'the brackets are empty', 'write a filter between them', [0, 1]],
    ['dns or', 'a filter is missing here', 'write one, or take the word away', [6, 6]],
    ['or dns', '"or" joins two filters', 'to look for the word write "or" in quotes', [0, 2]],
    ['"dns', 'a quote is not closed', 'write " at its end', [0, 4]],
    ['port:', 'port: needs a value', 'write port:5432', [0, 5]],
    ['--not --not --port 1', '--not stands twice', 'take one away', [6, 11]],
    ['ip:10.0.0', '"10.0.0" is no IP address', 'write one such as 10.0.0.1 or a network, 10.0.0.0/8', [3, 9]],
    ['allowlist:{"verdict":', 'the JSON does not end', 'close every brace', [0, 21]],
  ])('%s is no bar', (text, message, hint, [from, to]) => {
    expect(readBar(text)).toEqual({ ok: false, message, hint, from, to });
  });

  it('refuses brackets without end instead of overflowing', () => {
    expect(readBar('('.repeat(9000))).toMatchObject({ ok: false, message: 'too many brackets' });
    expect(readBar(`${'-'.repeat(9000)}x`)).toMatchObject({ ok: false });
    expect(readBar('x '.repeat(9000))).toMatchObject({ ok: false, message: 'more than 200 filters' });
    expect(readBar('x '.repeat(90_000))).toMatchObject({ ok: false, message: 'the filters are too long' });
  });

  it('takes any text, and what it takes can be shown in every form', async () => {
    const piece = fc.constantFrom(
      '(',
      ')',
      ' ',
      ' or ',
      ' and ',
      'not ',
      '-',
      '!',
      '--',
      '"',
      "'",
      '\\',
      ',',
      ':',
      '/',
      '*',
      '=',
      '{',
      '}',
      '--not ',
      '--port ',
      '-n ',
      '-f ',
      'port:',
      'from:',
      'label:',
      'cel:',
      'allowlist:',
      'web',
      'audited',
      '53',
      '10.0.0.1',
      '\u0000',
      '\n',
      '漢',
      '\ud800',
      '\u2028',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.oneof(piece, fc.string({ maxLength: 3 })), { maxLength: 12 }).map((parts) => parts.join('')),
    );
    await fc.assert(
      fc.asyncProperty(text, async (bar) => {
        const read = readBar(bar);
        const place = read.ok ? { from: 0, to: 0 } : read;
        expect([0, place.from, place.to, bar.length].toSorted((a, b) => a - b)).toEqual([
          0,
          place.from,
          place.to,
          bar.length,
        ]);
        const terms = read.ok ? read.terms : [];
        expect(readBar(barText(terms))).toEqual({ ok: true, terms });
        barFilters(terms);
        barFlags(terms);
        barCel(terms);
        await checkBar(terms);
      }),
      { numRuns: 1000 },
    );
  }, 60_000);
});
