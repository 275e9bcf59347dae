import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { packFlowExtension } from '../../src/flow/codec/extension.ts';
import type { Flow } from '../../src/flow/flow.ts';
import type { GetFlowsResponse } from '../../src/flow/messages.ts';
import type { FlowFormatName } from '../../src/output/formats.ts';
import { aFlow, aFlowResponse, aTime, printed } from './a-flow.ts';

const lost: GetFlowsResponse = { lost_events: { source: 3, num_events_lost: 5n }, time: aTime };

function status(state: number, names: readonly string[] = ['n1'], message = ''): GetFlowsResponse {
  return { node_status: { state_change: state, node_names: names, message }, node_name: 'relay', time: aTime };
}

/** Returns what stands between the time and the type of the compact line. */
function ends(is_reply: boolean | undefined): string | undefined {
  const { is_reply: _unset, ...flow } = aFlow();
  const line = printed([{ flow: is_reply === undefined ? flow : { ...flow, is_reply } }]).stdout;
  return /: (.*) policy-verdict/.exec(line)?.[1];
}

describe('a packet that Calico logged under LogAndAccept', () => {
  test('compact', () => {
    expect(printed([aFlowResponse()]).stdout).toBe(
      'Feb 29 23:59:01.982: 192.168.128.30:56248 (unknown) -> 192.168.157.26:80 (unknown) ' +
        'policy-verdict:none INGRESS AUDITED (TCP Flags: SYN)\n',
    );
  });

  test('a reply is turned round, an unknown direction is not', () => {
    expect(ends(true)).toBe('192.168.157.26:80 (unknown) <- 192.168.128.30:56248 (unknown)');
    expect(ends(undefined)).toBe('192.168.128.30:56248 (unknown) <> 192.168.157.26:80 (unknown)');
  });

  test('dict, with the node', () => {
    expect(printed([aFlowResponse(), lost], { format: 'dict', nodeName: true }).stdout).toBe(
      '  TIMESTAMP: Feb 29 23:59:01.982\n       NODE: default/node-1\n     SOURCE: 192.168.128.30:56248\n' +
        'DESTINATION: 192.168.157.26:80\n       TYPE: policy-verdict:none INGRESS\n    VERDICT: AUDITED\n' +
        '    SUMMARY: TCP Flags: SYN\n------------\n  TIMESTAMP: Feb 29 23:59:01.982\n       NODE: -\n' +
        '     SOURCE: HUBBLE_RING_BUFFER\n       TYPE: EVENTS LOST\n    VERDICT: -\n    SUMMARY: CPU(0) - 5\n',
    );
  });

  test('table waits for the end and never has colour', () => {
    const writes: string[] = [];
    printed([aFlowResponse(), lost], { format: 'table', color: true, out: { write: (text) => writes.push(text) } });
    expect(writes).toEqual([
      'TIMESTAMP             SOURCE                 DESTINATION         TYPE                          VERDICT   SUMMARY\n' +
        'Feb 29 23:59:01.982   192.168.128.30:56248   192.168.157.26:80   policy-verdict:none INGRESS   AUDITED   TCP Flags: SYN\n' +
        'Feb 29 23:59:01.982   HUBBLE_RING_BUFFER     -                   EVENTS LOST                   -         CPU(0) - 5\n',
    ]);
  });

  test.each(['json', 'jsonpb'] as const)('%s prints whole responses', (format) => {
    const { flow, ...wrapper } = JSON.parse(printed([aFlowResponse()], { format, color: true }).stdout);
    expect(flow).toMatchObject({ verdict: 'AUDIT', is_reply: false, traffic_direction: 'INGRESS' });
    expect(wrapper).toEqual({ node_name: 'default/node-1', time: '2024-02-29T23:59:01.982485567Z' });
  });

  test('legacy JSON prints bare flows and losses, no node status; jsonpb does not change', () => {
    const responses = [aFlowResponse(), lost, status(2)];
    const legacy = printed(responses, { format: 'json', legacyJson: true });
    expect(legacy.stdout.split('\n').map((line) => line.slice(0, 12))).toEqual(['{"time":"202', '{"source":"H', '']);
    expect(legacy.stderr).toBe('');
    const modern = printed(responses, { format: 'jsonpb', legacyJson: true });
    expect(modern.stdout.split('\n').map((line) => line.slice(0, 8))).toEqual(['{"flow":', '{"lost_e', '']);
    expect(modern.stderr).toMatch(/^\{"node_status":/);
  });
});

describe('raw', () => {
  test('prints the line of the log', () => {
    const raw_line = 'May 18 18:42:44 ubuntu kernel: [ 1156.246182] calico-drop: IN=tunl0 OUT=cali76be879f658';
    const extensions = packFlowExtension({ raw_line });
    expect(printed([aFlowResponse({ extensions })], { format: 'raw' }).stdout).toBe(`${raw_line}\n`);
  });

  test('a line never becomes two, nor acts on a terminal', () => {
    const extensions = packFlowExtension({ raw_line: 'a\nb\u001b[2J' });
    expect(printed([aFlowResponse({ extensions })], { format: 'raw', color: true }).stdout).toBe('a\\x0ab\\x1b[2J\n');
  });

  test.each<[string, GetFlowsResponse]>([
    ['a flow without an extension', aFlowResponse()],
    ['an extension without a line', aFlowResponse({ extensions: packFlowExtension({ mark: 1 }) })],
    ['the extension of somebody else', aFlowResponse({ extensions: { type_url: 'x/y' } })],
    ['a loss', lost],
    ['a node status', status(2)],
  ])('%s is printed as compact', (_what, response) => {
    expect(printed([response], { format: 'raw' })).toEqual(printed([response]));
  });
});

describe('node status', () => {
  test.each([
    [1, 'Receiving flows from 1 nodes: n1'],
    [2, '1 nodes are unavailable: n1'],
    [3, '1 nodes removed from cluster: n1'],
    [4, 'Error "bo\\"om" on 1 nodes: n1'],
    [0, 'unknown node status event: UNKNOWN_NODE_STATE n1'],
    [9, 'unknown node status event: 9 n1'],
  ])('state %i on stderr', (state, text) => {
    const written = printed([status(state, ['n1'], 'bo"om')], { debug: true });
    expect(written).toEqual({ stdout: '', stderr: `Feb 29 23:59:01.982 [relay]: ${text}\n` });
  });

  test.each([
    [0, false],
    [1, false],
    [2, true],
    [3, false],
    [4, true],
  ])('state %i is told without --debug: %s', (state, told) => {
    expect(printed([status(state)]).stderr !== '').toBe(told);
    expect(printed([status(state)], { debug: true }).stderr).not.toBe('');
    expect(printed([status(state)], { debug: true, silentErrors: true }).stderr).toBe('');
  });

  test.each([
    [[], '0 nodes are unavailable: '],
    [['x'.repeat(60)], `1 nodes are unavailable: ${'x'.repeat(60)}`],
    [['x'.repeat(60), 'b'], `2 nodes are unavailable: ${'x'.repeat(60)} (and 1 more)`],
    // With the separator behind each name: 23 + 2 + 23 + 2 = 50 fits, one more does not.
    [['a'.repeat(23), 'b'.repeat(23)], `2 nodes are unavailable: ${'a'.repeat(23)}, ${'b'.repeat(23)}`],
    [['a'.repeat(23), 'b'.repeat(24)], `2 nodes are unavailable: ${'a'.repeat(23)} (and 1 more)`],
  ])('names %# are cut past 50 bytes', (names, text) => {
    expect(printed([status(2, names)]).stderr).toBe(`Feb 29 23:59:01.982 [relay]: ${text}\n`);
  });

  test('in dict it is a record that counts for the separators', () => {
    const written = printed([status(2), aFlowResponse()], { format: 'dict' });
    expect(written.stderr).toBe(
      '  TIMESTAMP: Feb 29 23:59:01.982\n      STATE: NODE_UNAVAILABLE\n      NODES: n1\n    MESSAGE: N/A\n',
    );
    expect(written.stdout).toMatch(/^------------\n {2}TIMESTAMP: /);
  });
});

describe('responses', () => {
  const formats: readonly FlowFormatName[] = ['compact', 'dict', 'table', 'json', 'jsonpb', 'raw'];

  test.each(formats)('one without a member prints nothing in %s', (format) => {
    expect(printed([{ node_name: 'n', time: aTime }], { format })).toEqual({ stdout: '', stderr: '' });
  });

  test.each(formats)('an empty flow prints something in %s', (format) => {
    expect(printed([{ flow: {} }], { format }).stdout).not.toBe('');
  });

  test('numeric wins over translation', () => {
    const response = aFlowResponse({ source: { namespace: 'shop', pod_name: 'web-1' } });
    expect(printed([response]).stdout).toContain('shop/web-1:56248');
    expect(printed([response], { numeric: true }).stdout).toContain('192.168.128.30:56248');
    expect(printed([response], { ipTranslation: false }).stdout).toContain('192.168.128.30:56248');
  });
});

describe('text of an attacker', () => {
  const text = fc.string({ unit: 'binary', maxLength: 12 });
  const texts = fc.array(text, { maxLength: 2 });
  const endpoint = fc.record({ namespace: text, pod_name: text, identity: fc.nat() }, { requiredKeys: [] });
  const policies = fc.array(fc.record({ name: text, kind: text }));
  const hostileFlow: fc.Arbitrary<Flow> = fc.record(
    {
      IP: fc.record({ source: text, destination: text }),
      ethernet: fc.record({ source: text, destination: text }),
      l4: fc.constantFrom({ TCP: { source_port: 1 } }, { UDP: { destination_port: 2 } }),
      source: endpoint,
      destination: endpoint,
      source_names: texts,
      destination_service: fc.record({ name: text, namespace: text }),
      node_name: text,
      Summary: text,
      verdict: fc.nat(9),
      traffic_direction: fc.nat(3),
      event_type: fc.record({ type: fc.nat(8), sub_type: fc.nat(300) }),
      ingress_denied_by: policies,
      egress_allowed_by: policies,
      l7: fc.record({ type: fc.nat(4), dns: fc.record({ observation_source: text }) }),
      extensions: text.map((raw_line) => packFlowExtension({ raw_line: raw_line.toWellFormed() })),
    },
    { requiredKeys: [] },
  );
  const hostileStatus = fc.record({ state_change: fc.nat(5), node_names: texts, message: text });
  const hostileResponse: fc.Arbitrary<GetFlowsResponse> = fc.oneof(
    hostileFlow.map((flow) => ({ flow })),
    fc.tuple(hostileStatus, text).map(([node_status, node_name]) => ({ node_status, node_name })),
    text.map((node_name) => ({ lost_events: {}, node_name })),
  );
  const acting = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

  test.each(['compact', 'dict', 'table', 'raw'] as const)('never acts on a terminal in %s', (format) => {
    fc.assert(
      fc.property(fc.array(hostileResponse, { maxLength: 4 }), fc.boolean(), (responses, color) => {
        const written = printed(responses, { format, color, nodeName: true, policyNames: true, debug: true });
        const shown = color ? written.stdout.replaceAll(/\u001b\[(?:0|3[1-6])m/g, '') : written.stdout;
        expect(shown).not.toMatch(acting);
        expect(written.stderr.replaceAll(/\u001b\[(?:0|3[1-6])m/g, color ? '' : '$&')).not.toMatch(acting);
      }),
      { numRuns: 300 },
    );
  });
});
