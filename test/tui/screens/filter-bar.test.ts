import { describe, expect, it } from 'vitest';
import { filterBarLines } from '../../../src/tui/screens/filter-bar.ts';
import type { FilterEditing } from '../../../src/tui/state/ui-state.ts';
import { textWidth } from '../../../src/tui/text/width.ts';
import { aSnapshot, aTimeline, at, plainLines, screenSettings, type SnapshotOptions } from '../builders/flow-screen.ts';

const settings = screenSettings();

function paintedBar(options: SnapshotOptions, columns = 80): readonly string[] {
  const rows = options.filter?.editing === undefined ? 1 : 2;
  const lines = filterBarLines(aSnapshot(options), settings, { columns, rows });
  expect(lines.map((line) => textWidth(line))).toEqual(Array.from({ length: rows }, () => columns));
  return lines;
}

function barOf(options: SnapshotOptions, columns = 80): string {
  return plainLines(paintedBar(options, columns))
    .map((line) => line.trimEnd())
    .join('\n');
}

function editing(changes: Partial<FilterEditing>): SnapshotOptions {
  const empty: FilterEditing = {
    text: '',
    at: 0,
    recalled: undefined,
    candidates: [],
    candidate: undefined,
    replaces: { from: 0, to: 0 },
    fault: undefined,
  };
  return { filter: { editing: { ...empty, ...changes } } };
}

describe('filterBarLines', () => {
  it('shows what is in force, how much that is and how to turn it off', () => {
    expect(barOf({ filter: { terms: ['audited', '-dns'] } }, 60)).toBe(
      ' / audited -dns                           2 filters  ^F off',
    );
    expect(barOf({ filter: { terms: ['audited'] } }, 60)).toMatch(/1 filter {2}\^F off$/);
  });

  it('counts what was folded away as acknowledged', () => {
    const timeline = aTimeline([], { acknowledgedFlows: 1204 });
    expect(barOf({ timeline })).toMatch(/ {2}1,204 acknowledged$/);
    expect(barOf({ timeline, filter: { terms: ['audited'] } }, 60)).toMatch(/ {2}1 filter {2}\^F off$/);
    expect(barOf({ timeline, filter: { terms: ['audited'] } }, 100)).toMatch(
      / {2}1,204 acknowledged {2}1 filter {2}\^F off$/,
    );
    expect(barOf({ timeline, ui: { showsAcknowledged: true } })).not.toContain('acknowledged');
  });

  it('says that the filters are off, and strikes them', () => {
    expect(barOf({ filter: { terms: ['audited'], isOff: true } })).toMatch(/^ \/ audited {2,}filters off {2}\^F on$/);
    expect(paintedBar({ filter: { terms: ['audited'], isOff: true } })[0]).toContain('\u001B[2;9maudited');
  });

  it('shows as many chips as fit and says how many more there are', () => {
    const terms = Array.from({ length: 12 }, (_, index) => `from:shop/pod-${index}`);
    expect(barOf({ filter: { terms } }, 60)).toBe(' / from:shop/pod-0 +11 more              12 filters  ^F off');
    expect(barOf({ filter: { terms } }, 40)).toMatch(/^ \/ from:shop\/pod-0 \+11 more/);
  });

  it('tells what could be written where there is no filter', () => {
    expect(barOf({})).toBe(' / no filter; such as audited, port:5432, from:shop/, -dns');
  });

  it('offers the filter that was there before instead', () => {
    expect(barOf({ filter: { past: [['audited'], ['audited', '-dns']] } })).toBe(
      ' / no filter; u brings back audited -dns',
    );
    expect(barOf({ filter: { past: [[]] } })).toMatch(/such as audited/);
  });

  it('tells of the flows around one instead', () => {
    const around = { time: at(0.246), seq: 1 };
    expect(barOf({ filter: { terms: ['audited'] }, flows: { around } })).toBe(
      ' / around 18:42:44.246, 5 s before and after, no filters          Esc goes back',
    );
  });

  it('shows the text that is written, with its cursor', () => {
    expect(paintedBar(editing({ text: 'audited', at: 3 }))[0]).toContain('aud\u001B[7mi\u001B[27mted');
    expect(paintedBar(editing({ text: 'audited', at: 7 }))[0]).toContain('audited\u001B[7m \u001B[27m');
  });

  it('scrolls a long text so far that the cursor is in sight', () => {
    const text = Array.from({ length: 30 }, (_, index) => `port:${index}`).join(' ');
    expect(barOf(editing({ text, at: text.length }), 40).split('\n')[0]).toMatch(/port:29$/);
    expect(barOf(editing({ text, at: 0 }), 40).split('\n')[0]).toMatch(/^ \/ port:0 port:1/);
  });

  it('underlines what is wrong and says why', () => {
    const fault = { message: 'port: wants a number', from: 8, to: 14 };
    const [text, help] = paintedBar(editing({ text: 'audited port:x', at: 0, fault }));
    expect(text).toContain('\u001B[4;31mport:x\u001B[24;39m');
    expect(plainLines([help ?? ''])[0]?.trim()).toBe('port: wants a number');
  });

  it('tells how an unfinished filter could go on rather than that it is not finished', () => {
    const fault = { message: 'port: needs a value', from: 0, to: 5 };
    const unfinished = editing({ text: 'port:', at: 5, fault, candidates: ['53', '443'] });
    expect(barOf(unfinished).split('\n')[1]).toBe('   53  443');
    const elsewhere = editing({ text: 'port: aud', at: 9, fault, candidates: ['audited'] });
    expect(barOf(elsewhere).split('\n')[1]).toBe('   port: needs a value');
  });

  it('offers how the text could go on, the chosen one in sight', () => {
    const candidates = Array.from({ length: 20 }, (_, index) => `port:${5430 + index}`);
    const [, help] = paintedBar(editing({ text: 'po', at: 2, candidates, candidate: 19 }), 60);
    expect(help).toContain('\u001B[7mport:5449\u001B[27m');
    expect(plainLines([help ?? ''])[0]).toMatch(/^ ‹ port:/);
    expect(barOf(editing({ candidates: ['a', 'b'] })).split('\n')[1]).toBe('   a  b');
  });
});
