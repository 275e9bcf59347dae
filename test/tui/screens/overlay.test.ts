import { describe, expect, test } from 'vitest';

import { keyTable } from '../../../src/tui/keys/key-table.ts';
import type { Region } from '../../../src/tui/layout.ts';
import type { ScreenSettings } from '../../../src/tui/screen.ts';
import { overlayLines } from '../../../src/tui/screens/overlay.ts';
import { scrollLimit } from '../../../src/tui/components/scroll-limit.ts';
import type { Overlay, UiState } from '../../../src/tui/state/ui-state.ts';
import { aSnapshot, plainLines, screenSettings } from '../builders/flow-screen.ts';
import { faultsInside, goldenFile, goldenRegions, goldenText } from '../builders/golden.ts';

const settings = screenSettings();
const large: Region = { columns: 120, rows: 200 };
const help = (search = '', scroll = 0): Overlay => ({ kind: 'help', search, scroll });
const onlyPause = (command: string): readonly string[] => (command === 'pause' ? ['p'] : []);
const withServer = (flags: readonly string[]): string => `observe --server x ${flags.join(' ')}`;
const nothing = { kind: 'command', name: 'back' } as const;

function textOf(overlay: Overlay, ui: Partial<UiState> = {}, region = large, by: ScreenSettings = settings): string {
  const { filter = {}, ...rest } = ui;
  return plainLines(overlayLines(aSnapshot({ ui: { overlay, ...rest }, filter }), by, region)).join('\n');
}

const overlays: readonly (readonly [string, Overlay, Partial<UiState>])[] = [
  ['help', help(), {}],
  ['columns', { kind: 'columns', selected: 1 }, {}],
  ['groups', { kind: 'groups', selected: 0 }, { tab: 'top' }],
  ['filter-forms', { kind: 'filter-forms', scroll: 0 }, {}],
  [
    'menu',
    {
      kind: 'menu',
      title: 'Copy',
      selected: 1,
      items: [
        { key: 'r', label: 'row', action: nothing },
        { key: 'j', label: 'JSON', action: nothing },
      ],
    },
    {},
  ],
  ['confirm', { kind: 'confirm', question: 'Remove all filters?', yes: nothing }, {}],
];

describe.each(overlays)('overlay %s', (name, overlay, ui) => {
  test.each(goldenRegions)('$columns × $rows', async (region) => {
    const { columns } = region;
    const snapshot = aSnapshot({ columns, ui: { ...ui, overlay }, filter: { terms: ['audited', '-port:53'] } });
    const lines = overlayLines(snapshot, settings, region);
    expect(faultsInside(lines, region)).toEqual([]);
    expect(lines.length).toBeGreaterThan(2);
    await expect(goldenText(lines)).toMatchFileSnapshot(goldenFile(`overlay-${name}-${region.columns}x${region.rows}`));
  });
});

test('a prompt has a place of its own, and nothing is nothing', () => {
  const prompt = {
    kind: 'prompt',
    purpose: 'save',
    text: '',
    at: 0,
    candidates: [],
    candidate: undefined,
    note: undefined,
  } as const;
  expect(textOf(prompt)).toBe('');
  expect(overlayLines(aSnapshot(), settings, large)).toEqual([]);
});

describe('help', () => {
  test('tells every command of the table with its keys, those of the screen below it first', () => {
    const text = textOf(help());
    expect(keyTable.filter(({ help: words }) => !text.includes(words.slice(0, 40))).map(({ name }) => name)).toEqual(
      [],
    );
    expect(text).toMatch(/^┌─ Keys[^\n]*\n│ Here, in the flow table/);
    expect(textOf(help(), { tab: 'nodes' })).toContain('Here, in the nodes tab');
  });

  test('a search finds words, names and keys', () => {
    expect(textOf(help('histogram'))).toContain('Verdicts over time');
    expect(textOf(help('ctrl-f'))).toContain('All filters off');
    expect(textOf(help('histogram'))).not.toContain('One row down');
    expect(textOf(help('no such thing'))).toContain('No key for that.');
  });

  test('scrolls to its end', () => {
    const ui = { ...aSnapshot().ui, overlay: help() };
    const limit = scrollLimit('help', { ...aSnapshot(), ui }, settings);
    expect(limit).toBeGreaterThan(50);
    expect(textOf(help('', limit), {}, { columns: 100, rows: 21 })).toMatch(/to (\d+) of \1 /);
  });

  test('shows the keys of the configuration, and which commands have none', () => {
    const text = textOf(help('', 0), {}, large, { ...settings, keysOf: onlyPause });
    expect(text).toMatch(/ {2}p +Freeze the view/);
    expect(text).toMatch(/no key +One row down/);
  });
});

describe('choosers', () => {
  test('columns: what is shown and how wide, the chosen one under the cursor', () => {
    const columns = [
      { name: 'time', isShown: true, width: 12 },
      { name: 'node', isShown: false, width: undefined },
    ] as const;
    const lines = textOf({ kind: 'columns', selected: 1 }, { columns }).split('\n');
    expect(lines[1]).toMatch(/^│ {3}\[x\] time +12 cells │$/);
    expect(lines[2]).toMatch(/^│ ▌ \[ \] node that saw it +fitted +│$/);
  });

  test('groups: the chosen ones by their place', () => {
    const text = textOf({ kind: 'groups', selected: 0 }, { tab: 'policies' });
    expect(text).toMatch(/▌ \[1\] policy.*\n.*\[2\] direction.*\n.*\[ \] source workload/);
    expect(textOf({ kind: 'groups', selected: 0 }, { tab: 'flows' })).toBe('');
  });

  test('a long menu keeps its chosen item in sight', () => {
    const items = Array.from({ length: 30 }, (_, index) => ({
      key: String(index),
      label: `item ${index}`,
      action: nothing,
    }));
    const text = textOf({ kind: 'menu', title: 'Many', items, selected: 25 }, {}, { columns: 40, rows: 8 });
    expect(text).toContain('▌ 25  item 25');
    expect(text).toMatch(/to \d+ of 30/);
  });
});

describe('filter forms', () => {
  const forms: Overlay = { kind: 'filter-forms', scroll: 0 };
  const filter = { ...aSnapshot().ui.filter, terms: ['audited', 'port:53'] };

  test('words, flags, CEL and command', () => {
    const text = textOf(forms, { filter });
    expect(text).toContain('audited port:53');
    expect(text).toContain('--verdict AUDIT');
    expect(text).toContain('--port 53');
    expect(text).toContain('_flow.verdict == Verdict.AUDIT');
    expect(text).toContain('observe --verdict AUDIT');
  });

  test('the command is the whole one where it is known', () => {
    expect(textOf(forms, { filter }, large, { ...settings, commandWith: withServer })).toContain(
      'observe --server x --verdict',
    );
  });

  test('filters that are off are no filter', () => {
    expect(textOf(forms, { filter: { ...filter, isOff: true } })).toContain('no filter');
  });
});
