/** The stream as the table shows it: following, pausing, clearing, and asking for it anew. */

import { selectedFlow } from '../selection.ts';
import type { Effect } from '../effects.ts';
import { only, say, withEffects, type ReduceContext, type Reduced } from '../reduced.ts';
import type { FlowsState, UiState, ViewPlace } from '../ui-state.ts';

/** Places that are kept to go back to. */
const longestWayBack = 50;

const letGo: Effect = { kind: 'hold-folds', seq: undefined };

/** Returns the state with changes of the flow table. */
export function withFlows(ui: UiState, changes: Partial<FlowsState>): UiState {
  return { ...ui, flows: { ...ui.flows, ...changes } };
}

/** Follows the newest flow; a pause ends. */
export function follow(ui: UiState): Reduced {
  const after = withFlows(ui, { isFollowing: true, pausedAt: undefined, sought: undefined });
  return ui.flows.pausedAt === undefined ? only(after) : withEffects(after, letGo);
}

/** Freezes the table at what has arrived, or lets it go on. */
export function togglePause(ui: UiState, { data }: ReduceContext): Reduced {
  if (ui.flows.pausedAt !== undefined) return withEffects(withFlows(ui, { pausedAt: undefined }), letGo);
  const { end } = data.timeline;
  return withEffects(withFlows(ui, { pausedAt: end }), { kind: 'hold-folds', seq: end });
}

/** Shows only what arrives from now on. */
export function clear(ui: UiState, context: ReduceContext): Reduced {
  const after = withFlows(ui, {
    clearedBefore: context.data.timeline.end,
    cursor: undefined,
    isFollowing: true,
    pausedAt: undefined,
    expanded: new Set(),
    marks: new Set(),
    rangeFrom: undefined,
    sought: undefined,
  });
  return {
    ui: say(after, 'cleared: what arrives from now on is shown', context).ui,
    effects: [letGo, { kind: 'clear' }],
  };
}

/** Returns the terms that are in force: none while the filters are off or the flows around one are shown. */
export function termsInForce({ filter, flows }: UiState): readonly string[] {
  return filter.isOff || flows.around !== undefined ? [] : filter.terms;
}

/** Returns where the user is. */
export function placeOf(ui: UiState, { data }: ReduceContext): ViewPlace {
  const { isFollowing, pausedAt, around } = ui.flows;
  const time = isFollowing && pausedAt === undefined ? undefined : selectedFlow({ ui, data })?.time;
  return { tab: ui.tab, terms: ui.filter.terms, isOff: ui.filter.isOff, around, time };
}

/** Returns the state that can go back to where it is now. */
export function withPlaceKept(ui: UiState, context: ReduceContext): UiState {
  return { ...ui, previous: [...(ui.previous ?? []), placeOf(ui, context)].slice(-longestWayBack) };
}

/** Asks for the stream with the terms in force: goes to `time` once that is there, else it follows. A pause ends, marks go. */
export function askAnew(ui: UiState, time: ViewPlace['time'], { data }: ReduceContext): Reduced {
  const after = withFlows(ui, {
    pausedAt: undefined,
    expanded: new Set(),
    marks: new Set(),
    rangeFrom: undefined,
    isFollowing: time === undefined,
    sought: time === undefined ? undefined : { time, after: data.timeline.end },
  });
  return withEffects(after, letGo, { kind: 'query', terms: termsInForce(after), around: after.flows.around?.time });
}
