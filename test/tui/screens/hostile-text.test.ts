import { describe, expect, test } from 'vitest';

import { packFlowExtension } from '../../../src/flow/codec/extension.ts';
import type { FlowExtension } from '../../../src/flow/flow-extension.ts';
import type { Flow } from '../../../src/flow/flow.ts';
import type { Region } from '../../../src/tui/layout.ts';
import type { Snapshot } from '../../../src/tui/screen.ts';
import { detailLines } from '../../../src/tui/screens/detail.ts';
import { nodesLines } from '../../../src/tui/screens/nodes.ts';
import { overlayLines } from '../../../src/tui/screens/overlay.ts';
import { policiesLines } from '../../../src/tui/screens/policies.ts';
import { promptLines } from '../../../src/tui/screens/prompt.ts';
import { startLines } from '../../../src/tui/screens/start.ts';
import { topLines } from '../../../src/tui/screens/top.ts';
import type { Overlay, UiState } from '../../../src/tui/state/ui-state.ts';
import { aSnapshot, aTimeline, at, screenSettings } from '../builders/flow-screen.ts';
import { filledMessage } from '../builders/filled-message.ts';
import { faultsIn, faultsInside } from '../builders/golden.ts';
import { aConversation, timelineOf, withConversations } from '../builders/other-screens.ts';

const texts = [
  'plain',
  '\u001b[2J\u001b]0;title\u0007',
  'line\r\nbreak\ttab\u2028\u2029',
  '\u202egnp.exe\u2066',
  '日本語のポッド名前がとても長い名前です',
  '👩‍👩‍👧‍👦 🇩🇪 ❤️ family',
  'e\u0301\u0301\u0301 combining\u200b\u200d',
  'x'.repeat(5000),
  '\ud800 half',
  '\u0085\u009b31m',
  '',
];
const regions: readonly Region[] = [
  { columns: 200, rows: 30 },
  { columns: 80, rows: 24 },
  { columns: 41, rows: 9 },
  { columns: 7, rows: 3 },
];
const settings = [
  screenSettings(),
  screenSettings({ isAscii: true, hasColor: false }),
  screenSettings({ name: 'high-contrast' }),
];

/** Puts `text` in place of every string of a value. */
function replaced(value: unknown, text: string): unknown {
  if (typeof value === 'string') return text;
  if (Array.isArray(value)) return value.map((item) => replaced(item, text));
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, replaced(held, text)]));
}

/** A flow with every field set, and `text` for every string in it. */
function hostileFlow(text: string): Flow {
  const extension = replaced(filledMessage('observed.v1.FlowExtension').value, text) as FlowExtension;
  const flow = replaced(filledMessage('flow.Flow', ['extensions']).value, text) as Flow;
  return { ...flow, extensions: packFlowExtension(extension) };
}

function screensOf(text: string): readonly (readonly [string, Snapshot, typeof detailLines])[] {
  const flow = hostileFlow(text);
  const list = [text, text];
  const detail = { isOpen: true, hasFocus: true, isFull: false, scroll: 3, grownBy: 0, isJsonShown: true };
  const rows = [aConversation([text, text, text], { whom: list })];
  const session = {
    name: text,
    cluster: text,
    nodes: { connected: 0, total: 1, away: list },
    nodeList: { nodes: [{ name: text, version: text, address: text }] },
    observedStatus: {
      sources: [
        { name: text, state: text, message: text, rejected: { [text]: 3n }, skipped_by_reason: { [text]: 1n } },
      ],
      modes: [{ node_name: text, origin: text, drop_action_override: text, warning: text }],
      windows: [{ retention_class: text }],
      lost: { [text]: 2n },
      warnings: list,
    },
    notices: list,
  };
  const marker = { kind: 'marker', seq: 0, time: at(0), about: 'policy', text } as const;
  return [
    [
      'detail',
      aSnapshot({
        timeline: timelineOf(flow, [
          { flow, nodeName: text, time: at(0) },
          { flow, nodeName: text, time: at(1) },
        ]),
        ui: { detail },
      }),
      detailLines,
    ],
    ['detail of a marker', aSnapshot({ timeline: aTimeline([marker]), ui: { detail } }), detailLines],
    ['top', withConversations(aSnapshot({ ui: { tab: 'top' } }), rows, 4), topLines],
    ['top, wide', withConversations(aSnapshot({ ui: { tab: 'top', isWide: true, sideways: 5 } }), rows), topLines],
    ['policies', withConversations(aSnapshot({ ui: { tab: 'policies' } }), rows), policiesLines],
    ['nodes', aSnapshot({ session, ui: { tab: 'nodes' } }), nodesLines],
    ['nodes away', aSnapshot({ session: { ...session, nodeList: undefined }, ui: { tab: 'nodes' } }), nodesLines],
    ['start', aSnapshot({ ui: { start: { tried: [{ what: text, outcome: text }] } } }), startLines],
  ];
}

function overlaysOf(text: string): readonly Overlay[] {
  const action = { kind: 'command', name: 'back' } as const;
  return [
    { kind: 'help', search: text, scroll: 0 },
    { kind: 'menu', title: text, selected: 0, items: [{ key: 'a', label: text, action }] },
    { kind: 'confirm', question: text, yes: action },
    { kind: 'filter-forms', scroll: 0 },
  ];
}

describe.each(texts.map((text) => [JSON.stringify(text.slice(0, 20)), text] as const))('%s', (_name, text) => {
  test.each(screensOf(text).map(([name, snapshot, draw]) => ({ name, snapshot, draw })))(
    '$name fills its region and moves no cursor',
    ({ snapshot, draw }) => {
      for (const region of regions) {
        for (const by of settings) expect(faultsIn(draw(snapshot, by, region), region)).toEqual([]);
      }
    },
  );

  test('overlays stay inside their region', () => {
    for (const overlay of overlaysOf(text)) {
      const ui: Partial<UiState> = { overlay };
      for (const region of regions) {
        const lines = overlayLines(aSnapshot({ ui, filter: { terms: [text] } }), settings[0]!, region);
        expect(faultsInside(lines, region)).toEqual([]);
        expect(lines.length).toBeGreaterThan(0);
      }
    }
  });

  test('a prompt fills its lines', () => {
    const overlay = {
      kind: 'prompt',
      purpose: 'save',
      text,
      at: text.length,
      candidates: [text, text],
      candidate: 1,
      note: text,
    } as const;
    for (const { columns } of regions) {
      const region = { columns, rows: 3 };
      expect(faultsIn(promptLines(aSnapshot({ ui: { overlay } }), settings[0]!, region), region)).toEqual([]);
    }
  });
});
