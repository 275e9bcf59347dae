import { describe, expect, test } from 'vitest';

import type { Region } from '../../../src/tui/layout.ts';
import type { Snapshot } from '../../../src/tui/screen.ts';
import { detailLines, detailScrollLimit } from '../../../src/tui/screens/detail.ts';
import type { TimelineEntry } from '../../../src/tui/state/timeline-entry.ts';
import type { DetailState } from '../../../src/tui/state/ui-state.ts';
import {
  aFlowEntry,
  aSeenFlow,
  aSnapshot,
  aTimeline,
  at,
  plainLines,
  screenSettings,
} from '../builders/flow-screen.ts';
import { faultsIn, goldenFile, goldenRegions, goldenText } from '../builders/golden.ts';
import { aLoggedFlow, retransmissions, timelineOf } from '../builders/other-screens.ts';

const settings = screenSettings();
const flow = aLoggedFlow();
const open: DetailState = { isOpen: true, hasFocus: false, isFull: false, scroll: 0, grownBy: 0, isJsonShown: false };

function shown(columns: number, detail: Partial<DetailState> = {}, snapshot: Partial<Snapshot['data']> = {}): Snapshot {
  const base = aSnapshot({
    columns,
    timeline: timelineOf(flow, retransmissions(flow)),
    ui: { detail: { ...open, ...detail } },
  });
  return { ...base, data: { ...base.data, ...snapshot } };
}

function textOf(snapshot: Snapshot, region: Region = { columns: 100, rows: 90 }): string {
  return plainLines(detailLines(snapshot, settings, region)).join('\n');
}

function ofEntry(entry: TimelineEntry): string {
  return textOf(aSnapshot({ timeline: aTimeline([entry]), ui: { detail: open } }));
}

describe('detailLines', () => {
  test.each(goldenRegions)('$columns × $rows', async (region) => {
    const isBeside = region.columns >= 120;
    const pane = isBeside ? { columns: 90, rows: region.rows - 4 } : region;
    const lines = detailLines(shown(region.columns), settings, pane);
    expect(faultsIn(lines, pane)).toEqual([]);
    await expect(goldenText(lines)).toMatchFileSnapshot(goldenFile(`detail-${region.columns}x${region.rows}`));
  });

  test('beside the table it has an edge, below it a rule', () => {
    expect(detailLines(shown(140), settings, { columns: 60, rows: 10 }).every((line) => line.includes('│'))).toBe(true);
    expect(plainLines(detailLines(shown(80), settings, { columns: 80, rows: 10 }))[0]).toMatch(
      /^── detail ─+ 1 to 9 of \d+ lines ──$/,
    );
  });

  test('scrolls as far as there are lines, and tells how far that is', () => {
    const region = { columns: 80, rows: 10 };
    const limit = detailScrollLimit(shown(80), settings, region);
    const last = detailLines(shown(80, { scroll: limit }), settings, region);
    expect(limit).toBeGreaterThan(20);
    expect(detailLines(shown(80, { scroll: limit + 50 }), settings, region)).toEqual(last);
    expect(detailLines(shown(80, { scroll: limit - 1 }), settings, region)).not.toEqual(last);
  });

  test('an assumed basis is said first', () => {
    const assumed = aLoggedFlow({}, { verdict_basis: 5, drop_action_override: 'LogAndDrop' });
    expect(ofEntry(aFlowEntry({ flow: assumed }))).toContain(' ◌ assumed: would be denied · INGRESS to shop/db-0');
  });

  test('tells where the mode was read', () => {
    const status = { modes: [{ node_name: 'myhost', basis: 3, origin: 'felix-config node.myhost' }] };
    const session = { ...shown(100).data.session, observedStatus: status };
    expect(textOf(shown(100, {}, { session }))).toContain('known  from felix-config node.myhost = LogAndAccept');
  });

  test('JSON opens and closes, every line of it indented as it is', () => {
    expect(textOf(shown(100))).toContain('JSON ▸ (J shows it)');
    const text = textOf(shown(100, { isJsonShown: true }), { columns: 100, rows: 130 });
    expect(text).toContain('JSON ▾ (J hides it)');
    expect(text).toMatch(/\n {5}"TCP": \{\s*\n {7}"source_port": 56248,/);
  });

  test('a flow without JSON says so', () => {
    const strange = aLoggedFlow({ extensions: { type_url: 'x/none.Such', value: new Uint8Array(1) } });
    const snapshot = aSnapshot({ timeline: timelineOf(strange), ui: { detail: { ...open, isJsonShown: true } } });
    expect(textOf(snapshot)).toContain('this flow has no JSON');
  });

  test('a row of several flows tells how many; a member of it is shown by itself', () => {
    const members = retransmissions(flow);
    const entry = aFlowEntry({
      first: members[0] ?? aSeenFlow(),
      latest: members[2] ?? aSeenFlow(),
      members,
      count: 3,
    });
    expect(ofEntry(entry)).toContain('row    3 flows in this row, the last at 18:42:47.286000');
    const snapshot = aSnapshot({
      timeline: aTimeline([entry]),
      ui: { detail: open },
      flows: { cursor: { seq: 0, member: 1 }, expanded: new Set([0]), isFollowing: false },
    });
    expect(textOf(snapshot)).toContain('18:42:45.270000');
  });

  test('markers and gaps have a detail too', () => {
    const marker = ofEntry({ kind: 'marker', seq: 0, time: at(1), about: 'policy', text: 'policy shop/db updated' });
    expect(marker).toContain('policy shop/db updated');
    expect(marker).toContain('when   2024-05-18 18:42:45.000000');
    expect(marker).toContain('Flows above it were decided by the policies as they were before');
    const gap = ofEntry({
      kind: 'gap',
      seq: 0,
      time: undefined,
      by: 'source',
      missed: 214,
      text: 'up to 214 flows lost',
    });
    expect(gap).toContain('missed up to 214');
    expect(gap).toContain('lost before they reached the server');
  });

  test('with no row there is nothing to tell', () => {
    expect(textOf(aSnapshot({ ui: { detail: open } }))).toContain('No row is selected.');
  });
});
