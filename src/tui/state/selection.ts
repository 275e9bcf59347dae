/** What copying, saving and filtering work on. */

import { cursorRow, shownSpan } from '../flow-rows.ts';
import type { Snapshot } from '../screen.ts';
import type { RowSelection } from './effects.ts';
import type { FlowEntry, SeenFlow, TimelineEntry, TimelineReader } from './timeline-entry.ts';

type Watched = Pick<Snapshot, 'ui' | 'data'>;

/** Returns the entry under the cursor of the flow table. */
export function selectedEntry(watched: Watched): TimelineEntry | undefined {
  return cursorRow(watched)?.entry;
}

/** Returns the row of flows under the cursor; undefined on markers and gaps. */
export function selectedFlows(watched: Watched): FlowEntry | undefined {
  const entry = selectedEntry(watched);
  return entry?.kind === 'flow' ? entry : undefined;
}

/** Returns the flow under the cursor: a member of an expanded row, else the first flow of the row; undefined on other rows. */
export function selectedFlow(watched: Watched): SeenFlow | undefined {
  const row = cursorRow(watched);
  if (row?.entry.kind !== 'flow') return undefined;
  return row.member === undefined ? row.entry.first : (row.entry.members[row.member] ?? row.entry.first);
}

/** Returns the rows that are drawn as marked: the marked ones, and those of a range that has not been ended yet. */
export function marksOf(watched: Watched): ReadonlySet<number> {
  const { marks, rangeFrom } = watched.ui.flows;
  const here = selectedEntry(watched)?.seq;
  if (rangeFrom === undefined || here === undefined) return marks;
  const [from, end] = [Math.min(rangeFrom, here), Math.max(rangeFrom, here) + 1];
  return new Set([...marks, ...[...shownEntries(watched.data.timeline, from, end)].map(({ seq }) => seq)]);
}

/** Returns all rows of the view, or the marked ones. */
export function viewSelection(watched: Watched): RowSelection {
  return { ...shownSpan(watched), marks: marksOf(watched) };
}

/** Returns the entries that are shown within `[from, end)`, oldest first. */
export function* shownEntries(timeline: TimelineReader, from: number, end: number): Generator<TimelineEntry> {
  let seq = timeline.nextShown(from - 1, 1);
  while (seq !== undefined && seq < end) {
    const entry = timeline.at(seq);
    if (entry !== undefined) yield entry;
    seq = timeline.nextShown(seq, 1);
  }
}

/** Returns the rows of flows of a selection, oldest first. */
export function selectedRows(timeline: TimelineReader, { from, end, marks }: RowSelection): readonly FlowEntry[] {
  const rows = [...shownEntries(timeline, from, end)].filter((entry) => entry.kind === 'flow');
  return marks.size === 0 ? rows : rows.filter(({ seq }) => marks.has(seq));
}
