import { describe, expect, test } from 'vitest';

import { actionFor } from '../../../src/tui/keys/key-actions.ts';
import { keyContext } from '../../../src/tui/keys/key-context.ts';
import type { UiState } from '../../../src/tui/state/ui-state.ts';
import { aState, press, stroke, tableKeys } from '../builders/key-screen.ts';

const keys = tableKeys();
const editing = press(aState(), ['/']).ui;
const helping = press(aState(), ['?']).ui;
const inMenu = press(aState(), ['y']).ui;

describe('keyContext', () => {
  test.each<readonly [string, UiState]>([
    ['start', { ...aState(), start: { tried: [] } }],
    ['flows', aState()],
    ['top', press(aState(), ['2']).ui],
    ['policies', press(aState(), ['3']).ui],
    ['nodes', press(aState(), ['4']).ui],
    ['flows', press(aState(), ['Enter']).ui],
    ['detail', press(aState(), ['Enter', 'Tab']).ui],
    ['detail', press(aState(), ['Enter', 'Enter']).ui],
    ['histogram', press(aState(), ['i', 'Tab']).ui],
    ['filter', editing],
    ['prompt', press(aState(), [':']).ui],
    ['menu', inMenu],
    ['help', helping],
    ['columns', press(aState(), ['o']).ui],
    ['groups', press(aState(), ['2', 'o']).ui],
    ['filter-forms', press(aState(), ['v']).ui],
    ['confirm', { ...aState(), overlay: { kind: 'confirm', question: '?', yes: { kind: 'reset-filters' } } }],
  ])('finds %s', (context, ui) => {
    expect(keyContext(ui)).toBe(context);
  });
});

describe('actionFor', () => {
  test('types what no key claims where a text is written', () => {
    expect(actionFor(stroke('j'), editing, keys)).toEqual({ kind: 'type', text: 'j' });
    expect(actionFor(stroke('Space'), editing, keys)).toEqual({ kind: 'type', text: ' ' });
    expect(actionFor(stroke('q'), helping, keys)).toEqual({ kind: 'type', text: 'q' });
    expect(actionFor(stroke('F9'), editing, keys)).toBeUndefined();
  });

  test('chooses from a menu by key', () => {
    expect(actionFor(stroke('j'), inMenu, keys)).toEqual({ kind: 'choose', key: 'j' });
  });

  test('means nothing by a key that has no command', () => {
    expect(actionFor(stroke('9'), aState(), keys)).toBeUndefined();
  });

  test('types what is pasted on one line, and only where a text is written', () => {
    const pasted = { kind: 'paste', text: 'audited\nport:53\r\n-dns' } as const;
    expect(actionFor(pasted, editing, keys)).toEqual({ kind: 'type', text: 'audited port:53 -dns' });
    expect(actionFor(pasted, aState(), keys)).toBeUndefined();
    expect(actionFor({ kind: 'paste', text: '' }, editing, keys)).toBeUndefined();
  });

  test('takes the mouse only while it is on', () => {
    const clicked = { kind: 'mouse', action: 'press', column: 3, row: 5 } as const;
    expect(actionFor(clicked, aState(), keys)).toBeUndefined();
    const ui = { ...aState(), isMouseOn: true };
    expect(actionFor(clicked, ui, keys)).toEqual({ kind: 'click', column: 3, row: 5 });
    expect(actionFor({ ...clicked, action: 'wheel-up' }, ui, keys)).toEqual({ kind: 'wheel', rows: -3 });
  });
});
