/** The help: typing searches, keys scroll. And the forms of the filter, which are scrolled alike. */

import { layoutOf } from '../../layout.ts';
import { only, within, type ReduceContext, type Reduced } from '../reduced.ts';
import { textEdits } from '../text-edit.ts';
import type { UiState } from '../ui-state.ts';

/** Opens the help. */
export function openHelp(ui: UiState): Reduced {
  return only({ ...ui, overlay: { kind: 'help', search: '', scroll: 0 } });
}

/** Opens the filter as flags, CEL and command. */
export function openFilterForms(ui: UiState): Reduced {
  return only({ ...ui, overlay: { kind: 'filter-forms', scroll: 0 } });
}

/** Searches for a longer text. */
export function typeIntoHelp(ui: UiState, text: string): Reduced {
  if (ui.overlay?.kind !== 'help') return only(ui);
  return only({ ...ui, overlay: { kind: 'help', search: (ui.overlay.search + text).trimStart(), scroll: 0 } });
}

/** Takes the last character of the search away. */
export function deleteFromHelp(ui: UiState): Reduced {
  if (ui.overlay?.kind !== 'help') return only(ui);
  const { search: text } = ui.overlay;
  const { text: search } = textEdits['edit-backspace']({ text, at: text.length });
  return only({ ...ui, overlay: { kind: 'help', search, scroll: 0 } });
}

/** Ends the search, else closes the help. */
export function closeHelp(ui: UiState): Reduced {
  if (ui.overlay?.kind !== 'help') return only(ui);
  const overlay = ui.overlay.search === '' ? undefined : ({ kind: 'help', search: '', scroll: 0 } as const);
  return only({ ...ui, overlay });
}

/** Scrolls the help or the forms of the filter by lines. */
export function scrollOverlay(ui: UiState, lines: number, { scrollLimit }: ReduceContext): Reduced {
  const { overlay } = ui;
  if (overlay?.kind !== 'help' && overlay?.kind !== 'filter-forms') return only(ui);
  const most = scrollLimit?.(overlay.kind, ui) ?? Number.MAX_SAFE_INTEGER;
  return only({ ...ui, overlay: { ...overlay, scroll: within(overlay.scroll + lines, 0, most) } });
}

/** Returns how many lines an overlay shows at a time, at least 1. */
export function overlayPageRows(ui: UiState): number {
  const layout = layoutOf(ui);
  return layout.kind === 'screen' ? Math.max(1, layout.body.rows - 3) : 1;
}
