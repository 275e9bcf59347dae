import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planColumns, selectedColumn, sidewaysLimit, type ColumnPlan } from '../../../src/tui/columns/column-plan.ts';
import {
  flowColumnNames,
  type ColumnChoice,
  type FlowColumnName,
  type UiState,
} from '../../../src/tui/state/ui-state.ts';
import { aSnapshot } from '../builders/flow-screen.ts';

const verdictColumn = flowColumnNames.indexOf('verdict');

function uiOf(changes: Partial<UiState> = {}): UiState {
  return aSnapshot({ ui: { column: verdictColumn, ...changes } }).ui;
}

function widthsAt(columns: number, changes: Partial<UiState> = {}): Readonly<Record<string, number>> {
  return Object.fromEntries(planColumns(uiOf(changes), columns).columns.map(({ name, width }) => [name, width]));
}

function totalOf(plan: ColumnPlan): number {
  return plan.columns.reduce((sum, { width }) => sum + width + plan.gap, 1 - plan.gap);
}

function chosen(...choices: readonly (readonly [FlowColumnName, number?])[]): readonly ColumnChoice[] {
  return choices.map(([name, width]) => ({ name, isShown: true, width }));
}

describe('planColumns', () => {
  it('fits the default columns into every width', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 40, max: 400 }),
        fc.constantFrom('absolute', 'relative', 'delta'),
        (columns, timeStyle) => {
          expect(totalOf(planColumns(uiOf({ timeStyle }), columns))).toBeLessThanOrEqual(columns);
        },
      ),
    );
  });

  it('shows all of them where there is room', () => {
    expect(Object.keys(widthsAt(200))).toEqual([...flowColumnNames]);
  });

  it('drops the node first, then the summary, then the milliseconds; the verdict keeps its width', () => {
    expect(widthsAt(130)).toHaveProperty('node');
    expect(widthsAt(110)).not.toHaveProperty('node');
    expect(widthsAt(100)).toMatchObject({ time: 12, verdict: 27, summary: 6 });
    expect(widthsAt(90)).not.toHaveProperty('summary');
    expect(widthsAt(80)).toMatchObject({ time: 8, source: 15, destination: 16, verdict: 27 });
  });

  it('puts both ends and the port into one column below 80 cells', () => {
    expect(Object.keys(widthsAt(79))).toEqual(['time', 'flow', 'verdict']);
    expect(widthsAt(60)).toEqual({ time: 8, flow: 36, verdict: 13 });
    expect(widthsAt(40)).toEqual({ time: 8, flow: 18, verdict: 11 });
  });

  it('never drops the column that is selected', () => {
    const node = flowColumnNames.indexOf('node');
    for (const columns of [60, 80, 100]) expect(widthsAt(columns, { column: node })).toHaveProperty('node');
  });

  it('keeps the widths, the order and the choice of the user', () => {
    const columns = chosen(['summary', 33], ['time'], ['verdict', 11]);
    const plan = planColumns(uiOf({ columns, column: 0 }), 120);
    expect(plan.columns.map(({ name }) => name)).toEqual(['summary', 'time', 'verdict']);
    expect(plan.columns.map(({ width }) => width)).toEqual([33, 12, 11]);
  });

  it('scrolls sideways over columns as wide as their texts want', () => {
    const wide = planColumns(uiOf({ isWide: true }), 100);
    expect(wide.columns.map(({ name }) => name)).toEqual([...flowColumnNames]);
    expect(wide.columns[0]).toMatchObject({ name: 'time', width: 15 });
    expect(sidewaysLimit(wide, 100)).toBe(totalOf(wide) - 100);
    expect(planColumns(uiOf({ sideways: 1 }), 60).style).toBe('free');
    expect(sidewaysLimit(planColumns(uiOf(), 100), 100)).toBe(0);
  });

  it('has equal keys for what is drawn alike, and only then', () => {
    expect(planColumns(uiOf(), 100).key).toBe(planColumns(uiOf(), 100).key);
    expect(planColumns(uiOf(), 100).key).not.toBe(planColumns(uiOf(), 101).key);
    const withoutPort = chosen(['time'], ['source'], ['destination'], ['verdict']);
    const withoutSource = chosen(['time'], ['destination'], ['port'], ['verdict']);
    const keyOf = (columns: readonly ColumnChoice[]): string => planColumns(uiOf({ columns }), 60).key;
    expect(keyOf(withoutPort)).not.toBe(keyOf(withoutSource));
  });

  it('is empty where no column is shown', () => {
    const columns = flowColumnNames.map((name) => ({ name, isShown: false, width: undefined }));
    expect(planColumns(uiOf({ columns }), 100)).toMatchObject({ columns: [], selected: undefined });
  });
});

describe('selectedColumn', () => {
  it('counts the columns that are shown, and stays among them', () => {
    const columns = flowColumnNames.map((name) => ({ name, isShown: name !== 'node', width: undefined }));
    expect(selectedColumn(uiOf({ columns, column: 1 }))).toBe('source');
    expect(selectedColumn(uiOf({ columns, column: 99 }))).toBe('summary');
  });
});
