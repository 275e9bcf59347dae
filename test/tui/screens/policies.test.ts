import { describe, expect, test } from 'vitest';

import { policiesLines } from '../../../src/tui/screens/policies.ts';
import { aSnapshot, counts, plainLines, screenSettings } from '../builders/flow-screen.ts';
import { faultsIn, goldenFile, goldenRegions, goldenText } from '../builders/golden.ts';
import { aConversation, withConversations } from '../builders/other-screens.ts';

const settings = screenSettings();
const rows = [
  aConversation(['', 'INGRESS']),
  aConversation(['shop/db-deny', 'EGRESS'], { counts: counts({ denied: 7 }), total: 7, whom: ['world'] }),
];

describe('policiesLines', () => {
  test.each(goldenRegions)('$columns × $rows', async (region) => {
    const snapshot = withConversations(aSnapshot({ columns: region.columns, ui: { tab: 'policies' } }), rows);
    const lines = policiesLines(snapshot, settings, region);
    expect(faultsIn(lines, region)).toEqual([]);
    await expect(goldenText(lines)).toMatchFileSnapshot(goldenFile(`policies-${region.columns}x${region.rows}`));
  });

  test('no policy is told as none, and for whom', () => {
    const snapshot = withConversations(aSnapshot({ columns: 120, ui: { tab: 'policies' } }), rows);
    const [head = '', first = ''] = plainLines(policiesLines(snapshot, settings, { columns: 120, rows: 6 }));
    expect(head).toMatch(/POLICY +DIRECTION +◌ +✗ +✓ +FLOWS↓ +FOR WHOM +FIRST +LAST/);
    expect(first).toMatch(/^▌none +INGRESS +1,204 +0 +0 +1,204 +shop\/db, shop\/web/);
  });
});
