/** The cursor of the flow table. */

import {
  cursorOn,
  cursorRow,
  firstRow,
  isSameRow,
  lastRow,
  rowAfter,
  rowBefore,
  tableBody,
  type VisibleRow,
} from '../../flow-rows.ts';
import { layoutOf } from '../../layout.ts';
import { only, say, type ReduceContext, type Reduced } from '../reduced.ts';
import type { TimelineEntry } from '../timeline-entry.ts';
import type { UiState } from '../ui-state.ts';
import { follow, withFlows } from './stream.ts';

/** Returns how many rows of the flow table are on the screen, at least 1. */
export function flowPageRows(ui: UiState): number {
  const layout = layoutOf(ui);
  return layout.kind === 'screen' ? Math.max(1, layout.table.rows - 1) : 1;
}

function rowFrom(ui: UiState, row: VisibleRow, steps: number, { data }: Pick<ReduceContext, 'data'>): VisibleRow {
  const next = steps < 0 ? rowBefore : rowAfter;
  let found = row;
  for (let left = Math.abs(steps); left > 0; left -= 1) {
    const step = next({ ui, data }, found);
    if (step === undefined) return found;
    found = step;
  }
  return found;
}

/** Moves the cursor by `steps` rows; to move up ends the following, as what is read must not run away. */
export function moveCursor(ui: UiState, steps: number, context: ReduceContext): Reduced {
  const row = cursorRow({ ui, data: context.data });
  if (row === undefined) return only(ui);
  const found = rowFrom(ui, row, steps, context);
  if (isSameRow(found, row)) return only(ui);
  return only(withFlows(ui, { cursor: cursorOn(found), isFollowing: false, sought: undefined }));
}

/** Returns the state scrolled so far that the flows of the expanded row under the cursor are on the screen, as many as there is room for. */
export function withMembersInSight(ui: UiState, { data }: Pick<ReduceContext, 'data'>): UiState {
  const row = cursorRow({ ui, data });
  if (row?.entry.kind !== 'flow') return ui;
  const room = flowPageRows(ui) - 1;
  const last = rowFrom(ui, row, Math.min(row.entry.members.length, room), { data });
  const isShown = tableBody({ ui, data }, room + 1).rows.some((shown) => isSameRow(shown, last));
  return isShown ? ui : withFlows(ui, { top: rowFrom(ui, last, -room, { data }).entry.seq });
}

/** Moves the cursor to the oldest row. */
export function moveToFirst(ui: UiState, { data }: ReduceContext): Reduced {
  const row = firstRow({ ui, data });
  if (row === undefined) return only(ui);
  return only(withFlows(ui, { cursor: cursorOn(row), isFollowing: false, sought: undefined }));
}

/** Moves the cursor to the newest row and follows. */
export function moveToLast(ui: UiState): Reduced {
  return follow(ui);
}

/** Moves the cursor to an entry, or the nearest that is shown. */
export function moveTo(ui: UiState, seq: number): UiState {
  return withFlows(ui, { cursor: { seq, member: undefined }, isFollowing: false, sought: undefined });
}

/** Where to look for an entry, and what to say when there is none. */
export interface Jump {
  readonly step: 1 | -1;
  readonly matches: (entry: TimelineEntry) => boolean;
  /** What is looked for, such as `new edge`. */
  readonly what: string;
}

/** Moves the cursor to the next entry of a kind. */
export function jump(ui: UiState, { step, matches, what }: Jump, context: ReduceContext): Reduced {
  const { data } = context;
  const row = cursorRow({ ui, data });
  const first = firstRow({ ui, data })?.entry.seq ?? 0;
  const last = lastRow({ ui, data })?.entry.seq ?? -1;
  const found = row === undefined ? undefined : data.timeline.find(row.entry.seq, step, matches);
  if (found !== undefined && found >= first && found <= last) return only(moveTo(ui, found));
  return say(ui, `no ${what} ${step === 1 ? 'after' : 'before'} this row`, context);
}

/** Goes to the time that is sought, as soon as it has arrived, and keeps it in the middle until what follows it fills the page. */
function arriveAt(ui: UiState, { data }: Pick<ReduceContext, 'data'>): UiState {
  const { sought } = ui.flows;
  // What is shown until the answer comes is the answer to the question before.
  if (sought === undefined || data.timeline.first < sought.after) return ui;
  const seq = data.timeline.seqAt(sought.time);
  if (seq === undefined) return ui;
  const there = moveTo(ui, seq);
  const row = cursorRow({ ui: there, data });
  if (row === undefined) return there;
  const half = Math.floor(flowPageRows(ui) / 2);
  const [above, below] = [rowFrom(there, row, -half, { data }), rowFrom(there, row, half, { data })];
  const isPageFull = rowAfter({ ui: there, data }, below) !== undefined;
  return withFlows(there, { top: above.entry.seq, sought: isPageFull ? undefined : sought });
}

/**
 * Returns the state with the cursor on a row that is shown and the first line that shows it: the newest one while it
 * follows, else the one it was on or the nearest. `ui` itself where nothing changes.
 */
export function settleFlows(before: UiState, context: Pick<ReduceContext, 'data'>): UiState {
  const ui = arriveAt(before, context);
  const watched = { ui, data: context.data };
  const row = cursorRow(watched) ?? firstRow(watched);
  const cursor = row === undefined ? undefined : cursorOn(row);
  const placed = withFlows(ui, { cursor });
  const [first] = tableBody({ ui: placed, data: context.data }, flowPageRows(ui)).rows;
  const top = first?.entry.seq ?? ui.flows.top;
  const isSame =
    top === ui.flows.top && cursor?.seq === ui.flows.cursor?.seq && cursor?.member === ui.flows.cursor?.member;
  return isSame ? ui : withFlows(placed, { top });
}
