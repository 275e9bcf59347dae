import { describe, expect, it } from 'vitest';

import { compileFilters } from '../../src/filters/compile.ts';
import type { FlowFilter } from '../../src/flow/flow-filter.ts';
import type { Flow } from '../../src/flow/flow.ts';

const flow: Flow = {
  uuid: 'u-1',
  verdict: 2,
  drop_reason_desc: 133,
  IP: { source: '10.0.0.1', destination: 'fd00::2', source_xlated: '192.0.2.1', ipVersion: 1, encrypted: true },
  l4: { TCP: { source_port: 40000, destination_port: 443, flags: { SYN: true, ECE: true } } },
  source: { identity: 2, cluster_name: 'prod', labels: ['reserved:world'] },
  destination: {
    identity: 4711,
    namespace: 'shop',
    pod_name: 'web-1',
    labels: ['k8s:app=web'],
    workloads: [{ name: 'web', kind: 'Deployment' }],
  },
  source_names: ['api.example.com'],
  destination_service: { namespace: 'shop', name: 'web-svc' },
  node_name: 'node-1',
  node_labels: ['zone=a'],
  event_type: { type: 5 },
  traffic_direction: 1,
  interface: { index: 3, name: 'cali1' },
  trace_context: { parent: { trace_id: 't-1' } },
  ip_trace_id: { trace_id: 2n ** 64n - 1n },
};

const http: Flow = {
  event_type: { type: 129 },
  l7: {
    http: {
      code: 404,
      method: 'GET',
      url: 'http://example.org:8080/shop/a%20b?q=1',
      headers: [{ key: 'Empty' }, { key: 'X-Id', value: '1' }],
    },
  },
};

async function matches(filter: FlowFilter, subject: Flow | undefined = flow): Promise<boolean> {
  return (await compileFilters({ whitelist: [filter] }))(subject);
}

describe('fields', () => {
  it.each<[FlowFilter, FlowFilter]>([
    [{ uuid: ['x', 'u-1'] }, { uuid: ['x'] }],
    [{ verdict: [1, 2] }, { verdict: [4] }],
    [{ drop_reason_desc: [133] }, { drop_reason_desc: [0] }],
    [{ event_type: [{ type: 5 }] }, { event_type: [{ type: 5, match_sub_type: true, sub_type: 1 }] }],
    [{ event_type: [{ type: 0 }] }, { event_type: [{ type: 1 }] }],
    [{ event_type: [{ match_sub_type: true }] }, { event_type: [{ match_sub_type: true, sub_type: 3 }] }],
    [{ encrypted: [true] }, { encrypted: [false] }],
    [{ source_identity: [1, 2] }, { source_identity: [0] }],
    [{ destination_identity: [4711] }, { destination_identity: [2] }],
    [{ protocol: ['udp', 'TCP'] }, { protocol: ['icmp', 'http'] }],
    [{ source_ip: ['10.0.0.0/8'] }, { source_ip: ['11.0.0.0/8', '10.0.0.2'] }],
    [{ destination_ip: ['fd00::2'] }, { destination_ip: ['fd00::'] }],
    [{ source_ip_xlated: ['192.0.2.0/24'] }, { source_ip_xlated: ['10.0.0.1'] }],
    [{ destination_pod: ['shop/we'] }, { destination_pod: ['web-1'] }],
    [{ destination_pod: ['/web'] }, { source_pod: ['/'] }],
    [{ destination_service: ['shop/'] }, { source_service: ['shop/'] }],
    [{ destination_workload: [{ kind: 'Deployment' }] }, { destination_workload: [{ name: 'we' }] }],
    [{ destination_workload: [{ name: 'web' }] }, { source_workload: [{ name: 'web' }] }],
    [{ source_fqdn: ['*.example.com'] }, { destination_fqdn: ['*.example.com'] }],
    [{ destination_label: ['app=web'] }, { destination_label: ['app=db'] }],
    [{ source_label: ['reserved:world'] }, { source_label: ['k8s:world'] }],
    [{ source_port: ['40000'] }, { source_port: ['443'] }],
    [{ destination_port: ['80', '443'] }, { destination_port: ['40000'] }],
    [{ tcp_flags: [{ SYN: true }] }, { tcp_flags: [{ SYN: true, ACK: true }] }],
    [{ node_name: ['default/node-1'] }, { node_name: ['prod/node-1'] }],
    [{ node_labels: ['zone in (a,b)'] }, { node_labels: ['!zone'] }],
    [{ source_cluster_name: ['prod'] }, { source_cluster_name: ['prod-*'] }],
    [{ ip_version: [1] }, { ip_version: [0, 2] }],
    [{ trace_id: ['t-1'] }, { trace_id: [''] }],
    [{ traffic_direction: [1] }, { traffic_direction: [2] }],
    [{ interface: [{ name: 'cali1' }] }, { interface: [{ name: 'eth0' }] }],
    [{ interface: [{ index: 3 }] }, { interface: [{ index: 4, name: 'cali1' }] }],
    [{ interface: [{}] }, { interface: [{ name: 'cali' }] }],
    [{ reply: [false] }, { reply: [true] }],
  ])('%j matches, %j does not', async (yes, no) => {
    expect(await matches(yes)).toBe(true);
    expect(await matches(no)).toBe(false);
  });

  it.each<[FlowFilter, FlowFilter]>([
    [{ http_status_code: ['404'] }, { http_status_code: ['200'] }],
    [{ http_status_code: ['4+'] }, { http_status_code: ['41+'] }],
    [{ http_method: ['get'] }, { http_method: ['put'] }],
    [{ http_header: [{ key: 'Empty' }] }, { http_header: [{ key: 'X-ID', value: '1' }] }],
    [{ http_method: ['GET'], event_type: [{ type: 1 }, { type: 129 }] }, { protocol: ['kafka'] }],
    [{ protocol: ['http'] }, { protocol: ['dns'] }],
    [{ http_path: ['^/shop/a b$'] }, { http_path: ['%20'] }],
    [{ http_path: ['nothing', 'sh.p'] }, { http_path: ['example', 'q=1'] }],
    [{ http_url: [String.raw`example\.org:8080/`, 'x'] }, { http_url: ['^/shop'] }],
    [{ http_url: ['(?i)^HTTP'] }, { http_url: ['^HTTP'] }],
    [{ http_method: ['GET', ''] }, { http_method: [''] }],
    [
      { experimental: { cel_expression: ["_flow.l7.http.headers.exists(h, h.key == 'X-Id')"] } },
      { experimental: { cel_expression: ['_flow.l7.http.code < 400u'] } },
    ],
    [
      { http_path: ['shop'], experimental: { cel_expression: ['true'] } },
      { http_path: ['shop'], experimental: { cel_expression: ['false'] } },
    ],
  ])('%j matches HTTP, %j does not', async (yes, no) => {
    expect(await matches(yes, http)).toBe(true);
    expect(await matches(no, http)).toBe(false);
  });

  it.each<[FlowFilter, string]>([
    [{ protocol: ['quic'] }, 'invalid protocol filter: unknown protocol: "quic"'],
    [{ protocol: ['constructor'] }, 'invalid protocol filter: unknown protocol: "constructor"'],
    [
      { source_port: ['99999'] },
      'invalid source port filter: invalid port "99999": strconv.ParseUint: parsing "99999": value out of range',
    ],
    [
      { destination_port: ['80-90'] },
      'invalid destination port filter: invalid port "80-90": strconv.ParseUint: parsing "80-90": invalid syntax',
    ],
    [{ source_cluster_name: [''] }, 'invalid filter, name must not be empty'],
    [{ destination_pod: [''] }, 'invalid filter, name must not be empty'],
    [{ node_name: [''] }, 'empty pattern'],
    [{ http_status_code: ['099'] }, 'invalid http status code filter: invalid status code prefix: "099"'],
    [
      { http_method: ['get'], event_type: [{ type: 1 }] },
      "filtering by http method requires the event type filter to only match 'l7' events",
    ],
    [{ http_path: ['/a', '['] }, 'invalid http path filter: [: error parsing regexp: missing closing ]: `[`'],
    [
      { http_url: ['a**'] },
      'invalid http url filter: a**: error parsing regexp: invalid nested repetition operator: `**`',
    ],
    [
      { dns_query: ['('] },
      'invalid DNS query filter: failed to compile regexp: error parsing regexp: missing closing ): `(`',
    ],
    [
      { http_path: ['['], event_type: [{ type: 1 }] },
      "filtering by http path requires the event type filter to only match 'l7' events",
    ],
    [
      { http_url: ['a'], event_type: [{ type: 4 }] },
      "filtering by http url requires the event type filter to only match 'l7' events",
    ],
    [
      { experimental: { cel_expression: ['true', '_flow.Summary'] } },
      'error compiling CEL expression: got "string", wanted "bool" result type',
    ],
    // Of two faults the one of the field Hubble builds first.
    [
      { dns_query: ['['], source_port: ['x'] },
      'invalid DNS query filter: failed to compile regexp: error parsing regexp: missing closing ]: `[`',
    ],
  ])('%j is an error', async (filter, message) => {
    await expect(compileFilters({ blacklist: [filter] })).rejects.toThrow(
      expect.objectContaining({ message, code: 'filter/invalid', exitCode: 2 }),
    );
  });

  it('tells the first bad filter of several', async () => {
    const [first, second] = [{ http_path: ['['] }, { node_name: [''] }];
    await expect(compileFilters({ whitelist: [first, second] })).rejects.toThrow('invalid http path filter');
    await expect(compileFilters({ whitelist: [second], blacklist: [first] })).rejects.toThrow('empty pattern');
  });

  it('tells 64-bit trace ids apart', async () => {
    expect(await matches({ ip_trace_id: [2n ** 64n - 1n] })).toBe(true);
    expect(await matches({ ip_trace_id: [2n ** 64n - 2n] })).toBe(false);
    expect(await matches({ ip_trace_id: [0n] }, {})).toBe(false);
  });

  it('passes over fields without values', async () => {
    expect(await matches({ http_path: [], dns_query: [], verdict: [], experimental: {} })).toBe(true);
  });
});

describe('DNS', () => {
  const dns: Flow = { l7: { dns: { query: 'api.example.com.' } } };

  it.each<[FlowFilter, Flow, boolean]>([
    [{ dns_query: ['^api'] }, dns, true],
    [{ dns_query: ['x', 'example'] }, dns, true],
    [{ dns_query: ['^example'] }, dns, false],
    [{ dns_query: [''] }, { l7: { dns: {} } }, true],
    [{ dns_query: [''] }, http, false],
  ])('%j on %j: %s', async (filter, subject, expected) => {
    expect(await matches(filter, subject)).toBe(expected);
  });
});

describe('what is no flow', () => {
  it.each<[FlowFilter, boolean]>([
    [{}, true],
    [{ encrypted: [false] }, true],
    [{ trace_id: [''] }, true],
    [{ verdict: [0] }, false],
    [{ ip_version: [0] }, false],
    [{ traffic_direction: [0] }, false],
    [{ uuid: [''] }, false],
    [{ event_type: [{ type: 0 }] }, false],
    [{ source_ip: ['0.0.0.0/0'] }, false],
    [{ node_name: ['*'] }, false],
    [{ reply: [false] }, false],
    [{ http_path: [''] }, false],
    [{ http_url: [''] }, false],
    [{ dns_query: [''] }, false],
    [{ experimental: { cel_expression: ['_flow.verdict == Verdict.VERDICT_UNKNOWN'] } }, true],
  ])('%j: %s', async (filter, expected) => {
    expect((await compileFilters({ whitelist: [filter] }))(undefined)).toBe(expected);
  });
});

describe('lists', () => {
  const tcp: FlowFilter = { protocol: ['tcp'] };
  const udp: FlowFilter = { protocol: ['udp'] };
  const dropped: FlowFilter = { verdict: [2] };

  it.each<[readonly FlowFilter[], readonly FlowFilter[], boolean]>([
    [[], [], true],
    [[udp], [], false],
    [[udp, tcp], [], true],
    [[tcp], [udp], true],
    [[tcp], [dropped], false],
    [[], [{ ...udp, ...dropped }], true],
    [[], [{ ...tcp, ...dropped }], false],
    [[{ ...tcp, ...dropped, source_port: ['40000'] }], [], true],
    [[{ ...tcp, ...dropped, source_port: ['1'] }], [], false],
  ])('allow %j, deny %j: %s', async (whitelist, blacklist, expected) => {
    expect((await compileFilters({ whitelist, blacklist }))(flow)).toBe(expected);
  });
});
