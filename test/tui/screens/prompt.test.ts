import { describe, expect, test } from 'vitest';

import { layoutOf } from '../../../src/tui/layout.ts';
import { promptLines } from '../../../src/tui/screens/prompt.ts';
import type { PromptState } from '../../../src/tui/state/ui-state.ts';
import { aSnapshot, plainLines, screenSettings } from '../builders/flow-screen.ts';
import { faultsIn, goldenFile, goldenRegions, goldenText } from '../builders/golden.ts';

const settings = screenSettings();
const prompt: PromptState = {
  kind: 'prompt',
  purpose: 'save',
  text: 'flows.csv',
  at: 5,
  candidates: ['flows.csv', 'flows.jsonl', 'flows.md'],
  candidate: 1,
  note: '/home/me/flows.csv is there and would be overwritten',
};

function linesOf(changes: Partial<PromptState>, columns = 60): readonly string[] {
  const snapshot = aSnapshot({ columns, ui: { overlay: { ...prompt, ...changes } } });
  const layout = layoutOf(snapshot.ui);
  const region = layout.kind === 'screen' ? layout.prompt : { columns, rows: 0 };
  const lines = promptLines(snapshot, settings, region);
  expect(faultsIn(lines, region)).toEqual([]);
  return lines;
}

describe('promptLines', () => {
  test.each(goldenRegions)('$columns × $rows', async ({ columns, rows }) => {
    await expect(goldenText(linesOf({}, columns))).toMatchFileSnapshot(goldenFile(`prompt-${columns}x${rows}`));
  });

  test('the text stands on the last line, whatever is above it', () => {
    expect(plainLines(linesOf({}))).toHaveLength(3);
    const alone = plainLines(linesOf({ candidates: [], note: undefined, purpose: 'command', text: 'save', at: 4 }));
    expect(alone.map((line) => line.trimEnd())).toEqual([' :save']);
  });

  test('the cursor is reversed, also behind the end', () => {
    expect(linesOf({}).at(-1)).toContain('flows\u001b[7m.\u001b[27mcsv');
    expect(linesOf({ at: 9 }).at(-1)).toContain('flows.csv\u001b[7m \u001b[27m');
  });

  test('a long text is scrolled to its cursor', () => {
    const text = `/very/long/${'x'.repeat(80)}/name`;
    const line = plainLines(linesOf({ text, at: text.length }, 50)).at(-1) ?? '';
    expect(line).toContain('‹');
    expect(line.trimEnd().endsWith('/name')).toBe(true);
  });

  test('the chosen candidate is in sight', () => {
    const candidates = Array.from({ length: 40 }, (_, index) => `candidate-${index}`);
    expect(plainLines(linesOf({ candidates, candidate: 30 }, 50))[1]).toContain('candidate-30 ');
  });

  test('nothing while no prompt is open', () => {
    expect(promptLines(aSnapshot(), settings, { columns: 60, rows: 1 })).toEqual([]);
  });
});
