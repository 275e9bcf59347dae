/** Menus. */

import { only, within, type Reduced } from '../reduced.ts';
import type { MenuItem, UiAction, UiState } from '../ui-state.ts';

/** Returns the state with a menu open. */
export function withMenu(ui: UiState, title: string, items: readonly MenuItem[]): UiState {
  return { ...ui, overlay: { kind: 'menu', title, items, selected: 0 } };
}

/** Chooses another item; the list goes round. */
export function moveInMenu(ui: UiState, step: 1 | -1): Reduced {
  if (ui.overlay?.kind !== 'menu') return only(ui);
  const count = ui.overlay.items.length;
  return only({
    ...ui,
    overlay: { ...ui.overlay, selected: (ui.overlay.selected + step + count) % Math.max(1, count) },
  });
}

/** Returns what the chosen item does, or that with `key` where one is given. */
export function menuAction(ui: UiState, key: string | undefined): UiAction | undefined {
  if (ui.overlay?.kind !== 'menu') return undefined;
  const { items, selected } = ui.overlay;
  if (key !== undefined) return items.find((item) => item.key === key)?.action;
  return items[within(selected, 0, items.length - 1)]?.action;
}
