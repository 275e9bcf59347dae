import { describe, expect, test } from 'vitest';

import type { Snapshot } from '../../../src/tui/screen.ts';
import { nodesLines, nodesScrollLimit } from '../../../src/tui/screens/nodes.ts';
import type { SessionReader } from '../../../src/tui/state/readers.ts';
import { aSnapshot, at, plainLines, screenSettings } from '../builders/flow-screen.ts';
import { faultsIn, goldenFile, goldenRegions, goldenText } from '../builders/golden.ts';

const settings = screenSettings();
const told: Partial<SessionReader> = {
  nodes: { connected: 1, total: 2, away: ['prod/node-2'] },
  lost: { source: 214, reader: 0 },
  serverStatus: {
    version: 'observed v1.2.0',
    uptime_ns: 7_200_000_000_000n,
    num_flows: 4000n,
    max_flows: 8192n,
    seen_flows: 90_000n,
  },
  nodeList: {
    nodes: [
      {
        name: 'prod/node-1',
        state: 1,
        version: 'v1.2.0',
        uptime_ns: 100_000_000_000n,
        num_flows: 4000n,
        max_flows: 8192n,
        seen_flows: 120_000n,
        tls: { enabled: true },
        address: '10.0.0.1:4244',
      },
      { name: 'prod/node-2', state: 2, address: '10.0.0.2:4244' },
    ],
  },
  observedStatus: {
    sources: [
      {
        name: 'file:/var/log/kern.log',
        state: 'following',
        records: 12_000n,
        flows: 9000n,
        skipped: 2990n,
        skipped_by_reason: { 'not a packet': 2990n },
        rejected: { 'bad address': 10n },
        lost: 214n,
        facility_known: false,
      },
      { name: 'kmsg:', state: 'failed', message: 'permission denied' },
    ],
    modes: [
      { basis: 5, origin: 'assumed, as nothing is configured', drop_action_override: 'LogAndDrop' },
      { node_name: 'node-2', basis: 3, origin: 'felix.yaml', drop_action_override: 'Drop', blind: true },
    ],
    windows: [
      { retention_class: 'denied-audited', oldest: at(-3000), held: 4000n, capacity: 8192n, evicted: 0n },
      { retention_class: 'other', held: 0n, capacity: 8192n },
    ],
    lost: { kernel: 214n, queue: 0n },
    warnings: ['the clock of node-2 is ahead'],
    log_rule_flows: 3n,
  },
  notices: ['verdicts rest on an assumed mode'],
};

function snapshotOf(session: Partial<SessionReader>, ui: Partial<Snapshot['ui']> = {}): Snapshot {
  return aSnapshot({ session, ui: { tab: 'nodes', ...ui } });
}

function textOf(session: Partial<SessionReader>): string {
  return plainLines(nodesLines(snapshotOf(session), settings, { columns: 150, rows: 60 })).join('\n');
}

describe('nodesLines', () => {
  test.each(goldenRegions)('$columns × $rows', async (region) => {
    const lines = nodesLines(snapshotOf(told), settings, region);
    expect(faultsIn(lines, region)).toEqual([]);
    await expect(goldenText(lines)).toMatchFileSnapshot(goldenFile(`nodes-${region.columns}x${region.rows}`));
  });

  test('nodes in trouble come first', () => {
    expect(textOf(told)).toMatch(
      /NAME +STATE.*\n +prod\/node-2 +unavailable.*\n +prod\/node-1 +connected +v1\.2\.0 +100 s +4,000\/8,192 +1,200\/s +TLS/,
    );
  });

  test.each([
    [
      'what became of the records',
      '12,000 records   9,000 flows   2,990 skipped (not a packet 2,990)   10 rejected (bad address 10)   up to 214 lost',
    ],
    ['lines that may be forged', "the kernel's lines cannot be told from forged ones"],
    ['a source that failed', 'permission denied'],
    ['an assumed mode', 'every node = LogAndDrop   assumed, as nothing is configured'],
    ['a blind mode', 'denied traffic cannot be seen here'],
    ['how far back flows are held', 'denied and audited flows   back to 17:52:44 (51 m)   4,000 of 8,192 held'],
    ['a class that holds nothing', 'all other flows   none held yet'],
    ['who lost', "214   the kernel's log (upper bound)"],
    ['warnings', 'the clock of node-2 is ahead'],
    ['notices', 'verdicts rest on an assumed mode'],
    ['flows of Log rules', '3 flows of Log rules'],
  ])('tells %s', (_what, words) => {
    expect(textOf(told)).toContain(words);
  });

  test('says what another server does not tell', () => {
    expect(textOf({})).toContain('This server does not tell of sources, rejected records, drop action overrides');
    expect(textOf({ nodes: undefined })).toContain('does not tell of its nodes, nor of sources');
    expect(textOf(told)).not.toContain('does not tell');
  });

  test('says what a file cannot tell', () => {
    expect(textOf({ isTls: undefined, nodes: undefined })).toContain('A file holds flows only');
  });

  test('without a list it names the nodes that are away', () => {
    const { nodes } = told;
    expect(textOf(nodes === undefined ? {} : { nodes })).toMatch(/1 of 2 send flows +\n +away +prod\/node-2/);
  });

  test('scrolls to its end and no further', () => {
    const region = { columns: 80, rows: 8 };
    const limit = nodesScrollLimit(snapshotOf(told), settings, region);
    const last = nodesLines(snapshotOf(told, { nodesScroll: limit }), settings, region);
    expect(limit).toBeGreaterThan(10);
    expect(nodesLines(snapshotOf(told, { nodesScroll: limit + 99 }), settings, region)).toEqual(last);
    expect(plainLines(last).at(-1)).toContain('verdicts rest on an assumed mode');
  });
});
