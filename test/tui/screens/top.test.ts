import { describe, expect, test } from 'vitest';

import { topLines } from '../../../src/tui/screens/top.ts';
import type { Snapshot } from '../../../src/tui/screen.ts';
import type { UiState } from '../../../src/tui/state/ui-state.ts';
import { aSnapshot, at, counts, plainLines, screenSettings } from '../builders/flow-screen.ts';
import { faultsIn, goldenFile, goldenRegions, goldenText } from '../builders/golden.ts';
import { aConversation, groupedBy, withConversations } from '../builders/other-screens.ts';

const settings = screenSettings();
const rows = [
  aConversation(['shop/frontend', 'shop/db', '5432/TCP']),
  aConversation(['shop/frontend', 'kube-system/coredns', '53/UDP'], {
    counts: counts({ audited: 310 }),
    recent: [1, 1, 2, 1, 1, 1, 2, 1],
  }),
  aConversation(['world', 'shop/web', '80/TCP'], {
    counts: counts({ denied: 88, allowed: 12 }),
    recent: [1, 9, 1, 1, 1, 1, 1, 0],
    first: at(-86_400),
  }),
];

function snapshotOf(columns: number, ui: Partial<UiState> = {}, list = rows): Snapshot {
  return withConversations(aSnapshot({ columns, ui: { tab: 'top', ...ui } }), list);
}

function plain(snapshot: Snapshot, columns = 100, height = 8): readonly string[] {
  return plainLines(topLines(snapshot, settings, { columns, rows: height }));
}

function tableOf(ui: Partial<UiState['tables']['top']>): Partial<UiState> {
  const { tables } = aSnapshot().ui;
  return { tables: { ...tables, top: { ...tables.top, ...ui } } };
}

describe('topLines', () => {
  test.each(goldenRegions)('$columns × $rows', async (region) => {
    const lines = topLines(snapshotOf(region.columns), settings, region);
    expect(faultsIn(lines, region)).toEqual([]);
    await expect(goldenText(lines)).toMatchFileSnapshot(goldenFile(`top-${region.columns}x${region.rows}`));
  });

  test('narrow screens lose FIRST, then RATE, then LAST', () => {
    const heads = [120, 80, 66, 40].map((columns) => plain(snapshotOf(columns), columns)[0] ?? '');
    const has = heads.map((head) => ['FIRST', 'RATE', 'LAST'].filter((title) => head.includes(title)));
    expect(has).toEqual([['FIRST', 'RATE', 'LAST'], ['RATE', 'LAST'], ['LAST'], []]);
  });

  test('a protocol without ports is told as in the flow table', () => {
    const [, row = ''] = plain(snapshotOf(100, {}, [aConversation(['a', 'b', '0/SCTP'])]));
    expect(row).toMatch(/ SCTP /);
    expect(row).not.toContain('0/SCTP');
  });

  test('the sorted column has an arrow, the foot tells grouping and order', () => {
    const [head = ''] = plain(snapshotOf(100, tableOf({ sortBy: 'last', isDescending: false })));
    expect(head).toContain('LAST↑');
    expect(plain(snapshotOf(100)).at(-1)).toContain(
      'group: source workload, destination workload, port   (o choose)      sorted by ◌ ↓   (S sort)',
    );
  });

  test('counts of no verdict and of errors come only where there are some', () => {
    expect(plain(snapshotOf(100))[0]).not.toContain('·');
    const logged = [aConversation(['a', 'b', 'c'], { counts: counts({ undecided: 7, error: 1 }) })];
    expect(plain(snapshotOf(100, {}, logged))[0]).toMatch(/✓ +· +!/);
  });

  test('the selected row has the cursor and stays in sight', () => {
    const many = Array.from({ length: 40 }, (_, index) => aConversation([`pod-${index}`, 'b', 'c']));
    const selected = plain(snapshotOf(100, tableOf({ selected: 'pod-30 b c', top: 0 }), many), 100, 8);
    expect(selected.filter((line) => line.startsWith('▌')).map((line) => line.trim().split(/\s+/)[0])).toEqual([
      '▌pod-30',
    ]);
    expect(plain(snapshotOf(100, tableOf({ selected: 'pod-3 b c', top: 20 }), many), 100, 8)[1]).toContain('▌pod-3 ');
  });

  test('with no selection the first row has it', () => {
    expect(plain(snapshotOf(100))[1]).toMatch(/^▌shop\/frontend/);
  });

  test('wide, it is scrolled sideways instead of cut', () => {
    const long = [aConversation(['x'.repeat(60), 'shop/db', '80/TCP'])];
    expect(plain(snapshotOf(100, {}, long))[1]).toContain('…');
    expect(plain(snapshotOf(100, { isWide: true }, long))[1]).toContain('x'.repeat(60));
    expect(plain(snapshotOf(100, { isWide: true, sideways: 62 }, long))[1]).toMatch(/^▌→ shop\/db/);
  });

  test('columns follow the grouping', () => {
    const snapshot = withConversations(groupedBy(aSnapshot(), 'top', ['node', 'verdict']), [
      aConversation(['n1', 'audited']),
    ]);
    const [head = '', row = ''] = plain(snapshot);
    expect(head).toMatch(/^ NODE +VERDICT +◌/);
    expect(row).toMatch(/^▌n1 +audited/);
  });

  test('says what found no room, and why there is nothing', () => {
    expect(plain(withConversations(snapshotOf(160), rows, 3), 160).at(-1)).toContain(
      '3 conversations more found no room',
    );
    expect(plain(snapshotOf(100, {}, []))[1]).toContain('no flows yet');
  });

  test('without colours and Unicode the verdicts are letters', () => {
    const ascii = screenSettings({ isAscii: true, hasColor: false });
    const [head = '', row = ''] = plainLines(topLines(snapshotOf(100), ascii, { columns: 100, rows: 6 }));
    expect(head).toMatch(/WHO +> WHOM +PORT +ov +x +\+/);
    expect(row.startsWith('>')).toBe(true);
    expect(head + row).toMatch(/^[ -~]+$/);
  });
});
