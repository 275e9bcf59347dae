/** Where a key is pressed: what has the focus. */

import type { UiState } from '../state/ui-state.ts';
import type { KeyContext } from './key-command.ts';

/**
 * Returns what has the focus: what lies over the screen, else the edited filter bar, else the start screen, else the pane
 * of the tab. The histogram has the focus while a bar of it is picked.
 */
export function keyContext(ui: UiState): KeyContext {
  if (ui.overlay !== undefined) return ui.overlay.kind;
  if (ui.filter.editing !== undefined) return 'filter';
  if (ui.start !== undefined) return 'start';
  if (ui.tab !== 'flows') return ui.tab;
  if (ui.detail.isOpen && (ui.detail.hasFocus || ui.detail.isFull)) return 'detail';
  return ui.histogram.isOpen && ui.histogram.pickedMs !== undefined ? 'histogram' : 'flows';
}
