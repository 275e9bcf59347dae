// What the screen asks for must select the very flows that lines would show: over the flows recorded for Hubble's own command line.
import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { firstQuestion, hasOwnFilters } from '../../../src/cli/tui/first-question.ts';
import { compileFilters } from '../../../src/filters/compile.ts';
import { messageFromJson } from '../../../src/flow/codec/json.ts';
import type { Flow } from '../../../src/flow/flow.ts';
import type { GetFlowsRequest } from '../../../src/flow/messages.ts';
import { questionFor } from '../../../src/tui/session/question.ts';
import { anInvocation } from './an-invocation.ts';

const recorded = new URL('../../fixtures/conformance/hubble/flows.jsonl', import.meta.url);
const flows = readFileSync(recorded, 'utf8')
  .split('\n')
  .filter(Boolean)
  .flatMap((line): Flow[] => {
    const response = messageFromJson('observer.GetFlowsResponse', line, { discardUnknown: true });
    if (!response.ok) throw new Error(response.message);
    return response.value.flow === undefined ? [] : [response.value.flow];
  });

async function selected(request: GetFlowsRequest): Promise<readonly number[]> {
  const matches = await compileFilters(request);
  return flows.flatMap((flow, index) => (matches(flow) ? [index] : []));
}

async function asked(args: readonly string[]): Promise<GetFlowsRequest> {
  const { request, terms } = firstQuestion(anInvocation(args));
  const question = await questionFor({ terms }, { request, origin: { kind: 'server' }, capacity: 50_000 });
  if (!question.ok) throw new Error(question.fault.message);
  return question.request;
}

describe('the flows on screen are those that lines would show', () => {
  it.each([
    [[]],
    [['--verdict', 'DROPPED']],
    [['--verdict', 'DROPPED', '--verdict', 'AUDIT']],
    [['--port', '53', '--protocol', 'udp']],
    [['--pod', 'shop/web', '--port', '80']],
    [['--pod', 'kube-system/', '--to-port', '53', '--not', '--verdict', 'FORWARDED']],
    [['--from-pod', 'shop/', '--to-pod', 'kube-system/']],
    [['--not', '--pod', 'kube-system/', '--not', '--port', '53']],
    [['--namespace', 'shop']],
    [['--from-namespace', 'shop', '--to-namespace', 'kube-system']],
    [['--namespace', 'shop', '--pod', 'web']],
    [['--pod', 'cart']],
    [['--all-namespaces']],
    [['--ip', '203.0.113.0/24', '--ip', '192.0.2.1']],
    [['--label', 'app=web']],
    [['--from-label', 'reserved:world', '--to-port', '80']],
    [['--identity', 'world']],
    [['--type', 'drop', '--type', 'policy-verdict']],
    [['--protocol', 'tcp', '--tcp-flags', 'SYN,ACK', '--tcp-flags', 'RST']],
    [['--node-name', 'prod-eu/']],
    [['--fqdn', '*.example.com']],
    [['--http-method', 'get', '--http-path', '/orders.*']],
    [['--from-workload', 'Deployment/web']],
    [['-6']],
    [['--traffic-direction', 'egress', '--not', '--to-fqdn', '*.example.org']],
    [['--uuid', 'none', '--drop-reason-desc', 'POLICY_DENIED']],
    [['--allowlist', '{"verdict":["DROPPED"]}']],
    [['--allowlist', '{"verdict":["DROPPED"]}', '--not', '--port', '53']],
    [['--allowlist', '{"verdict":["DROPPED"]}', '--verdict', 'FORWARDED', '--not', '--port', '53']],
    [['--denylist', '{"source_pod":["shop/"]}', '--verdict', 'DROPPED']],
  ])('%j', async (args) => {
    expect(await selected(await asked(args))).toEqual(await selected(anInvocation(args).request));
  });
});

describe('the stretch of flows', () => {
  it.each<[readonly string[], GetFlowsRequest]>([
    [[], {}],
    [['--last', '7'], { number: 7n }],
    [['--follow'], { follow: true }],
    [['--first', '3'], { number: 3n, first: true }],
    [['--all'], { number: 18_446_744_073_709_551_615n }],
    [['--since', '2027-01-01'], { since: { seconds: 1_798_761_600, nanos: 0 } }],
    [
      ['--at', '2027-01-01', '--window', '2m'],
      { since: { seconds: 1_798_761_540, nanos: 0 }, until: { seconds: 1_798_761_660, nanos: 0 } },
    ],
    [['--input-file', 'kern.log'], {}],
    [['demo'], {}],
  ])('of %j', (args, selection) => {
    expect(firstQuestion(anInvocation(args)).request).toEqual(selection);
  });
});

describe('the filter bar', () => {
  it('shows a chip for what the flags say', () => {
    expect(firstQuestion(anInvocation(['--verdict', 'AUDITED', '--not', '--port', '53'])).terms).toHaveLength(2);
  });

  it('has none for an allowlist that adds to the flags, which chips cannot say', () => {
    const { terms, request } = firstQuestion(anInvocation(['--allowlist', '{"uuid":["a"]}', '--port', '53']));
    expect(terms).toEqual([]);
    expect(request.whitelist).toHaveLength(3);
  });
});

it.each<[readonly string[], boolean]>([
  [[], false],
  [['--last', '5'], false],
  [['--not', '--port', '53'], true],
  [['--denylist', '{}'], true],
])('of %j: filters of its own: %j', (args, expected) => {
  expect(hasOwnFilters(anInvocation(args))).toBe(expected);
});

it('takes a denylist of the environment for none of this command line', () => {
  expect(hasOwnFilters(anInvocation([], { environment: { HUBBLE_DENYLIST: '{}' } }))).toBe(false);
});
