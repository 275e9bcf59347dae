import { describe, expect, it } from 'vitest';
import { textWidth } from '../../../src/tui/text/width.ts';
import type { ThemeOptions } from '../../../src/tui/theme/themes.ts';
import { aSnapshot, aTimeline, plainLines, screenSettings, type SnapshotOptions } from '../builders/flow-screen.ts';
import { frameLines } from '../builders/frames.ts';
import { rolloutBars, rolloutEntries } from '../builders/rollout-view.ts';

/** Returns the frame as it is kept: a bar at the end of each line shows its width. */
function frameText(options: SnapshotOptions, theme: Partial<ThemeOptions> = {}): string {
  const snapshot = aSnapshot({ timeline: aTimeline(rolloutEntries()), bars: rolloutBars(), ...options });
  const lines = frameLines(snapshot, screenSettings(theme));
  expect(lines.length).toBe(snapshot.ui.size.rows);
  for (const line of lines) expect(textWidth(line), line).toBe(snapshot.ui.size.columns);
  return `${plainLines(lines).join('|\n')}|\n`;
}

const framesFolder = '../../fixtures/tui/frames';
const histogram = { isOpen: true, zoom: 1, pickedMs: undefined };
const verdictColumn = 5;

describe('the flows screen', () => {
  it.each([
    [200, 50],
    [100, 24],
    [80, 24],
    [60, 15],
    [40, 12],
  ])('at %i × %i is the frame that was looked over', async (columns, rows) => {
    const filter = { terms: ['audited', '-dns'] };
    const text = frameText({ columns, rows, filter, ui: { column: verdictColumn, histogram } });
    await expect(text).toMatchFileSnapshot(`${framesFolder}/flows-${columns}x${rows}.txt`);
  });

  it('of ASCII alone has no other characters of its own', async () => {
    const entries = rolloutEntries().slice(0, 7);
    const text = frameText(
      { columns: 80, ui: { column: verdictColumn, histogram }, timeline: aTimeline(entries) },
      { isAscii: true },
    );
    expect(text).toMatch(/^[\n -~]*$/);
    await expect(text).toMatchFileSnapshot(`${framesFolder}/flows-ascii-80x24.txt`);
  });

  it('paused, with an expanded row, marks and older flows that left', async () => {
    const text = frameText({
      rows: 16,
      timeline: aTimeline(rolloutEntries(), { first: 1204, leftFlows: 1204 }),
      flows: {
        isFollowing: false,
        pausedAt: 1210,
        top: 1204,
        cursor: { seq: 1204, member: 1 },
        expanded: new Set([1204]),
        marks: new Set([1205, 1207]),
      },
    });
    await expect(text).toMatchFileSnapshot(`${framesFolder}/flows-paused-100x16.txt`);
  });

  it('wide and scrolled sideways, with times since the row before', async () => {
    const text = frameText({ rows: 12, ui: { isWide: true, sideways: 70, timeStyle: 'delta' } });
    await expect(text).toMatchFileSnapshot(`${framesFolder}/flows-wide-100x12.txt`);
  });
});
