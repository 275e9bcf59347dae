/** Ways back: Esc takes one level, q quits at the top. */

import { only, say, withEffects, type ReduceContext, type Reduced } from '../reduced.ts';
import type { UiState } from '../ui-state.ts';
import { settingsOf } from '../view-settings.ts';
import { closePane } from './panes.ts';
import { goBack } from './places.ts';
import { withFlows } from './stream.ts';

/** Quits; what is shown is kept for the next time. */
export function quit(ui: UiState): Reduced {
  return withEffects(ui, { kind: 'quit', settings: settingsOf(ui) });
}

/** Takes back what was begun or lies over the rows, the last level first; undefined when there is nothing. */
function loosened(ui: UiState, context: ReduceContext): Reduced | undefined {
  const { rangeFrom, search, around, marks } = ui.flows;
  if (rangeFrom !== undefined) return only(withFlows(ui, { rangeFrom: undefined }));
  if (search !== undefined) return only(withFlows(ui, { search: undefined }));
  if (around !== undefined) return goBack(ui, context);
  return marks.size > 0 ? say(withFlows(ui, { marks: new Set() }), 'no row is marked any more', context) : undefined;
}

/** One level back; at the top nothing but a word on how to quit. */
export function back(ui: UiState, context: ReduceContext): Reduced {
  const closed = ui.tab === 'flows' ? closePane(ui) : undefined;
  if (closed !== undefined) return only(closed);
  return loosened(ui, context) ?? say(ui, 'this is the top level: q quits', context);
}

/** One level back out of a pane or from around a flow; else quits. */
export function leave(ui: UiState, context: ReduceContext): Reduced {
  const closed = ui.tab === 'flows' ? closePane(ui) : undefined;
  if (closed !== undefined) return only(closed);
  return ui.flows.around === undefined ? quit(ui) : goBack(ui, context);
}
