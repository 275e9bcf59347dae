/** Flows, bars and the ways to apply one to the other. */

import { parseLine } from '../../../src/cli/flags/parse.ts';
import { flowsFlags } from '../../../src/cli/flags/observe-flags.ts';
import { parseRawFilters } from '../../../src/cli/flags/raw-filters.ts';
import type { BuiltFilters } from '../../../src/filters/builder.ts';
import { compileFilters } from '../../../src/filters/compile.ts';
import { barFilters } from '../../../src/filters/expression/filters-of.ts';
import { readBar, type BarTerm } from '../../../src/filters/expression/reading.ts';
import { messageFromJson } from '../../../src/flow/codec/json.ts';
import type { Flow } from '../../../src/flow/flow.ts';
import { corpusText, linesOf } from '../../flow/codec/conformance-corpus.ts';
import { aFlow } from '../../output/a-flow.ts';

function recordedFlow(line: string): Flow | undefined {
  const read = messageFromJson('observer.GetFlowsResponse', line);
  return read.ok ? read.value.flow : undefined;
}

/** Flows recorded from Hubble, and some of what they lack. */
export const someFlows: readonly Flow[] = [
  ...linesOf(corpusText('flows.jsonl'))
    .map(recordedFlow)
    .filter((flow) => flow !== undefined),
  aFlow(),
  aFlow({ IP: { source: 'fe80::1', destination: '2001:db8:0:1::53', ipVersion: 2 }, traffic_direction: 2 }),
  aFlow({ l4: { UDP: { source_port: 40000, destination_port: 53 } }, l7: { dns: { query: 'db.shop.svc.' }, type: 1 } }),
  aFlow({
    verdict: 2,
    drop_reason_desc: 133,
    source: { namespace: 'shop', pod_name: 'web-1', identity: 1234, labels: ['k8s:app=web', 'container:app=other'] },
    destination: { namespace: 'shop', pod_name: 'db-0', workloads: [{ name: 'db', kind: 'StatefulSet' }] },
    ingress_denied_by: [{ name: 'db-allow-backend', namespace: 'shop', kind: 'NetworkPolicy' }],
  }),
  {},
];

/** Returns the terms of a bar; throws when it cannot be read. */
export function termsOf(text: string): readonly BarTerm[] {
  const read = readBar(text);
  if (!read.ok) throw new Error(`${text}: ${read.message} (${read.from}-${read.to})`);
  return read.terms;
}

/** Returns the filters of terms; throws when a request cannot say them. */
export function filtersOf(terms: readonly BarTerm[]): BuiltFilters {
  const built = barFilters(terms);
  if (!built.ok) throw new Error(built.message);
  return built.filters;
}

/** Returns the filters `observe` builds from arguments. */
export function argumentFilters(args: readonly string[]): BuiltFilters {
  const { filters, given } = parseLine(args, flowsFlags);
  const raw = (name: 'allowlist' | 'denylist') => {
    const texts = given.get(name);
    return parseRawFilters(name, Array.isArray(texts) ? texts.map(String) : []);
  };
  return {
    whitelist: [...filters.whitelist, ...raw('allowlist')],
    blacklist: [...filters.blacklist, ...raw('denylist')],
  };
}

/** Returns which of `flows` pass, as indexes. */
export async function passing(filters: Partial<BuiltFilters>, flows: readonly Flow[] = someFlows): Promise<number[]> {
  const passes = await compileFilters(filters);
  return flows.flatMap((flow, index) => (passes(flow) ? [index] : []));
}

/** Returns which of `someFlows` pass a bar. */
export async function passingBar(text: string): Promise<number[]> {
  return await passing(filtersOf(termsOf(text)));
}
