import { describe, expect, it } from 'vitest';
import { planColumns } from '../../../src/tui/columns/column-plan.ts';
import { createFlowCells, shownFlow, type Cell, type FlowCells } from '../../../src/tui/columns/flow-cells.ts';
import type { FlowEntry } from '../../../src/tui/state/timeline-entry.ts';
import { flowColumnNames, type UiState } from '../../../src/tui/state/ui-state.ts';
import { createClockText } from '../../../src/tui/text/clock-text.ts';
import { textWidth } from '../../../src/tui/text/width.ts';
import { createTheme } from '../../../src/tui/theme/themes.ts';
import { aFlowEntry, aSeenFlow, aSnapshot, at, betweenPods } from '../builders/flow-screen.ts';

const verdictColumn = flowColumnNames.indexOf('verdict');

function freshCells(): FlowCells {
  return createFlowCells(createTheme({ name: 'terminal', isAscii: false, hasColor: true }), createClockText('UTC'));
}

function planAt(columns: number, changes: Partial<UiState> = {}): ReturnType<typeof planColumns> {
  return planColumns(aSnapshot({ ui: { column: verdictColumn, ...changes } }).ui, columns);
}

function textOf(cell: Cell): string {
  return cell.map(({ text }) => text).join('');
}

function textsAt(columns: number, entry: FlowEntry, changes: Partial<UiState> = {}): Readonly<Record<string, string>> {
  const plan = planAt(columns, changes);
  const cells = freshCells().entry(entry, plan, false);
  return Object.fromEntries(plan.columns.map(({ name }, index) => [name, textOf(cells[index] ?? []).trimEnd()]));
}

const folded = { ...betweenPods('shop/frontend-7d4-x2', 'shop/db-0'), count: 3 };

describe('createFlowCells', () => {
  it('fills each column exactly, whatever the width', () => {
    for (let columns = 40; columns <= 240; columns += 1) {
      const plan = planAt(columns);
      const cells = freshCells().entry(folded, plan, true);
      for (const [index, { width }] of plan.columns.entries()) {
        const cell = cells[index] ?? [];
        expect(textWidth(textOf(cell)), `${columns}`).toBe(width);
        expect(cell.map((piece) => piece.width)).toEqual(cell.map((piece) => textWidth(piece.text)));
      }
    }
  });

  it('shows the verdict as long as there is room for', () => {
    const policies = [{ name: 'allow-db', kind: 'NetworkPolicy' }];
    const entry = aFlowEntry({ flow: { verdict: 1, policy_match_type: 1, ingress_allowed_by: policies } });
    const verdictAt = (width: number): string | undefined => {
      const columns = flowColumnNames.map((name) => ({
        name,
        isShown: true,
        width: name === 'verdict' ? width : undefined,
      }));
      return textsAt(200, entry, { columns })['verdict'];
    };
    expect(verdictAt(55)).toBe('✓ L3-Only (INGRESS ALLOWED) BY allow-db (NetworkPolicy)');
    expect(verdictAt(45)).toBe('✓ L3-Only (INGRESS ALLOWED) BY allow-db (Net…');
    expect(verdictAt(30)).toBe('✓ L3-Only (INGRESS ALLOWED)');
    expect(verdictAt(20)).toBe('✓ INGRESS ALLOWED');
    expect(verdictAt(9)).toBe('✓ ALLOWED');
    expect(verdictAt(5)).toBe('✓ AL…');
  });

  it('keeps the count in sight: after the summary, else after the verdict', () => {
    expect(textsAt(200, folded)['summary']).toBe('SYN ×3');
    expect(textsAt(80, folded)['verdict']).toBe('◌ none (INGRESS AUDITED) ×3');
    expect(textsAt(60, folded)['verdict']).toBe('◌ AUDITED ×3');
    expect(textsAt(40, folded)['verdict']).toBe('◌ AUDITED×3');
    const long = { ...betweenPods('a/b', 'c/d', { Summary: 'x'.repeat(300) }), count: 1204 };
    expect(textsAt(200, long)['summary']).toMatch(/^x+… ×1204$/);
  });

  it('puts both ends and the port into one cell on narrow tables, each part its own', () => {
    expect(textsAt(60, folded)['flow']).toBe('shop/frontend-7d4-x2 → shop/db-0:80');
    const cells = freshCells().entry(folded, planAt(60), false);
    const parts = (cells[1] ?? []).filter(({ column }) => column !== undefined);
    expect(parts.map(({ text, column }) => [column, text])).toEqual([
      ['source', 'shop/frontend-7d4-x2'],
      ['destination', 'shop/db-0'],
      ['port', ':80'],
    ]);
  });

  it('leaves out of that cell what is not to be shown', () => {
    const columns = flowColumnNames.map((name) => ({
      name,
      isShown: name !== 'port' && name !== 'source',
      width: undefined,
    }));
    expect(textsAt(60, folded, { columns, column: 0 })['flow']).toBe('shop/db-0');
  });

  it('is as exact about the time as its column is wide', () => {
    expect(textsAt(60, folded)['time']).toBe('18:42:44');
    expect(textsAt(200, folded)['time']).toBe('18:42:44.246');
    expect(textsAt(200, folded, { isWide: true })['time']).toBe('18:42:44.246182');
    expect(textsAt(200, aFlowEntry({ first: { ...aSeenFlow(), time: undefined } }))['time']).toBe('');
  });

  it('indents the members of an expanded row', () => {
    const plan = planAt(200);
    const source = plan.columns.findIndex(({ name }) => name === 'source');
    expect(textOf(freshCells().member(aSeenFlow(), plan)[source] ?? [])).toMatch(/^ {2}192\.168\.128\.30 /);
  });

  it('makes the cells of a row once, and anew when the count or the plan changes', () => {
    const cells = freshCells();
    const plan = planAt(200);
    const made = cells.entry(folded, plan, false);
    expect(cells.entry(folded, plan, false)).toBe(made);
    expect(cells.entry({ ...folded, count: 4 }, plan, false)).not.toBe(made);
    expect(cells.entry(folded, planAt(80), false)).not.toBe(made);
  });
});

describe('shownFlow', () => {
  it('is the first flow with the verdict of the row', () => {
    const first = aSeenFlow({ verdict: 1, time: at(0) });
    const denied = aSeenFlow({ verdict: 2, time: at(1) });
    const entry = aFlowEntry({ first, latest: first, members: [first, denied], count: 2, verdict: 'denied' });
    expect(shownFlow(entry)).toBe(denied);
    expect(shownFlow({ ...entry, verdict: 'allowed' })).toBe(first);
  });
});
