import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createFilterBuilder, type BuiltFilters } from '../../src/filters/builder.ts';
import { compileFilters } from '../../src/filters/compile.ts';
import type { FilterFlagName } from '../../src/filters/filter-flags.ts';
import type { Flow } from '../../src/flow/flow.ts';

type Setting = readonly [flag: FilterFlagName, value: string, negated?: boolean];

function build(settings: readonly Setting[]): BuiltFilters {
  const builder = createFilterBuilder();
  for (const [flag, value, negated = false] of settings) {
    const result = builder.set(flag, value, negated);
    if (!result.ok) throw new Error(result.reason);
  }
  return builder.build();
}

describe('build', () => {
  it.each<[string, readonly Setting[], BuiltFilters]>([
    ['nothing', [], { whitelist: [], blacklist: [] }],
    ['a neutral flag once', [['verdict', 'AUDITED']], { whitelist: [{ verdict: [4] }], blacklist: [] }],
    [
      'either ends together at one end',
      [
        ['pod', 'shop/web'],
        ['port', '80'],
      ],
      {
        whitelist: [
          { source_pod: ['shop/web'], source_port: ['80'] },
          { destination_pod: ['shop/web'], destination_port: ['80'] },
        ],
        blacklist: [],
      },
    ],
    [
      'from and to in one filter',
      [
        ['from-ip', '10.0.0.1'],
        ['from-ip', '10.0.0.2'],
        ['to-port', '80'],
      ],
      { whitelist: [{ source_ip: ['10.0.0.1', '10.0.0.2'], destination_port: ['80'] }], blacklist: [] },
    ],
    [
      'negated flags in the other list',
      [
        ['verdict', 'DROPPED'],
        ['pod', 'a/b', true],
        ['type', 'trace:to-stack', true],
      ],
      {
        whitelist: [{ verdict: [2] }],
        blacklist: [
          { source_pod: ['a/b'], event_type: [{ type: 4, match_sub_type: true, sub_type: 3 }] },
          { destination_pod: ['a/b'], event_type: [{ type: 4, match_sub_type: true, sub_type: 3 }] },
        ],
      },
    ],
    [
      'namespaces alone',
      [
        ['namespace', 'shop'],
        ['namespace', 'jobs'],
      ],
      { whitelist: [{ source_pod: ['shop/', 'jobs/'] }, { destination_pod: ['shop/', 'jobs/'] }], blacklist: [] },
    ],
    [
      'namespaces with names',
      [
        ['to-namespace', 'shop'],
        ['to-service', 'web'],
      ],
      { whitelist: [{ destination_service: ['shop/web'] }], blacklist: [] },
    ],
    [
      'all namespaces',
      [['all-namespaces', 'true']],
      { whitelist: [{ source_pod: ['/'] }, { destination_pod: ['/'] }], blacklist: [] },
    ],
    [
      'a namespace at either end with a pod',
      [
        ['pod', 'web'],
        ['namespace', 'shop'],
      ],
      { whitelist: [{ source_pod: ['shop/web'] }, { destination_pod: ['shop/web'] }], blacklist: [] },
    ],
    [
      'CEL beside others',
      [
        ['cel-expression', 'true'],
        ['cel-expression', 'false'],
        ['http-path', '^/a'],
        ['http-url', 'b', true],
      ],
      {
        whitelist: [{ http_path: ['^/a'], experimental: { cel_expression: ['true', 'false'] } }],
        blacklist: [{ http_url: ['b'] }],
      },
    ],
    [
      '64 bits',
      [['ip-trace-id', '18446744073709551615']],
      { whitelist: [{ ip_trace_id: [2n ** 64n - 1n] }], blacklist: [] },
    ],
  ])('%s', (_name, settings, expected) => {
    expect(build(settings)).toEqual(expected);
  });

  it('may be built again after more flags', () => {
    const builder = createFilterBuilder();
    builder.set('namespace', 'shop', false);
    expect(builder.build().whitelist).toEqual([{ source_pod: ['shop/'] }, { destination_pod: ['shop/'] }]);
    builder.set('pod', 'web', false);
    expect(builder.build().whitelist).toEqual([{ source_pod: ['shop/web'] }, { destination_pod: ['shop/web'] }]);
  });
});

describe('conflicts', () => {
  it.each<[readonly Setting[], string]>([
    [
      [
        ['pod', 'a/b'],
        ['from-pod', 'c/d'],
      ],
      'filters --from-pod and --pod cannot be combined',
    ],
    [
      [
        ['from-port', '1'],
        ['port', '1'],
      ],
      'filters --port and --from-port cannot be combined',
    ],
    [
      [
        ['encrypted', 'true'],
        ['unencrypted', 'true'],
      ],
      'filters --encrypted and --unencrypted cannot be combined',
    ],
    [
      [
        ['namespace', 'bank'],
        ['pod', 'etl/x'],
      ],
      'namespace conflict: "bank" does not contain "etl/x"',
    ],
    [
      [
        ['from-pod', 'a/p'],
        ['from-service', 'b/s'],
      ],
      'namespace of service "b/s" conflict with pod "a"',
    ],
    [
      [
        ['to-pod', 'a/p'],
        ['to-service', 's'],
      ],
      'namespace of service "s" conflict with pod "a"',
    ],
    [
      [
        ['pod', 'a/p'],
        ['service', 'a/s'],
        ['namespace', 'b'],
      ],
      'namespace conflict: "b" does not contain "a/p"\nnamespace conflict: "b" does not contain "a/s"',
    ],
    [[['drop-reason-desc', '']], 'empty --drop-reason-desc value'],
    [
      [['type', '4:to-endpoint']],
      'unable to parse event sub-type \'to-endpoint\', not a known sub-type name and unable to parse as numeric value: strconv.ParseUint: parsing "to-endpoint": invalid syntax',
    ],
    [[['identity', 'unknown']], 'invalid security identity, expected one of [host '],
    [[['verdict', 'NOPE']], 'invalid --verdict value: NOPE'],
    [
      [['type', 'trace:bogus']],
      'unable to parse event sub-type \'bogus\', not a known sub-type name and unable to parse as numeric value: strconv.ParseUint: parsing "bogus": invalid syntax',
    ],
    [[['ip-trace-id', '0']], 'invalid --ip-trace-id value; must be greater than 0'],
    [[['tcp-flags', 'SYN,FOO']], 'unknown tcp flag: FOO'],
    [[['http-header', 'x']], 'invalid http-header value "x", expected name:value'],
    [[['traffic-direction', 'Sideways']], 'sideways: invalid traffic direction, expected ingress or egress'],
  ])('%j', (settings, reason) => {
    expect(() => build(settings)).toThrow(reason);
  });

  it('are looked for in each list by itself', () => {
    expect(() =>
      build([
        ['pod', 'a/b'],
        ['from-pod', 'c/d', true],
      ]),
    ).not.toThrow();
  });
});

// A second reading of the algebra, flag by flag and end by end, without FlowFilters in between.
type End = 'source' | 'destination';
const ends: readonly End[] = ['source', 'destination'];
const portOf = (flow: Flow, end: End) => flow.l4?.TCP?.[`${end}_port`];

const meaning: Readonly<Record<string, (flow: Flow, value: string, end: End) => boolean>> = {
  verdict: (flow, value) => ({ FORWARDED: 1, DROPPED: 2, AUDITED: 4 })[value] === flow.verdict,
  protocol: (flow, value) => (value === 'tcp' ? flow.l4?.TCP !== undefined : flow.l4?.UDP !== undefined),
  ip: (flow, value, end) => flow.IP?.[end] === value,
  'to-ip': (flow, value) => flow.IP?.destination === value,
  port: (flow, value, end) => portOf(flow, end) === Number(value),
  'from-port': (flow, value) => portOf(flow, 'source') === Number(value),
  'traffic-direction': (flow, value) => ({ ingress: 1, egress: 2 })[value] === flow.traffic_direction,
  'http-path': (flow, value) => flow.l7?.http?.url !== undefined && pathname(flow.l7.http.url).includes(value),
  'http-url': (flow, value) => flow.l7?.http?.url?.includes(value) === true,
  'cel-expression': (flow, value) => expressions[value]?.(flow) === true,
};

const pathname = (url: string) => new URL(url).pathname;

// CEL beside the same in our own words.
const expressions: Readonly<Record<string, (flow: Flow) => boolean>> = {
  '_flow.verdict in [Verdict.DROPPED, Verdict.AUDIT]': ({ verdict }) => verdict === 2 || verdict === 4,
  "_flow.IP.source == '10.0.0.1' && _flow.l4.TCP.destination_port == 80u": ({ IP, l4 }) =>
    IP?.source === '10.0.0.1' && l4?.TCP?.destination_port === 80,
  'has(_flow.l7) && _flow.traffic_direction != TrafficDirection.EGRESS': (flow) =>
    flow.l7 !== undefined && flow.traffic_direction !== 2,
};

function holds(flow: Flow, settings: readonly Setting[], end: End): boolean {
  const names = [...new Set(settings.map(([name]) => name))];
  return names.every((name) =>
    settings.some(([other, value]) => other === name && meaning[name]?.(flow, value, end) === true),
  );
}

function naive(flow: Flow, settings: readonly Setting[]): boolean {
  const allow = settings.filter(([, , negated]) => negated !== true);
  const deny = settings.filter(([, , negated]) => negated === true);
  const allowed = allow.length === 0 || ends.some((end) => holds(flow, allow, end));
  return allowed && !(deny.length > 0 && ends.some((end) => holds(flow, deny, end)));
}

const settingArbitrary = fc.oneof(
  fc.tuple(fc.constant<FilterFlagName>('verdict'), fc.constantFrom('FORWARDED', 'DROPPED', 'AUDITED'), fc.boolean()),
  fc.tuple(fc.constant<FilterFlagName>('protocol'), fc.constantFrom('tcp', 'udp'), fc.boolean()),
  fc.tuple(fc.constantFrom<FilterFlagName>('ip', 'to-ip'), fc.constantFrom('10.0.0.1', '10.0.0.2'), fc.boolean()),
  fc.tuple(fc.constantFrom<FilterFlagName>('port', 'from-port'), fc.constantFrom('80', '443'), fc.boolean()),
  fc.tuple(fc.constant<FilterFlagName>('traffic-direction'), fc.constantFrom('ingress', 'egress'), fc.boolean()),
  fc.tuple(fc.constantFrom<FilterFlagName>('http-path', 'http-url'), fc.constantFrom('/a', 'b', 'q'), fc.boolean()),
  fc.tuple(fc.constant<FilterFlagName>('cel-expression'), fc.constantFrom(...Object.keys(expressions)), fc.boolean()),
);

const address = fc.constantFrom('10.0.0.1', '10.0.0.2', '10.0.0.3');
const port = fc.constantFrom(80, 443, 1);
const ports = fc.record({ source_port: port, destination_port: port });
const flowArbitrary: fc.Arbitrary<Flow> = fc
  .record({
    verdict: fc.constantFrom(1, 2, 4),
    traffic_direction: fc.constantFrom(0, 1, 2),
    IP: fc.record({ source: address, destination: address }),
    l4: ports.map((TCP) => ({ TCP })),
  })
  .chain((flow) =>
    fc
      .option(fc.constantFrom('http://b.example/a', 'http://c.example/b?q=1', 'http://c.example/'), { nil: undefined })
      .map((url): Flow => (url === undefined ? flow : { ...flow, l7: { http: { url } } })),
  );

describe('compiled filters', () => {
  it('say what the flags say', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(settingArbitrary, { maxLength: 6 }),
        fc.array(flowArbitrary, { minLength: 1, maxLength: 8 }),
        async (settings, flows) => {
          const builder = createFilterBuilder();
          // Flags that cannot be combined are refused; what was refused is no part of the question.
          for (const [flag, value, negated] of settings) fc.pre(builder.set(flag, value, negated).ok);
          const compiled = await compileFilters(builder.build());
          expect(flows.map((flow) => compiled(flow))).toEqual(flows.map((flow) => naive(flow, settings)));
        },
      ),
      { numRuns: 500 },
    );
  });
});
