import { describe, expect, test } from 'vitest';

import { startLines } from '../../../src/tui/screens/start.ts';
import { aSnapshot, plainLines, screenSettings } from '../builders/flow-screen.ts';
import { faultsIn, goldenFile, goldenRegions, goldenText } from '../builders/golden.ts';

const settings = screenSettings();
const onlyDemo = (command: string): readonly string[] => (command === 'start-demo' ? ['x'] : []);
const start = {
  tried: [
    { what: 'unix socket', outcome: 'not there' },
    { what: 'localhost:4245', outcome: 'connection refused' },
  ],
};

describe('startLines', () => {
  test.each(goldenRegions)('$columns × $rows', async (region) => {
    const lines = startLines(aSnapshot({ columns: region.columns, ui: { start } }), settings, region);
    expect(faultsIn(lines, region)).toEqual([]);
    await expect(goldenText(lines)).toMatchFileSnapshot(goldenFile(`start-${region.columns}x${region.rows}`));
  });

  test('shows the keys in force, and none for a command without one', () => {
    const snapshot = aSnapshot({ ui: { start } });
    const text = plainLines(startLines(snapshot, { ...settings, keysOf: onlyDemo }, { columns: 80, rows: 20 })).join(
      '\n',
    );
    expect(text).toContain('x  demo with recorded kernel logs');
    expect(text).not.toContain('open a log or flow file');
  });

  test('with nothing tried it says so', () => {
    const lines = plainLines(
      startLines(aSnapshot({ ui: { start: { tried: [] } } }), settings, { columns: 80, rows: 20 }),
    );
    expect(lines.join('\n')).toContain('nothing was tried yet');
  });
});
