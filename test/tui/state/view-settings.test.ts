import { describe, expect, test } from 'vitest';

import { initialState } from '../../../src/tui/state/initial-state.ts';
import { lookOf, settingsOf, withSettings } from '../../../src/tui/state/view-settings.ts';
import { aState, press } from '../builders/key-screen.ts';

const size = { columns: 100, rows: 24 };

describe('settings', () => {
  test('bring back what was chosen', () => {
    const { ui } = press(aState(), ['t', 'H', 'i', 'o', 'j', 'Space', 'Esc', '2', 'Right', 'S']);
    const kept = JSON.parse(JSON.stringify(settingsOf(ui)));
    const back = initialState({ size, start: undefined, terms: [], settings: [kept] });
    expect(back).toMatchObject({
      tab: 'top',
      timeStyle: 'relative',
      hasEndpointColors: true,
      histogram: { isOpen: true },
      tables: { top: { sortBy: 'destination', isDescending: false } },
    });
    expect(back.columns.filter(({ isShown }) => !isShown).map(({ name }) => name)).toEqual(['node']);
  });

  test('of several the last one decides, part by part', () => {
    const settings = [{ tab: 'top', timeStyle: 'delta' } as const, undefined, { tab: 'nodes' } as const];
    expect(initialState({ size, start: undefined, terms: [], settings })).toMatchObject({
      tab: 'nodes',
      timeStyle: 'delta',
    });
  });

  test('give way to the filters of the command line', () => {
    const settings = [{ terms: ['denied'], history: ['denied'] }];
    const { filter } = initialState({ size, start: undefined, terms: ['audited'], settings });
    expect(filter).toMatchObject({ terms: ['audited'], history: ['denied'] });
    expect(initialState({ size, start: undefined, terms: [], settings }).filter.terms).toEqual(['denied']);
  });

  test('of the last time bring no filter into force, but the way back to it', () => {
    const options = { size, start: undefined, settings: [], lastTerms: ['denied'] };
    expect(initialState({ ...options, terms: [] }).filter).toMatchObject({ terms: [], past: [['denied']] });
    expect(initialState({ ...options, terms: ['audited'] }).filter).toMatchObject({ terms: ['audited'], past: [] });
    expect(lookOf({ terms: ['denied'], tab: 'top', timeStyle: 'delta' })).toEqual({ tab: 'top', timeStyle: 'delta' });
    expect(lookOf({ tab: 'nodes' })).toEqual({});
  });

  test('leave what they do not name', () => {
    const ui = aState();
    expect(withSettings(ui, {})).toEqual(ui);
  });
});
