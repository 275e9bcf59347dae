/** Jumps to what matters: new edges, changes of policies, and rows with a text. */

import { rowLine } from '../row-text.ts';
import { only, say, type ReduceContext, type Reduced } from '../reduced.ts';
import type { TimelineEntry } from '../timeline-entry.ts';
import type { UiState } from '../ui-state.ts';
import { jump } from './flow-cursor.ts';
import { isTableTab, moveToMatch } from './tables.ts';

function isNewRefusedEdge(entry: TimelineEntry): boolean {
  return entry.kind === 'flow' && entry.isNewEdge && (entry.verdict === 'denied' || entry.verdict === 'audited');
}

/** Goes to the next (1) or the previous (-1) flow that was the first of a denied or audited edge. */
export function jumpToNewEdge(ui: UiState, step: 1 | -1, context: ReduceContext): Reduced {
  return jump(ui, { step, matches: isNewRefusedEdge, what: 'new denied or audited edge' }, context);
}

/** Goes to the next or the previous marker or gap. */
export function jumpToMarker(ui: UiState, step: 1 | -1, context: ReduceContext): Reduced {
  return jump(ui, { step, matches: ({ kind }) => kind !== 'flow', what: 'marker' }, context);
}

/** Returns whether texts have the searched one, upper and lower case alike unless it has upper case itself. */
function textMatcher(search: string): (text: string) => boolean {
  const isExact = search !== search.toLowerCase();
  return (text) => (isExact ? text : text.toLowerCase()).includes(search);
}

/** Goes to the next or the previous row with the highlighted text. */
export function jumpToMatch(ui: UiState, step: 1 | -1, context: ReduceContext): Reduced {
  const { search } = ui.flows;
  if (search === undefined) return say(ui, 'nothing is highlighted: * takes a text', context);
  const hasText = textMatcher(search);
  const what = `row with "${search}"`;
  if (isTableTab(ui.tab)) return moveToMatch(ui, { tab: ui.tab, step, hasText, what }, context);
  if (ui.tab === 'nodes') return only(ui);
  return jump(ui, { step, matches: (entry) => hasText(rowLine(entry)), what }, context);
}
