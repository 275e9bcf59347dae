import { describe, expect, it } from 'vitest';
import { barCount, barWidthMs, histogramLines } from '../../../src/tui/screens/histogram.ts';
import type { VerdictCounts } from '../../../src/tui/state/readers.ts';
import type { UiState } from '../../../src/tui/state/ui-state.ts';
import { textWidth } from '../../../src/tui/text/width.ts';
import {
  aFlowEntry,
  aSeenFlow,
  aSnapshot,
  aTimeline,
  at,
  counts,
  plainLines,
  screenSettings,
  startSeconds,
  type SnapshotOptions,
} from '../builders/flow-screen.ts';

const newest = Math.floor(startSeconds / 5) * 5000;
const replay = { state: { kind: 'replay', at: undefined } } as const;

function barsBack(...levels: readonly VerdictCounts[]): ReadonlyMap<number, VerdictCounts> {
  return new Map(levels.map((level, index) => [newest - index * 5000, level]));
}

function painted(options: SnapshotOptions, rows: number, columns: number): readonly string[] {
  const lines = histogramLines(aSnapshot({ session: replay, ...options }), screenSettings(), { columns, rows });
  expect(lines.map((line) => textWidth(line))).toEqual(Array.from({ length: rows }, () => columns));
  return lines;
}

function linesOf(options: SnapshotOptions, rows = 4, columns = 60): readonly string[] {
  return plainLines(painted(options, rows, columns)).map((line) => line.trimEnd());
}

const zoomed = (zoom: number, pickedMs?: number): Pick<UiState, 'histogram'> => ({
  histogram: { isOpen: true, zoom, pickedMs },
});

describe('histogramLines', () => {
  it('draws a line for each class, each to its own scale, the newest bar at the right', () => {
    const bars = barsBack(
      counts({ allowed: 80, audited: 1 }),
      counts({ allowed: 10 }),
      counts({ allowed: 40, denied: 3 }),
    );
    const [denied, audited, allowed] = linesOf({ bars });
    expect(denied).toMatch(/^ +█ {3}denied$/);
    expect(audited).toMatch(/^ +█ audited$/);
    expect(allowed).toMatch(/^ +▄▁█ allowed$/);
  });

  it('shows the lowest bar for anything above nothing', () => {
    const bars = barsBack(counts({ allowed: 100_000 }), counts({ allowed: 1 }), counts());
    expect(linesOf({ bars })[2]).toMatch(/ ▁█ allowed$/);
  });

  it('uses lines that are left for higher bars, or for the classes that occur besides', () => {
    const half = linesOf({ bars: barsBack(counts({ denied: 16 }), counts({ denied: 8 })) }, 5);
    expect(half[0]).toMatch(/^ +█$/);
    expect(half[1]).toMatch(/^ +██ denied$/);
    const six = linesOf({ bars: barsBack(counts({ undecided: 1, error: 1 })) }, 6);
    expect(six.slice(0, 5).map((line) => line.trim().split(' ').at(-1))).toEqual([
      'denied',
      'audited',
      'allowed',
      'undecided',
      'error',
    ]);
  });

  it('tells the highest bar where there is room', () => {
    expect(linesOf({ bars: barsBack(counts({ audited: 1204 })) }, 4, 100)[1]).toMatch(/◌ audited {2}peak 1,204$/);
  });

  it('has the times of bars below, and their width', () => {
    const axis = linesOf({ bars: barsBack(counts({ allowed: 1 })) }).at(-1);
    expect(axis).toMatch(/^ 18:38:45 {12}18:40:25 {12}18:42:05 5 s$/);
    expect(linesOf({ bars: barsBack(counts({ allowed: 1 })), ui: zoomed(3) }).at(-1)).toMatch(/ 1 m$/);
  });

  it('makes the picked bar stand out and tells what it holds', () => {
    const bars = barsBack(counts({ allowed: 80 }), counts({ allowed: 10, denied: 2 }));
    const ui = zoomed(1, newest - 5000);
    expect(painted({ bars, ui }, 4, 60)[2]).toContain('\u001B[7m▁\u001B[27m');
    expect(linesOf({ bars, ui }).at(-1)).toBe(' 18:42:35 +5 s: 2 denied, 10 allowed');
    expect(linesOf({ bars, ui: zoomed(1, newest - 10_000) }).at(-1)).toBe(' 18:42:30 +5 s: no flow');
  });

  it('moves to a picked bar that is out of sight', () => {
    const far = newest - 3_600_000;
    expect(
      linesOf({
        bars: new Map([
          [newest, counts()],
          [far, counts({ audited: 5 })],
        ]),
        ui: zoomed(1, far),
      }).at(-1),
    ).toBe(' 17:42:40 +5 s: 5 audited');
  });

  it('goes on with the clock while the stream is live, and stands still while the view is paused', () => {
    const bars = barsBack(counts({ allowed: 1 }));
    const live = { state: { kind: 'live' } } as const;
    const distance = (options: SnapshotOptions): number => {
      const line = linesOf({ bars, session: live, ...options })[2] ?? '';
      return line.lastIndexOf('allowed') - line.lastIndexOf('█') - 2;
    };
    expect(distance({})).toBe(12);
    const paused = aSeenFlow({ time: at(9) });
    expect(distance({ timeline: aTimeline([aFlowEntry({ first: paused })]), flows: { pausedAt: 1 } })).toBe(2);
  });

  it('says so before the first flow', () => {
    expect(linesOf({}, 4)).toEqual([' Verdicts over time: no flow yet', '', '', '']);
  });
});

describe('barCount and barWidthMs', () => {
  it('follow the width of the screen and the zoom', () => {
    expect([barCount(60), barCount(100), barCount(3)]).toEqual([48, 75, 1]);
    expect([0, 1, 5, 99].map((zoom) => barWidthMs(aSnapshot({ ui: zoomed(zoom) })))).toEqual([
      1000, 5000, 3_600_000, 3_600_000,
    ]);
  });
});
