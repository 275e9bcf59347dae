import { describe, expect, it } from 'vitest';
import { footLine } from '../../../src/tui/screens/foot.ts';
import { textWidth } from '../../../src/tui/text/width.ts';
import { aSnapshot, plainLines, screenSettings, type SnapshotOptions } from '../builders/flow-screen.ts';

function footOf(columns: number, options: SnapshotOptions = {}): string {
  const [line = ''] = footLine(aSnapshot(options), screenSettings(), { columns, rows: 1 });
  expect(textWidth(line)).toBe(columns);
  return (plainLines([line])[0] ?? '').trimEnd();
}

describe('footLine', () => {
  it('shows the tabs and the keys that matter now', () => {
    expect(footOf(100)).toBe(
      ' 1 flows  2 top  3 policies  4 nodes          Enter detail  / filter  + x cell  Space pause  ? help',
    );
    expect(footOf(100, { ui: { tab: 'top' } })).toMatch(/Enter flows {2}\/ filter {2}S sort {2}o choose {2}\? help$/);
  });

  it('names only the open tab, then leaves out keys, where there is little room; the help stays', () => {
    expect(footOf(80)).toMatch(/^ 1 flows 2 3 4 .*Enter detail .*Space pause {2}\? help$/);
    expect(footOf(40)).toMatch(/^ 1 flows 2 3 4 .*Enter detail {2}\? help$/);
  });

  it('shows the keys as they are configured, and leaves out commands without one', () => {
    const settings = { ...screenSettings(), keysOf: (command: string) => (command === 'pause' ? ['p', 'Space'] : []) };
    const [line = ''] = footLine(aSnapshot(), settings, { columns: 80, rows: 1 });
    expect(plainLines([line])[0]).toMatch(/4 nodes +p pause $/);
  });

  it('says a message instead of the keys until its time is over', () => {
    const message = { tone: 'info', text: 'copied 1 row', untilMs: 1001 } as const;
    expect(footOf(80, { ui: { message } })).toMatch(/^ 1 flows {2}2 top .* copied 1 row$/);
    expect(footOf(80, { ui: { message: { ...message, untilMs: 1000 } } })).toMatch(/help$/);
  });

  it('gives a long message the whole line', () => {
    const text = 'x'.repeat(200);
    expect(footOf(60, { ui: { message: { tone: 'error', text, untilMs: 2000 } } })).toBe(` ${'x'.repeat(57)}…`);
  });

  it('says why there is no connection', () => {
    const state = { kind: 'reconnecting', retryAtMs: 0, reason: 'connection refused' } as const;
    expect(footOf(80, { session: { state } })).toMatch(/ connection refused$/);
    const failed = { kind: 'failed', message: 'no such file', hint: 'look at the path' } as const;
    expect(footOf(80, { session: { state: failed } })).toMatch(/ no such file \(look at the path\)$/);
  });

  it('keeps to the keys of what is open while there is no connection', () => {
    const state = { kind: 'reconnecting', retryAtMs: 0, reason: 'connection refused' } as const;
    const overlay = { kind: 'help', search: '', scroll: 0 } as const;
    expect(footOf(80, { session: { state }, ui: { overlay } })).toMatch(/Esc close$/);
  });

  it('tells the way out of the filter bar last', () => {
    const editing = {
      text: '',
      at: 0,
      recalled: undefined,
      candidates: [],
      candidate: undefined,
      replaces: { from: 0, to: 0 },
      fault: undefined,
    };
    expect(footOf(40, { filter: { editing } })).toMatch(/Esc leave$/);
  });

  it('has no tabs on the start screen', () => {
    expect(footOf(80, { ui: { start: { tried: [] } } })).toMatch(/^ +d demo {2}f file/);
  });
});
