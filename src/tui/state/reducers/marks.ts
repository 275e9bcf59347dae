/** Marked, expanded and acknowledged rows. */

import { cursorRow } from '../../flow-rows.ts';
import { countOf } from '../../text/amounts.ts';
import { only, say, told, withEffects, type ReduceContext, type Reduced } from '../reduced.ts';
import { marksOf, selectedEntry, selectedFlows } from '../selection.ts';
import type { UiState } from '../ui-state.ts';
import { withMembersInSight } from './flow-cursor.ts';
import { withFlows } from './stream.ts';

function toggled(set: ReadonlySet<number>, seq: number): ReadonlySet<number> {
  const changed = new Set(set);
  if (!changed.delete(seq)) changed.add(seq);
  return changed;
}

/** Marks the row, or takes the mark away. What is marked must not run away, so following ends. */
export function toggleMark(ui: UiState, context: ReduceContext): Reduced {
  const entry = selectedEntry({ ui, data: context.data });
  if (entry === undefined) return say(ui, 'no row is selected', context);
  const marks = toggled(ui.flows.marks, entry.seq);
  return only(withFlows(ui, { marks, isFollowing: false }));
}

/** Begins a range at the row, or marks all rows from where it began to here. */
export function markRange(ui: UiState, context: ReduceContext): Reduced {
  const { data } = context;
  const seq = selectedEntry({ ui, data })?.seq;
  if (seq === undefined) return say(ui, 'no row is selected', context);
  const { rangeFrom } = ui.flows;
  const still = withFlows(ui, { isFollowing: false });
  if (rangeFrom === undefined)
    return say(withFlows(still, { rangeFrom: seq }), 'range begins here; M ends it, Esc drops it', context);
  const all = marksOf({ ui, data });
  return say(withFlows(still, { marks: all, rangeFrom: undefined }), `${countOf(all.size, 'row')} marked`, context);
}

/** Shows the flows of a folded row, or hides them. */
export function toggleExpanded(ui: UiState, context: ReduceContext): Reduced {
  const row = cursorRow({ ui, data: context.data });
  if (row?.entry.kind !== 'flow' || row.entry.count === 1) return say(ui, 'this row holds one flow', context);
  const { seq } = row.entry;
  const cursor = { seq, member: undefined };
  const expanded = toggled(ui.flows.expanded, seq);
  const changed = withFlows(ui, { expanded, cursor, isFollowing: false });
  return only(expanded.has(seq) ? withMembersInSight(changed, context) : changed);
}

/** Folds what belongs together into one row, or shows each flow. */
export function toggleFolding(ui: UiState, context: ReduceContext): Reduced {
  const isFolding = !ui.isFolding;
  const text = isFolding
    ? 'retransmissions and both ends of a connection share a row'
    : 'each flow has a row of its own';
  return withEffects(told({ ...ui, isFolding }, text, context), { kind: 'set-folding', isFolding });
}

/** Acknowledges the edge of the row as expected, or takes that back. Only what is denied or audited can be acknowledged. */
export function acknowledge(ui: UiState, context: ReduceContext): Reduced {
  const row = selectedFlows({ ui, data: context.data });
  if (row === undefined) return say(ui, 'no flow is selected', context);
  const shown = ui.showsAcknowledged;
  if (row.isAcknowledged) {
    const acknowledged = ui.acknowledged?.filter(({ key }) => key !== row.edge.key);
    return withEffects({ ...ui, acknowledged }, { kind: 'unacknowledge', edge: row.edge, shown });
  }
  if (row.verdict !== 'denied' && row.verdict !== 'audited') {
    return say(ui, 'only a denied or audited edge can be acknowledged', context);
  }
  const acknowledged = [...(ui.acknowledged ?? []), row.edge];
  return withEffects({ ...ui, acknowledged }, { kind: 'acknowledge', edge: row.edge, shown });
}

/** Takes back what was acknowledged last; undefined where nothing was since the filter changed. */
export function undoAcknowledge(ui: UiState): Reduced | undefined {
  const edge = ui.acknowledged?.at(-1);
  if (edge === undefined) return undefined;
  const acknowledged = ui.acknowledged?.slice(0, -1);
  return withEffects({ ...ui, acknowledged }, { kind: 'unacknowledge', edge, shown: ui.showsAcknowledged });
}

/** Shows the rows of acknowledged edges, or folds them away. */
export function toggleAcknowledged(ui: UiState, context: ReduceContext): Reduced {
  const shown = !ui.showsAcknowledged;
  const text = shown ? 'acknowledged edges are shown; a takes one back' : 'acknowledged edges are folded away';
  return withEffects(told({ ...ui, showsAcknowledged: shown }, text, context), { kind: 'show-acknowledged', shown });
}
