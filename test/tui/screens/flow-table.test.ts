import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Region } from '../../../src/tui/layout.ts';
import { flowTableLines } from '../../../src/tui/screens/flow-table.ts';
import type { StreamState } from '../../../src/tui/state/readers.ts';
import { textWidth } from '../../../src/tui/text/width.ts';
import {
  aFlowEntry,
  aSnapshot,
  aTimeline,
  at,
  betweenPods,
  plainLines,
  screenSettings,
  type SnapshotOptions,
} from '../builders/flow-screen.ts';
import { frameLines } from '../builders/frames.ts';

const settings = screenSettings();
const region: Region = { columns: 100, rows: 10 };

function linesOf(options: SnapshotOptions): readonly string[] {
  return flowTableLines(aSnapshot(options), settings, region);
}

function textOf(options: SnapshotOptions): string {
  return plainLines(linesOf(options))
    .map((line) => line.trimEnd())
    .join('\n');
}

const rows = [betweenPods('shop/web-0', 'shop/db-0'), betweenPods('shop/web-1', 'shop/db-0', { verdict: 2 })];

describe('flowTableLines', () => {
  it('has a bar at the row under the cursor, and its selected cell in reverse video', () => {
    const [, first, second] = linesOf({ timeline: aTimeline(rows), ui: { column: 2 } });
    expect(first?.startsWith(' ')).toBe(true);
    expect(plainLines([second ?? ''])[0]?.startsWith('▌')).toBe(true);
    expect(second).toMatch(/\u{1B}\[7mshop\/web-1 *\u{1B}\[27m/u);
    expect(first).not.toContain('\u001B[7m');
  });

  it('paints the verdict in its colour, and tells it without', () => {
    const [, first, second] = linesOf({ timeline: aTimeline(rows) });
    expect(first).toContain('\u001B[33m◌ none (INGRESS AUDITED)');
    expect(second).toContain('\u001B[31m✗ none (INGRESS DENIED)');
  });

  it('makes the first denied or audited flow of an edge stand out', () => {
    const [, first] = linesOf({ timeline: aTimeline([aFlowEntry({ isNewEdge: true }), ...rows]) });
    expect(first).toContain('\u001B[1m\u001B[33m◌');
  });

  it('dims acknowledged rows that are shown', () => {
    const entry = aFlowEntry({ isAcknowledged: true });
    const [, first] = linesOf({ timeline: aTimeline([entry, ...rows]), ui: { showsAcknowledged: true } });
    expect(first).toContain('\u001B[2m◌ none (INGRESS AUDITED)');
  });

  it('colours endpoints only when asked to', () => {
    const options = { timeline: aTimeline([...rows, ...rows]) };
    const [, plain] = linesOf(options);
    const [, colored] = linesOf({ ...options, ui: { hasEndpointColors: true } });
    // oxlint-disable-next-line no-control-regex -- The looks are what is tested.
    expect(plain).not.toMatch(/m *shop\/web-0/);
    // oxlint-disable-next-line no-control-regex -- The looks are what is tested.
    expect(colored).toMatch(/\u001B\[\d\dmshop\/web-0/);
  });

  it('highlights what is sought, in any letter case, in rows and markers', () => {
    const marker = { kind: 'marker', seq: 0, time: at(1), about: 'policy', text: 'policy shop/WEB updated' } as const;
    const [, first, second] = linesOf({
      timeline: aTimeline([rows[0] ?? marker, marker, ...rows]),
      flows: { search: 'p/WeB' },
    });
    expect(first).toContain('sho\u001B[30;43mp/web\u001B[39;49m-0');
    expect(second).toContain('\u001B[30;43mp/WEB\u001B[39;49m');
  });

  it('takes what is sought literally', () => {
    const [, first] = linesOf({ timeline: aTimeline([...rows, ...rows]), flows: { search: '(ing' } });
    expect(first).toContain('\u001B[30;43m(ING\u001B[39;49m');
  });

  it('marks the range that is being made up to the cursor', () => {
    const entries = [0, 1, 2, 3].map(() => betweenPods('shop/web-0', 'shop/db-0'));
    const flows = { isFollowing: false, rangeFrom: 2, cursor: { seq: 1, member: undefined } };
    const marked = plainLines(linesOf({ timeline: aTimeline(entries), flows })).map((line) => line.includes('●'));
    expect(marked.slice(1, 5)).toEqual([false, true, true, false]);
  });

  it('says how many flows left before the first row', () => {
    expect(textOf({ timeline: aTimeline(rows, { leftFlows: 12_345 }) }).split('\n')[1]).toBe(
      ' 12,345 older flows left: the view keeps the newest 2',
    );
  });

  it('is as wide and as high as its region, whatever that is', () => {
    for (const rowCount of [0, 1, 2, 5]) {
      const lines = flowTableLines(aSnapshot({ timeline: aTimeline(rows, { leftFlows: 1 }) }), settings, {
        columns: 70,
        rows: rowCount,
      });
      expect(lines.map((line) => textWidth(line))).toEqual(Array.from({ length: rowCount }, () => 70));
    }
  });
});

describe('a table without rows', () => {
  const failed: StreamState = { kind: 'failed', message: 'permission denied', hint: 'run it as root' };
  const gone: StreamState = { kind: 'reconnecting', retryAtMs: 0, reason: 'connection reset' };
  it.each<readonly [string, SnapshotOptions, string, string]>([
    ['nothing yet', {}, 'No flow yet. New ones appear here by themselves.', ''],
    ['connecting', { session: { state: { kind: 'connecting' } } }, 'Connecting to unix:observed.sock', ''],
    ['an error', { session: { state: failed } }, 'permission denied', 'run it as root'],
    [
      'a break',
      { session: { state: gone } },
      'The connection to unix:observed.sock is gone: connection reset',
      'It is tried again by itself.',
    ],
    ['an empty file', { session: { state: { kind: 'ended' }, name: 'kern.log' } }, 'kern.log holds no flow.', ''],
    [
      'filters',
      { filter: { terms: ['audited'] } },
      'No flow has matched the filters yet.',
      'Ctrl-f turns them off and on, u takes the last change back, / edits them',
    ],
    [
      'filters that are off',
      { filter: { terms: ['audited'], isOff: true } },
      'No flow yet. New ones appear here by themselves.',
      '',
    ],
    [
      'acknowledged edges',
      { timeline: aTimeline(rows, { acknowledgedFlows: 2, isShown: () => false }) },
      'Only flows of acknowledged edges: 2 flows, folded away.',
      'A shows them',
    ],
    [
      'a cleared view',
      { timeline: aTimeline(rows), flows: { clearedBefore: 2 } },
      'Cleared. What arrives from now on is shown.',
      '',
    ],
    [
      'a pause',
      { timeline: aTimeline(rows), flows: { pausedAt: 0 } },
      'Paused before the first flow.',
      'Space goes on',
    ],
  ])('says so: %s', (_, options, why, advice) => {
    const lines = textOf(options).split('\n');
    expect([lines[2], lines[3]]).toEqual([`  ${why}`, advice === '' ? '' : `  ${advice}`]);
  });

  it('tells what is to be known about the answer', () => {
    const notices = ['7 flows of Log rules carry no verdict'];
    expect(textOf({ filter: { terms: ['audited'] }, session: { notices } }).split('\n')[5]).toBe(`  ${notices[0]}`);
  });
});

describe('hostile text', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '\u001B[2J',
      '\u001B]0;x\u0007',
      '\u202E',
      '\u200D',
      '\u0301',
      '日',
      '👩‍👩‍👧‍👦',
      '🇩🇪',
      '\t',
      '\n',
      '\r',
      '\u009B',
      '\uD83D',
    ),
    fc.string({ unit: 'binary', maxLength: 6 }),
  );
  const text = fc.oneof(
    fc.array(piece, { maxLength: 8 }).map((parts) => parts.join('')),
    fc.string({ unit: 'grapheme', minLength: 300, maxLength: 300 }),
  );

  it('keeps every line exactly as wide as the screen, and nothing of it reaches the terminal', () => {
    const sizes = fc.record({ columns: fc.integer({ min: 40, max: 160 }), rows: fc.integer({ min: 12, max: 30 }) });
    fc.assert(
      fc.property(fc.tuple(text, text), sizes, fc.nat(120), ([one, other], size, sideways) => {
        const flow = {
          node_name: other,
          source: { namespace: one, pod_name: other },
          destination_names: [one],
          Summary: other,
          verdict: 1,
          ingress_allowed_by: [{ name: one, kind: other }],
        };
        const entries = [
          aFlowEntry({ flow, count: 12 }),
          { kind: 'marker', seq: 0, time: at(1), about: 'policy', text: one } as const,
          { kind: 'gap', seq: 0, time: undefined, by: 'reader', missed: undefined, text: other } as const,
        ];
        const editing = {
          text: one,
          at: Math.min(3, one.length),
          recalled: undefined,
          candidates: [other, one],
          candidate: 1,
          replaces: { from: 0, to: 0 },
          fault: undefined,
        };
        const snapshot = aSnapshot({
          ...size,
          timeline: aTimeline(entries),
          session: { name: one, cluster: other },
          filter: { terms: [one, other], editing: sideways % 2 === 0 ? undefined : editing },
          flows: { search: other },
          ui: { sideways: sideways < 60 ? 0 : sideways, message: { tone: 'info', text: one, untilMs: 1e9 } },
        });
        for (const line of frameLines(snapshot, screenSettings({ isAscii: sideways % 3 === 0 }))) {
          expect(textWidth(line)).toBe(size.columns);
          // oxlint-disable-next-line no-control-regex -- These are what must not be there.
          expect(plainLines([line])[0]).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202A-\u202E]/);
        }
      }),
      { numRuns: 150 },
    );
  });
});
