import { describe, expect, it } from 'vitest';
import { packFlowExtension } from '../../../src/flow/codec/extension.ts';
import { VerdictBasis } from '../../../src/flow/flow-extension.ts';
import type { Flow } from '../../../src/flow/flow.ts';
import { flowTexts, portText, type FlowTexts } from '../../../src/tui/columns/flow-texts.ts';
import { createTheme } from '../../../src/tui/theme/themes.ts';
import { aSeenFlow } from '../builders/flow-screen.ts';

const theme = createTheme({ name: 'terminal', isAscii: false, hasColor: true });

function textsOf(flow: Flow): FlowTexts {
  return flowTexts(aSeenFlow(flow), theme);
}

describe('flowTexts', () => {
  it.each<readonly [string, Flow, readonly [full: string, directed: string, word: string]]>([
    ['an audited one', {}, ['none (INGRESS AUDITED)', 'INGRESS AUDITED', 'AUDITED']],
    [
      'an allowed one',
      { verdict: 1, policy_match_type: 1, traffic_direction: 2 },
      ['L3-Only (EGRESS ALLOWED)', 'EGRESS ALLOWED', 'ALLOWED'],
    ],
    ['one without a direction', { verdict: 2, traffic_direction: 0 }, ['none (DENIED)', 'DENIED', 'DENIED']],
    ['one that was only logged', { verdict: 0 }, ['none (INGRESS LOGGED)', 'INGRESS LOGGED', 'LOGGED']],
    ['a trace', { verdict: 1, event_type: { type: 4 } }, ['to-endpoint FORWARDED', 'FORWARDED', 'FORWARDED']],
    ['a drop', { verdict: 2, event_type: { type: 1, sub_type: 133 } }, ['Policy denied DROPPED', 'DROPPED', 'DROPPED']],
    [
      'an HTTP request',
      { verdict: 1, event_type: { type: 129 }, l7: { type: 1, http: { method: 'GET' } } },
      ['http-request FORWARDED', 'FORWARDED', 'FORWARDED'],
    ],
    ['one of a kind that is not told', { verdict: 1, event_type: {} }, ['FORWARDED', 'FORWARDED', 'FORWARDED']],
  ])('tells the verdict of %s in all lengths', (_, flow, [full, directed, word]) => {
    expect(textsOf(flow).verdict).toEqual({ full, directed, word, by: '' });
  });

  it('names the policies that decided', () => {
    const flow: Flow = { verdict: 1, ingress_allowed_by: [{ name: 'allow-db', kind: 'NetworkPolicy' }] };
    expect(textsOf(flow).verdict.by).toBe(' BY allow-db (NetworkPolicy)');
    const about = { ...flow, extensions: packFlowExtension({ policy_approximate: true }) };
    expect(textsOf(about).verdict.by).toBe(' BY ≈allow-db (NetworkPolicy)');
  });

  it('marks a verdict that rests on an assumed or a changing mode', () => {
    for (const basis of [VerdictBasis.ASSUMED, VerdictBasis.CHANGING]) {
      const { verdict } = textsOf({ extensions: packFlowExtension({ verdict_basis: basis }) });
      expect(verdict).toMatchObject({ full: 'none (INGRESS AUDITED≈)', word: 'AUDITED≈' });
    }
    expect(textsOf({ extensions: packFlowExtension({ verdict_basis: VerdictBasis.LINE }) }).verdict.word).toBe(
      'AUDITED',
    );
  });

  it('names the ends as pods, services, domains or addresses, without their ports', () => {
    const flow: Flow = {
      source: { namespace: 'shop', pod_name: 'web-0' },
      destination_names: ['a.example', 'b.example'],
    };
    expect(textsOf(flow)).toMatchObject({
      source: { namespace: 'shop', name: 'web-0' },
      destination: { namespace: '', name: 'a.example,b.example' },
      portSuffix: ':80',
    });
    expect(textsOf({}).source).toEqual({ namespace: '', name: '192.168.128.30', port: '' });
  });

  it('shortens what the port says already, and keeps the rest', () => {
    expect(textsOf({ Summary: 'TCP Flags: SYN, ACK' }).summary).toBe('SYN, ACK');
    expect(textsOf({ Summary: 'UDP' }).summary).toBe('UDP');
  });

  it('splits the node from its cluster', () => {
    expect(textsOf({}).node).toEqual({ namespace: 'default', name: 'node-1', port: '' });
  });

  it('shows control characters as symbols everywhere', () => {
    const hostile = '\u001B[2J\u202E';
    const texts = textsOf({
      verdict: 1,
      node_name: hostile,
      source: { namespace: hostile, pod_name: hostile },
      destination_names: [hostile],
      Summary: hostile,
      ingress_allowed_by: [{ name: hostile, kind: hostile }],
    });
    // oxlint-disable-next-line no-control-regex -- These are what must not be there.
    expect(JSON.stringify(texts)).not.toMatch(/[\u0000-\u001F\u202E]|\\u001b/);
    expect(texts.summary).toBe(String.raw`␛[2J\u{202e}`);
  });
});

describe('portText', () => {
  it.each([
    [{ TCP: { source_port: 1, destination_port: 5432 } }, '5432/TCP'],
    [{ UDP: { destination_port: 53 } }, '53/UDP'],
    [{ SCTP: { destination_port: 7 } }, '7/SCTP'],
    [{ ICMPv4: { type: 8 } }, 'ICMPv4'],
    [{ TCP: {} }, 'TCP'],
    [undefined, ''],
  ])('of %j is %s', (l4, text) => {
    expect(portText(l4)).toBe(text);
  });
});
