import { array, assert, asyncProperty, constantFrom, record, subarray } from 'fast-check';
import { describe, expect, test } from 'vitest';

import { compileFilters } from '../../../src/filters/compile.ts';
import type { FlowFilter } from '../../../src/flow/flow-filter.ts';
import type { Flow } from '../../../src/flow/flow.ts';
import { combineFilters } from '../../../src/tui/session/combined-filters.ts';

const samples: readonly FlowFilter[] = [
  { verdict: [2] },
  { verdict: [2, 4] },
  { source_pod: ['shop/'] },
  { source_pod: ['shop/w', 'dns/'], reply: [false] },
  { destination_pod: ['shop/web'], verdict: [1] },
  { experimental: { cel_expression: ['_flow.verdict == 4', '_flow.verdict == 1'] } },
  { event_type: [{ type: 5 }] },
  { http_method: ['GET'] },
  { reply: [true] },
  { verdict: [] },
];

const endpoints = [
  { namespace: 'shop', pod_name: 'web-1' },
  { namespace: 'shop', pod_name: 'db-0' },
  { namespace: 'dns' },
];

const flows = record({
  verdict: constantFrom(1, 2, 4),
  source: constantFrom(...endpoints),
  destination: constantFrom(...endpoints),
  event_type: constantFrom({ type: 5 }, { type: 129 }),
  l7: constantFrom({ http: { method: 'GET' } }, { http: { method: 'PUT' } }),
  is_reply: constantFrom(true, false),
});

const someFilters = subarray([...samples], { maxLength: 3 });

/** Returns what passes the filters of two, each by itself, and what passes those of one request. */
async function passing(
  base: readonly FlowFilter[],
  bar: readonly FlowFilter[],
  [barDenies, ...baseDenies]: readonly FlowFilter[],
  seen: readonly Flow[],
) {
  const ofBase = { whitelist: base, blacklist: baseDenies };
  const ofBar = { whitelist: bar, blacklist: barDenies === undefined ? [] : [barDenies] };
  const each = [await compileFilters(ofBase), await compileFilters(ofBar)];
  const both = await compileFilters((await combineFilters(ofBase, ofBar))!);
  return {
    apart: seen.map((flow) => each.every((matches) => matches(flow))),
    together: seen.map((flow) => both(flow)),
  };
}

test('of both command line and bar pass exactly the flows that pass each', async () => {
  await assert(
    asyncProperty(
      someFilters,
      someFilters,
      someFilters,
      array(flows, { minLength: 10 }),
      async (base, bar, denied, seen) => {
        const { apart, together } = await passing(base, bar, denied, seen);
        expect(together).toEqual(apart);
      },
    ),
    { numRuns: 200 },
  );
});

const ports = (count: number) => Array.from({ length: count }, (_, port) => ({ destination_port: [`${port + 1}`] }));
const paths = (name: string) => Array.from({ length: 6 }, (_, index) => ({ http_path: [`/${name}/${index}`] }));

describe('what is sent', () => {
  test('stays as small as it was where one side has no filter', async () => {
    const filters = { whitelist: [{ verdict: [2] }], blacklist: [{ reply: [true] }] };
    expect(await combineFilters({}, filters)).toEqual(filters);
    expect(await combineFilters(filters, { whitelist: [], blacklist: [] })).toEqual(filters);
  });

  test('are merged filters where the fields differ, or the values do not', async () => {
    const base = {
      whitelist: [
        { source_pod: ['shop/'], verdict: [2] },
        { destination_pod: ['shop/'], verdict: [2] },
      ],
    };
    const bar = { whitelist: [{ verdict: [2], protocol: ['tcp'] }], blacklist: [] };
    expect((await combineFilters(base, bar))?.whitelist).toEqual([
      { source_pod: ['shop/'], verdict: [2], protocol: ['tcp'] },
      { destination_pod: ['shop/'], verdict: [2], protocol: ['tcp'] },
    ]);
  });

  test('is one expression for a side that would make them many', async () => {
    const verdicts = { whitelist: [{ verdict: [4] }, { verdict: [2] }], blacklist: [] };
    const small = await combineFilters({ whitelist: ports(16) }, verdicts);
    const large = await combineFilters({ whitelist: ports(17) }, verdicts);
    const largest = await combineFilters({ whitelist: ports(40) }, verdicts);
    expect([small, large, largest].map((filters) => filters?.whitelist.length)).toEqual([32, 17, 2]);
  });

  test('is nothing where neither side can be an expression', async () => {
    const bar = { whitelist: paths('b'), blacklist: [] };
    expect(await combineFilters({ whitelist: paths('a') }, bar)).toBeUndefined();
  });
});
