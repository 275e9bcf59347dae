import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { barReference } from '../../../src/filters/expression/reference.ts';
import { barCel, barFlags, barText } from '../../../src/filters/expression/forms.ts';
import { readBar } from '../../../src/filters/expression/reading.ts';
import { argumentFilters, filtersOf, passing, someFlows, termsOf } from './bar-fixtures.ts';

// Values that some of the flows have.
const atoms = [
  'audited',
  'denied',
  'allowed',
  'error',
  'verdict:audited,dropped',
  'ingress',
  'egress',
  'tcp',
  'udp',
  'icmp',
  'icmpv6',
  'sctp',
  'dns',
  'http',
  'kafka',
  'reply',
  'reply:no',
  'encrypted',
  'unencrypted',
  'ipv4',
  'ipv:none',
  'world',
  'from:shop/',
  'from:shop',
  'to:kube-system/',
  'from:10.0.0.0/8',
  'to:10.11.2.0/23',
  'from:2001:db8::/32',
  'ip:2001:db8:ffff:1::/64',
  'ip:fe80::/10',
  'ip:10.11.0.10',
  'to::53',
  'from:8080',
  'port:53,80,6443',
  'port:0',
  'to:*.example.com',
  'fqdn:api.example.com',
  'from:world',
  'to:app=web',
  'ns:shop,default',
  'from-ns:jobs',
  'ns:*',
  'pod:web',
  'pod:shop/web',
  'pod:kube-system/db-1',
  'workload:Deployment/web',
  'workload:db',
  'workload:shop/web',
  'workload:StatefulSet/',
  'svc:db-svc',
  'svc:shop/web',
  'label:app=web',
  'label:k8s:tier=back',
  'label:"tier in (back,front)"',
  'label:!app',
  'label:app!=web',
  'label:app',
  'label:reserved:world',
  'from-label:app=db,tier=back',
  'identity:4855,world',
  'identity:0',
  'cluster:prod-eu',
  'node:node-1',
  'node:default/*',
  'node:*/node-2',
  'node-label:zone',
  'policy:none',
  'policy:*allow*',
  'policy:shop/db-allow-backend',
  'reason:POLICY_DENIED,NAT_NOT_NEEDED',
  'type:drop',
  'type:trace:to-endpoint',
  'type:5',
  'type:l7',
  'flags:SYN',
  'flags:SYN+ACK,RST',
  'uuid:x',
  'iface:eth0',
  'snat-ip:10.0.0.0/8',
  'trace-id:t',
  'ip-trace-id:9007199254740993',
  'dns:example',
  'http.status:5+',
  'http.status:404',
  'http.method:get',
  'http.url:shop',
  'http.header:X-Id:1',
  'web',
  'kube',
  '10.11',
  '-f wb',
  '"s3_eu"',
  'cel:"_flow.Type == FlowType.L7"',
  'allowlist:{"source_port":["53"],"verdict":["DROPPED"]}',
  'denylist:{"protocol":["tcp"]}',
];

const atom = fc.constantFrom(...atoms);
const term = fc.letrec<{ term: string }>((tie) => ({
  term: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    atom,
    tie('term').map((text) => `not ${text}`),
    fc.array(tie('term'), { minLength: 1, maxLength: 3 }).map((texts) => `(${texts.join(' or ')})`),
    fc.array(tie('term'), { minLength: 1, maxLength: 3 }).map((texts) => `(${texts.join(' and ')})`),
    fc.array(tie('term'), { minLength: 1, maxLength: 3 }).map((texts) => `(${texts.join(' ')})`),
  ),
})).term;
const flag = fc.constantFrom(
  '--verdict AUDITED',
  '--not --verdict DROPPED',
  '--port 53',
  '--not --port=80',
  '-n shop',
  '-t drop',
  '--type trace',
  '-4',
  '--not -t drop',
  '--protocol tcp',
  '--label app=web',
  '--not --label app=db',
  '--http-method GET',
  '--node-name node-1',
);
const bar = fc
  .tuple(fc.array(term, { maxLength: 4 }), fc.array(flag, { maxLength: 3 }))
  .map(([terms, flags]) => [...flags, ...terms].join(' '));

describe('the forms of a bar', () => {
  it('select the same flows, as filters, as arguments of observe and as CEL', async () => {
    await fc.assert(
      fc.asyncProperty(bar, async (text) => {
        const terms = termsOf(text);
        const wanted = await passing(filtersOf(terms));
        expect(await passing(argumentFilters(barFlags(terms))), 'arguments').toEqual(wanted);
        const cel = { whitelist: [{ experimental: { cel_expression: [barCel(terms)] } }] };
        expect(await passing(cel), 'CEL').toEqual(wanted);
      }),
      { numRuns: 100 },
    );
  }, 120_000);

  it.each(atoms)('%s selects the same flows in every form', async (text) => {
    const terms = termsOf(text);
    const wanted = await passing(filtersOf(terms));
    expect(await passing(argumentFilters(barFlags(terms)))).toEqual(wanted);
    expect(await passing({ whitelist: [{ experimental: { cel_expression: [barCel(terms)] } }] })).toEqual(wanted);
    const left = await passing(filtersOf(termsOf(`not ${text}`)));
    expect([...wanted, ...left].toSorted((a, b) => a - b)).toEqual([...someFlows.keys()]);
  });

  it('gives the terms again when its text is read', () => {
    fc.assert(
      fc.property(bar, (text) => {
        const terms = termsOf(text);
        expect(termsOf(barText(terms))).toEqual(terms);
      }),
    );
  });

  it.each(barReference().map(({ example }) => example))('gives the term of the reference again: %s', (example) => {
    const terms = termsOf(example);
    expect(readBar(barText(terms))).toEqual({ ok: true, terms });
  });
});
