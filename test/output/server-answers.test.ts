import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { messageFromJson } from '../../src/flow/codec/json.ts';
import type { MessageName, MessageTypes } from '../../src/flow/codec/message-types.ts';
import type { ServerStatusResponse } from '../../src/flow/messages.ts';
import { parseListFormat, parseStatusFormat } from '../../src/output/formats.ts';
import { formatNamespaces } from '../../src/output/namespaces.ts';
import { formatNodes } from '../../src/output/nodes.ts';
import { formatServerStatus } from '../../src/output/status.ts';

const folder = new URL('../fixtures/conformance/hubble/', import.meta.url);
const read = (file: string) => JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
const fixture: Readonly<Record<string, unknown>> & { readonly address: string } = read('server-fixture.json');
const recorded: readonly { name: string; args: readonly string[]; stdout: string; stderr: string; exit: number }[] =
  read('server-cases.json');

function answer<N extends MessageName>(name: N, value: unknown): MessageTypes[N] {
  const result = messageFromJson(name, JSON.stringify(value));
  if (!result.ok) throw new Error(result.message);
  return result.value;
}

const status = answer('observer.ServerStatusResponse', fixture['ServerStatus']);
const nodes = answer('observer.GetNodesResponse', fixture['GetNodes']);
const namespaces = answer('observer.GetNamespacesResponse', fixture['GetNamespaces']);

function print(args: readonly string[]): string {
  const format = args.includes('-o') ? (args[args.indexOf('-o') + 1] ?? '') : undefined;
  switch (args[1]?.startsWith('n') === true ? args[1].replace(/s$/, '') : args[0]) {
    case 'status':
      return formatServerStatus(status, { format: parseStatusFormat(format ?? 'compact'), target: fixture.address });
    case 'node':
      return formatNodes(nodes, parseListFormat(format ?? 'table'));
    default:
      return formatNamespaces(namespaces, parseListFormat(format ?? 'table'));
  }
}

describe('recorded answers of a server', () => {
  const cases = recorded.filter(({ args }) => args[0] === 'status' || args[0] === 'list');

  test('status and both lists are among them', () => {
    expect(cases).toHaveLength(17);
  });

  const printedCases = cases.filter(({ exit }) => exit === 0);
  const rejectedCases = cases.filter(({ exit }) => exit !== 0);

  test.each(printedCases.map(({ args, stdout }) => [args.join(' '), args, stdout] as const))(
    '%s',
    (_, args, stdout) => {
      expect(print(args)).toBe(stdout);
    },
  );

  test.each(rejectedCases.map(({ args, stderr }) => [args.join(' '), args, stderr] as const))(
    '%s',
    (_, args, stderr) => {
      expect(() => print(args)).toThrow(stderr.trimEnd());
    },
  );
});

function compact(answered: ServerStatusResponse): readonly string[] {
  return formatServerStatus(answered, { format: 'compact', target: 't' }).split('\n').slice(1, -1);
}

describe('status of other servers', () => {
  test('an agent that has just started', () => {
    expect(compact({})).toEqual(['Current/Max Flows: 0/0', 'Flows/s: N/A']);
  });

  test('without a rate the average stands in', () => {
    const lines = compact({ num_flows: 5n, max_flows: 4095n, seen_flows: 30n, uptime_ns: 20_000_000_000n });
    expect(lines).toEqual(['Current/Max Flows: 5/4,095 (0.12%)', 'Flows/s: 1.50']);
  });

  test('nodes that are not named are counted', () => {
    const lines = compact({ num_connected_nodes: 1, num_unavailable_nodes: 4, unavailable_nodes: ['b', 'a'] });
    expect(lines.slice(2)).toEqual([
      'Connected Nodes: 1/5',
      'Unavailable Nodes: 4',
      '  - a',
      '  - b',
      '  - and 2 more...',
    ]);
    expect(compact({ num_unavailable_nodes: 4 }).slice(2)).toEqual(['Unavailable Nodes: 4']);
    expect(compact({ num_connected_nodes: 3 }).slice(2)).toEqual(['Connected Nodes: 3']);
  });

  test('dict says what is not available', () => {
    const text = formatServerStatus({}, { format: 'dict', target: 't' });
    expect(text).toContain('   FLOWS PER SECOND: N/A\n             UPTIME: 0s\nNUM CONNECTED NODES: N/A\n');
  });

  test('control characters of a name stay visible text', () => {
    const hostile = { num_unavailable_nodes: 1, unavailable_nodes: ['\u001b[2J'], version: '\u0007' };
    expect(compact(hostile).at(-1)).toBe('  - ^[[2J');
    expect(formatServerStatus(hostile, { format: 'table', target: 't' })).toContain('\\x07');
    expect(formatNodes({ nodes: [{ name: '\u001b' }] }, 'table')).toContain('^[');
    expect(formatNamespaces({ namespaces: [{ namespace: '\r' }] }, 'table')).toBe('NAMESPACE\n\\r\n');
  });
});

describe('lists', () => {
  test('nodes in every state', () => {
    const all = [0, 1, 2, 3, 4, 9].map((state) => ({ name: `n${state}`, state }));
    const states = formatNodes({ nodes: all }, 'table')
      .split('\n')
      .slice(1, -1)
      .map((line) => line.split(/\s+/)[1]);
    expect(states).toEqual(['Unknown', 'Connected', 'Unavailable', 'Gone', 'Error', 'Unknown']);
  });

  test('ages are rounded to the second, TLS is told apart from unknown', () => {
    const node = { name: 'n', state: 1, uptime_ns: 89_500_000_000n, seen_flows: 45n, num_flows: 1n, max_flows: 3n };
    const row = formatNodes({ nodes: [{ ...node, tls: {} }] }, 'wide').split('\n')[1];
    expect(row).toBe('n      Connected   1m30s   0.50      1/3 ( 33.33%)       N/A                 Disabled');
  });

  test('empty lists keep their header; as JSON they are empty arrays', () => {
    expect(formatNodes({}, 'table')).toBe('NAME   STATUS   AGE   FLOWS/S   CURRENT/MAX-FLOWS\n');
    expect(formatNodes({}, 'json')).toBe('[]\n');
    expect(formatNamespaces({}, 'json')).toBe('[]\n');
    expect(formatNamespaces({}, 'wide')).toBe('NAMESPACE   CLUSTER\n');
  });

  test('JSON keeps the escapes of Go', () => {
    const text = formatNamespaces({ namespaces: [{ namespace: '<a&b>\u2028"{' }] }, 'json');
    expect(text).toBe('[\n  {\n    "namespace": "\\u003ca\\u0026b\\u003e\\u2028\\"{"\n  }\n]\n');
  });
});
