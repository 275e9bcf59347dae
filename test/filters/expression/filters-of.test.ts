import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { barFilters, checkBar } from '../../../src/filters/expression/filters-of.ts';
import type { Flow } from '../../../src/flow/flow.ts';
import { filtersOf, passing, passingBar, someFlows, termsOf } from './bar-fixtures.ts';

type Test = (flow: Flow) => boolean;

const ports = ({ l4 }: Flow): readonly (number | undefined)[] => {
  const transport = l4?.TCP ?? l4?.UDP ?? l4?.SCTP;
  return [transport?.source_port, transport?.destination_port];
};
const namespaces = ({ source, destination }: Flow): readonly (string | undefined)[] => [
  source?.namespace,
  destination?.namespace,
];

// What each term means, in words of its own.
const meanings: readonly (readonly [string, Test])[] = [
  ['audited', ({ verdict }) => verdict === 4],
  ['denied', ({ verdict }) => verdict === 2],
  ['allowed', ({ verdict }) => verdict === 1 || verdict === 5],
  ['tcp', ({ l4 }) => l4?.TCP !== undefined],
  ['dns', ({ l7 }) => l7?.dns !== undefined],
  ['egress', ({ traffic_direction: direction }) => direction === 2],
  ['port:53', (flow) => ports(flow).includes(53)],
  ['port:80,8080', (flow) => ports(flow).includes(80) || ports(flow).includes(8080)],
  ['to::6443', (flow) => ports(flow)[1] === 6443],
  ['ns:shop', (flow) => namespaces(flow).includes('shop')],
  ['from:shop/', (flow) => namespaces(flow)[0] === 'shop'],
  [
    'to:shop',
    ({ destination }) => destination?.namespace === 'shop' || destination?.pod_name?.startsWith('shop') === true,
  ],
  ['from:10.11.0.0/16', ({ IP }) => IP?.source?.startsWith('10.11.') === true],
  ['to:world', ({ destination }) => destination?.identity === 2],
  [
    'workload:shop/web',
    ({ source, destination }) =>
      [source, destination].some(
        (end) => end?.namespace === 'shop' && end.workloads?.some(({ name }) => name === 'web') === true,
      ),
  ],
  [
    'policy:none',
    (flow) =>
      [flow.ingress_allowed_by, flow.ingress_denied_by, flow.egress_allowed_by, flow.egress_denied_by].every(
        (list) => (list ?? []).length === 0,
      ),
  ],
  ['"kube-SYSTEM"', (flow) => namespaces(flow).includes('kube-system')],
];

interface Meant {
  readonly text: string;
  readonly test: Test;
}

const atom = fc.constantFrom(...meanings).map(([text, test]): Meant => ({ text, test }));

function joined(parts: readonly Meant[], word: 'and' | 'or'): Meant {
  return {
    text: `(${parts.map(({ text }) => text).join(` ${word} `)})`,
    test: (flow) => (word === 'and' ? parts.every(({ test }) => test(flow)) : parts.some(({ test }) => test(flow))),
  };
}

const { term } = fc.letrec<{ term: Meant }>((tie) => ({
  term: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    atom,
    fc
      .tuple(tie('term'), fc.constantFrom('-', '!', 'not '))
      .map(([{ text, test }, sign]) => ({ text: `${sign}(${text})`, test: (flow: Flow) => !test(flow) })),
    fc
      .tuple(fc.array(tie('term'), { minLength: 1, maxLength: 4 }), fc.constantFrom('and' as const, 'or' as const))
      .map(([parts, word]) => joined(parts, word)),
  ),
}));

describe('the filters of a bar', () => {
  it.each(meanings)('%s means what it says', async (text, test) => {
    const wanted = [...someFlows.keys()].filter((index) => test(someFlows[index] ?? {}));
    expect(await passingBar(text)).toEqual(wanted);
  });

  it('are those of the words, however they are joined', async () => {
    await fc.assert(
      fc.asyncProperty(term, async ({ text, test }) => {
        expect(await passingBar(text)).toEqual([...someFlows.keys()].filter((index) => test(someFlows[index] ?? {})));
      }),
      { numRuns: 100 },
    );
  }, 60_000);

  it.each([
    ['repeats of a key', 'port:53 port:80', 'port:53,80'],
    ['a flag beside its word', 'audited --verdict DROPPED', 'verdict:audited,denied'],
    ['keys in any order', 'ns:shop port:80', 'port:80 ns:shop'],
    ['words of one key', 'tcp udp', 'proto:tcp,udp'],
    ['a port of an end beside its name', 'from:shop/ from::8080', 'from-ns:shop from-port:8080'],
    ['negated terms', '-dns -port:53', '-(dns or port:53)'],
  ])('%s: %s is %s', async (_name, one, other) => {
    expect(await passingBar(one)).toEqual(await passingBar(other));
  });

  it('of flags are those of the command line, which ask for both at one end', () => {
    expect(filtersOf(termsOf('--pod shop/web --port 80 --not --port 53 --not -t drop'))).toEqual({
      whitelist: [
        { source_pod: ['shop/web'], source_port: ['80'] },
        { destination_pod: ['shop/web'], destination_port: ['80'] },
      ],
      blacklist: [
        { source_port: ['53'], event_type: [{ type: 1 }] },
        { destination_port: ['53'], event_type: [{ type: 1 }] },
      ],
    });
  });

  it('of words ask for each at any end, and leave each negated term out by itself', () => {
    expect(filtersOf(termsOf('ns:shop port:80 -dns -denied'))).toEqual({
      whitelist: [
        { source_pod: ['shop/'], source_port: ['80'] },
        { source_pod: ['shop/'], destination_port: ['80'] },
        { destination_pod: ['shop/'], source_port: ['80'] },
        { destination_pod: ['shop/'], destination_port: ['80'] },
      ],
      blacklist: [{ protocol: ['dns'] }, { verdict: [2] }],
    });
  });

  it('need no CEL to leave out what CEL cannot say', () => {
    expect(filtersOf(termsOf('-http.path:^/health'))).toEqual({
      whitelist: [],
      blacklist: [{ http_path: ['^/health'] }],
    });
    expect(filtersOf(termsOf('(-http.path:^/health or -dns)')).blacklist).toEqual([
      { http_path: ['^/health'], protocol: ['dns'] },
    ]);
  });

  it('keep to a request of few filters by saying the rest as CEL', async () => {
    const text = [
      'ns:shop',
      'port:80,8080',
      'ip:10.0.0.0/8',
      'label:app',
      'workload:Deployment/',
      'cluster:prod-eu,default',
    ].join(' ');
    const filters = filtersOf(termsOf(text));
    expect(filters.whitelist.length).toBeLessThanOrEqual(32);
    const nested = `${text.replaceAll(' ', ') and (').replace(/^/, '(')})`;
    expect(await passing(filters)).toEqual(await passingBar(nested));
  });

  it('tell which term a server cannot be asked for', () => {
    expect(barFilters(termsOf('audited (http.path:/a or -http.url:/b or -http.path:/c)'))).toMatchObject({
      ok: false,
      term: 1,
    });
  });

  it('are no filters for an empty bar', () => {
    expect(filtersOf([])).toEqual({ whitelist: [], blacklist: [] });
  });
});

describe('checking a bar', () => {
  it.each([
    ['http.path:(', 'invalid http path filter'],
    ['-dns:(', 'invalid DNS query filter'],
    ['cel:_flow.nothing', "undefined field 'nothing'"],
    ['cel:"true) || (true"', 'Syntax error'],
    ['node:a/b/c', 'too many slashes in pattern'],
    ['http.status:9', 'invalid status code prefix'],
    ['--label ==', 'invalid source label filter'],
  ])('%s', async (text, message) => {
    const fault = await checkBar(termsOf(text));
    expect(fault?.message).toContain(message);
    expect(fault?.message).not.toContain('\n');
  });

  it('finds nothing wrong with what can be asked', async () => {
    expect(await checkBar(termsOf('audited (from:a or policy:*b*) -http.path:/x'))).toBeUndefined();
  });
});
