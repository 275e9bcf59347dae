import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { flowsFlags } from '../../../src/cli/flags/observe-flags.ts';
import { filterFlagTable } from '../../../src/cli/flags/filter-flag-table.ts';
import { isValueOptional } from '../../../src/cli/flags/flag.ts';
import { parseLine } from '../../../src/cli/flags/parse.ts';
import { filterFlagNames, flagShorts, nodeOfFlag, switchFlags } from '../../../src/filters/expression/bar-flags.ts';
import { termFor, termFromFilter, termsFromFlags, type BarField } from '../../../src/filters/expression/chips.ts';
import { keyNamed } from '../../../src/filters/expression/keys.ts';
import { barText } from '../../../src/filters/expression/forms.ts';
import { filtersOf, passing, termsOf } from './bar-fixtures.ts';

function termsOfLine(args: readonly string[]): readonly string[] {
  return termsFromFlags(parseLine(args, flowsFlags).givenFilters);
}

describe('flags as chips', () => {
  it.each([
    ['--verdict AUDITED --port 53', ['audited', 'port:53']],
    ['--verdict DROPPED --verdict FORWARDED', ['dropped', 'forwarded']],
    ['-n shop', ['ns:shop']],
    ['--from-namespace shop --to-port 80', ['from:shop/', 'to-port:80']],
    ['--pod web', ['--pod web']],
    ['--pod shop/web', ['pod:shop/web']],
    ['--pod shop/a --port 80 -t drop', ['--pod shop/a', '--port 80', 'type:drop']],
    ['--not --port 53 --not --port 80', ['-port:53', '-port:80']],
    ['--not --port 53 --not -t trace', ['--not --port 53', '--not --type trace']],
    ['-4 -A --encrypted', ['ipv4', 'ns:*', 'encrypted']],
    ['--tcp-flags SYN,ACK', ['flags:SYN+ACK']],
    ['--cel-expression true', ['cel:"true"']],
    ['--from-pod web --from-namespace shop', ['--from-pod web', '--from-namespace shop']],
    ['', []],
  ])('%s', (line, terms) => {
    expect(termsOfLine(line.split(' ').filter(Boolean))).toEqual(terms);
  });

  it('select what the flags select', async () => {
    const given = fc.constantFrom(
      '--verdict=AUDITED',
      '--verdict=DROPPED',
      '--port=53',
      '--from-port=80',
      '--to-port=6443',
      '-n=shop',
      '--from-namespace=shop',
      '--pod=shop/web',
      '--to-pod=db',
      '--label=app=web',
      '--ip=10.0.0.0/8',
      '--from-ip=10.11.2.11',
      '--service=shop/',
      '--workload=web',
      '--identity=world',
      '--fqdn=*.example.com',
      '--cluster=prod-eu',
      '-t=drop',
      '--protocol=tcp',
      '--node-name=node-1',
      '--http-status=5+',
      '-4',
      '-A',
      '--unencrypted',
      '--tcp-flags=SYN,ACK',
      '--traffic-direction=INGRESS',
      '--ip-version=x',
      '--interface=',
      '--trace-id=',
      '--drop-reason-desc=POLICY_DENIED',
      '--label=',
      '--cel-expression=_flow.verdict == Verdict.DROPPED',
    );
    const flags = fc.array(fc.tuple(given, fc.boolean()), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(flags, async (list) => {
        const args = list.flatMap(([flag, isNegated]) => (isNegated ? ['--not', flag] : [flag]));
        const line = (() => {
          try {
            return parseLine(args, flowsFlags);
          } catch {
            return undefined;
          }
        })();
        fc.pre(line !== undefined);
        const wanted = await passing(line.filters).catch(() => undefined);
        fc.pre(wanted !== undefined);
        const terms = termsFromFlags(line.givenFilters);
        expect(terms).toHaveLength(line.givenFilters.length);
        expect(await passing(filtersOf(termsOf(terms.join(' '))))).toEqual(wanted);
      }),
      { numRuns: 100 },
    );
  }, 60_000);

  it('know the letters and the switches of the command line', () => {
    const table = Object.entries(filterFlagTable);
    const shorts = table.flatMap(([name, { short }]) => (short === undefined ? [] : [[short, name]]));
    expect(new Map(flagShorts)).toEqual(new Map(shorts.map(([short = '', name = '']) => [short, name])));
    expect(new Set(switchFlags)).toEqual(
      new Set(table.filter(([, flag]) => isValueOptional(flag)).map(([name]) => name)),
    );
  });

  it.each(filterFlagNames)('have a key that means the same as --%s by itself', (flag) => {
    const node = nodeOfFlag(flag, 'x');
    const name = node.kind === 'field' ? keyNamed(node.key)?.name : node.kind;
    expect(name).toBe(node.kind === 'field' ? node.key : 'cel');
  });
});

describe('cells as chips', () => {
  it.each<[BarField, string, boolean, string]>([
    ['source', 'shop/web-1', false, 'from:shop/web-1'],
    ['source', 'shop/web-1:8080', true, '-from:shop/web-1'],
    ['destination', '10.0.0.1:53', false, 'to:10.0.0.1'],
    ['destination', '[fe80::1]:53', false, 'to:fe80::1'],
    ['destination', 'fe80::1', false, 'to:fe80::1'],
    ['destination', 'world', false, 'to:world'],
    ['destination', 'a.example.com,b.example.com', false, 'to:a.example.com,b.example.com'],
    ['source-ip', '192.168.128.30', false, 'from:192.168.128.30'],
    ['destination-ip', '2001:db8::1', true, '-to:2001:db8::1'],
    ['source-namespace', 'shop', false, 'from-ns:shop'],
    ['port', '5432/TCP', false, 'port:5432'],
    ['port', 'TCP/5432', false, 'port:5432'],
    ['port', 'ICMPv4', false, 'icmpv4'],
    ['port', 'ICMPv4 8/0', false, 'icmpv4'],
    ['verdict', 'none (INGRESS AUDITED)', false, 'audited'],
    ['verdict', 'DENIED', true, '-denied'],
    ['node', 'prod-eu/node-1', false, 'node:prod-eu/node-1'],
    ['direction', 'INGRESS', false, 'ingress'],
    ['policy', 'allow web, "quoted"', false, 'policy:"allow web, \\"quoted\\""'],
    ['policy', 'none', true, '-policy:none'],
    ['namespace', 'shop', false, 'ns:shop'],
  ])('%s %s', (field, value, negated, term) => {
    expect(termFor(field, value, negated)).toBe(term);
    expect(barText(termsOf(term))).toBe(term);
  });

  it('keep filters in JSON', () => {
    expect(termFromFilter('denylist', { verdict: [2] })).toBe('denylist:{"verdict":["DROPPED"]}');
  });
});
