import { describe, expect, test } from 'vitest';

import { readBar } from '../../../src/filters/expression/reading.ts';
import type { Flow } from '../../../src/flow/flow.ts';
import { connectionTerm, flowCellTerm, groupCellTerm, narrowedBy } from '../../../src/tui/state/cell-terms.ts';
import type { GroupColumn } from '../../../src/tui/state/readers.ts';
import type { FlowColumnName } from '../../../src/tui/state/ui-state.ts';
import { aSeenFlow } from '../builders/flow-screen.ts';

describe('cells as terms', () => {
  test.each<readonly [FlowColumnName, Flow, string | undefined]>([
    ['source', { source: { namespace: 'shop', pod_name: 'web-0' } }, 'from:shop/web-0'],
    ['source', { source_service: { namespace: 'shop', name: 'web' } }, 'from-svc:shop/web'],
    ['destination', { destination_names: ['api.example.com'] }, 'to-fqdn:api.example.com'],
    ['destination', {}, 'to:192.168.157.26'],
    ['destination', { IP: { source: 'fe80::1', destination: 'fe80::2' } }, 'to:fe80::2'],
    ['port', {}, 'port:80'],
    ['port', { l4: { ICMPv4: { type: 8 } } }, 'icmpv4'],
    ['verdict', {}, 'audited'],
    ['verdict', { verdict: 2 }, 'denied'],
    ['verdict', { verdict: 3 }, 'error'],
    ['summary', { l4: { TCP: { flags: { SYN: true, ACK: true } } } }, 'flags:SYN+ACK'],
    ['summary', { l4: { UDP: {} } }, 'udp'],
    ['node', { node_name: 'prod/node-1' }, 'node:prod/node-1'],
    ['time', {}, undefined],
  ])('%s of %j is %s', (column, flow, term) => {
    const found = flowCellTerm(aSeenFlow(flow), column, false);
    expect(found).toBe(term);
    expect(readBar(found ?? '').ok).toBe(true);
    const opposite = flowCellTerm(aSeenFlow(flow), column, true);
    expect(opposite).toBe(term === undefined ? undefined : `-${term}`);
    expect(readBar(opposite ?? '').ok).toBe(true);
  });

  test.each<readonly [GroupColumn, string, string | undefined]>([
    ['source', 'shop/web', 'from:shop/web'],
    ['source', 'world', 'from:world'],
    ['destination-namespace', 'shop', 'to-ns:shop'],
    ['port', '53/UDP', 'port:53'],
    ['port', 'ICMPv6', 'icmpv6'],
    ['verdict', 'undecided', 'verdict:unknown'],
    ['direction', 'INGRESS', 'ingress'],
    ['policy', '', 'policy:none'],
    ['node', '', undefined],
  ])('group %s of %s is %s', (column, text, term) => {
    expect(groupCellTerm(column, text, false)).toBe(term);
    expect(readBar(term ?? '').ok).toBe(true);
  });

  test('both ways of a connection are one term that reads', () => {
    const term = connectionTerm(aSeenFlow());
    expect(readBar(term ?? '(')).toMatchObject({ ok: true, terms: [{ text: term }] });
    expect(connectionTerm(aSeenFlow({ IP: {} }))).toBeUndefined();
  });

  test('one more term narrows', () => {
    expect(narrowedBy(['from:shop/', 'audited', '-port:53'], 'from:shop/web')).toEqual([
      'audited',
      '-port:53',
      'from:shop/web',
    ]);
    expect(narrowedBy(['-port:53'], '-port:80')).toEqual(['-port:53', '-port:80']);
  });
});
