import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layoutOf, smallestSize, type ScreenLayout } from '../../src/tui/layout.ts';
import type { UiState } from '../../src/tui/state/ui-state.ts';
import { tabNames } from '../../src/tui/state/ui-state.ts';
import { aSnapshot } from './builders/flow-screen.ts';

function uiOf(columns: number, rows: number, changes: Partial<UiState> = {}): UiState {
  return aSnapshot({ columns, rows, ui: changes }).ui;
}

function screenOf(ui: UiState): ScreenLayout {
  const layout = layoutOf(ui);
  if (layout.kind !== 'screen') throw new Error('the screen is too small');
  return layout;
}

const open: UiState['detail'] = {
  isOpen: true,
  hasFocus: false,
  isFull: false,
  scroll: 0,
  grownBy: 0,
  isJsonShown: false,
};
const histogram: UiState['histogram'] = { isOpen: true, zoom: 1, pickedMs: undefined };
const editing: UiState['filter']['editing'] = {
  text: '',
  at: 0,
  recalled: undefined,
  candidates: [],
  candidate: undefined,
  replaces: { from: 0, to: 0 },
  fault: undefined,
};

const anyUi = fc
  .record({
    columns: fc.integer({ min: 40, max: 320 }),
    rows: fc.integer({ min: 12, max: 120 }),
    tab: fc.constantFrom(...tabNames),
    detail: fc.record({ isOpen: fc.boolean(), isFull: fc.boolean(), grownBy: fc.integer({ min: -200, max: 200 }) }),
    isHistogramOpen: fc.boolean(),
    isEditing: fc.boolean(),
    isPrompt: fc.boolean(),
    isStart: fc.boolean(),
  })
  .map((given): UiState => {
    const ui = uiOf(given.columns, given.rows, {
      tab: given.tab,
      detail: { ...open, ...given.detail },
      histogram: { ...histogram, isOpen: given.isHistogramOpen },
      start: given.isStart ? { tried: [] } : undefined,
      overlay: given.isPrompt
        ? { kind: 'prompt', purpose: 'save', text: '', at: 0, candidates: ['a'], candidate: undefined, note: 'x' }
        : undefined,
    });
    return { ...ui, filter: { ...ui.filter, editing: given.isEditing ? editing : undefined } };
  });

function detailColumns(grownBy: number): number | undefined {
  return screenOf(uiOf(160, 24, { detail: { ...open, grownBy } })).detail?.columns;
}

function histogramRows(height: number, changes: Partial<UiState> = {}): number {
  return screenOf(uiOf(100, height, { histogram, ...changes })).histogram.rows;
}

describe('layoutOf', () => {
  it('adds up to the size for every size and state', () => {
    fc.assert(
      fc.property(anyUi, (ui) => {
        const { header, filterBar, body, table, detail, histogram: bars, prompt, foot } = screenOf(ui);
        expect(header.rows + filterBar.rows + body.rows + prompt.rows + foot.rows).toBe(ui.size.rows);
        const isBeside = detail?.place === 'side';
        expect(table.rows + (isBeside ? 0 : (detail?.rows ?? 0)) + bars.rows).toBe(body.rows);
        expect(table.columns + (isBeside ? detail.columns : 0)).toBe(ui.size.columns);
        for (const { columns } of [header, filterBar, body, bars, prompt, foot]) expect(columns).toBe(ui.size.columns);
        for (const { rows } of [table, body, bars, prompt]) expect(rows).toBeGreaterThanOrEqual(0);
        expect(isBeside ? detail.rows : table.rows).toBe(table.rows);
      }),
    );
  });

  it('keeps rows of the table in sight unless the detail takes the whole body', () => {
    fc.assert(
      fc.property(anyUi, (ui) => {
        const { table, detail } = screenOf(ui);
        expect(detail?.place === 'full' ? 4 : table.rows).toBeGreaterThanOrEqual(4);
      }),
    );
  });

  it('says what it needs below the smallest size', () => {
    expect(layoutOf(uiOf(39, 12))).toEqual({ kind: 'too-small', needs: smallestSize });
    expect(layoutOf(uiOf(40, 11))).toEqual({ kind: 'too-small', needs: smallestSize });
    expect(layoutOf(uiOf(40, 12)).kind).toBe('screen');
  });

  it('puts the detail beside the table from 120 columns on, else below, else instead of it', () => {
    expect(screenOf(uiOf(120, 24, { detail: open })).detail?.place).toBe('side');
    expect(screenOf(uiOf(119, 24, { detail: open })).detail?.place).toBe('below');
    expect(screenOf(uiOf(40, 12, { detail: open })).detail?.place).toBe('full');
    expect(screenOf(uiOf(200, 50, { detail: { ...open, isFull: true } })).detail?.place).toBe('full');
  });

  it('grows and shrinks the detail within what the table needs', () => {
    expect(detailColumns(5)).toBe((detailColumns(0) ?? 0) + 5);
    expect(detailColumns(-500)).toBe(40);
    expect(detailColumns(500)).toBe(100);
  });

  it('gives the histogram four to six lines by the height of the screen, on the flows tab alone', () => {
    expect([12, 19, 24, 50].map((height) => histogramRows(height))).toEqual([4, 5, 5, 6]);
    expect(histogramRows(50, { tab: 'top' })).toBe(0);
    expect(histogramRows(50, { detail: { ...open, isFull: true } })).toBe(0);
  });
});
