/** Which rows of the timeline are on the screen: one walk for drawing, for page moves and for the mouse. */

import type { Snapshot } from './screen.ts';
import type { TimelineEntry } from './state/timeline-entry.ts';
import type { FlowCursor, UiState } from './state/ui-state.ts';

/** A line of the flow table. */
export interface VisibleRow {
  readonly entry: TimelineEntry;
  /** Index into the members of an expanded row; undefined on the row itself. */
  readonly member: number | undefined;
}

/** What lies below the head of the flow table. */
export interface TableBody {
  /** Flows that left before the first row, told on the first line; undefined while that line is not shown. */
  readonly left: number | undefined;
  readonly rows: readonly VisibleRow[];
}

type Watched = Pick<Snapshot, 'ui' | 'data'>;

/**
 * Returns the span of the timeline that may be shown, `[from, end)`: without what was cleared, and without what waits for
 * the end of a pause.
 */
export function shownSpan({ ui, data }: Watched): { readonly from: number; readonly end: number } {
  const { first, end } = data.timeline;
  const { clearedBefore, pausedAt } = ui.flows;
  return { from: Math.max(first, clearedBefore), end: Math.min(end, pausedAt ?? end) };
}

function membersOf(ui: UiState, entry: TimelineEntry): number {
  return entry.kind === 'flow' && entry.count > 1 && ui.flows.expanded.has(entry.seq) ? entry.members.length : 0;
}

function entryAfter(watched: Watched, seq: number): VisibleRow | undefined {
  const { from, end } = shownSpan(watched);
  const next = watched.data.timeline.nextShown(Math.max(seq, from - 1), 1);
  const entry = next === undefined || next >= end ? undefined : watched.data.timeline.at(next);
  return entry === undefined ? undefined : { entry, member: undefined };
}

function entryBefore(watched: Watched, seq: number): VisibleRow | undefined {
  const { from, end } = shownSpan(watched);
  const next = watched.data.timeline.nextShown(Math.min(seq, end), -1);
  const entry = next === undefined || next < from ? undefined : watched.data.timeline.at(next);
  return entry === undefined ? undefined : { entry, member: undefined };
}

/** Returns the row below `row`, the members of an expanded one included; undefined at the end. */
export function rowAfter(watched: Watched, row: VisibleRow): VisibleRow | undefined {
  const member = (row.member ?? -1) + 1;
  if (member < membersOf(watched.ui, row.entry)) return { entry: row.entry, member };
  return entryAfter(watched, row.entry.seq);
}

/** Returns the row above `row`; undefined at the start. */
export function rowBefore(watched: Watched, row: VisibleRow): VisibleRow | undefined {
  if (row.member !== undefined) return { entry: row.entry, member: row.member === 0 ? undefined : row.member - 1 };
  const before = entryBefore(watched, row.entry.seq);
  return before === undefined ? undefined : lastOf(watched, before);
}

/** Returns the last line of an entry: its last member while it is expanded. */
function lastOf(watched: Watched, row: VisibleRow): VisibleRow {
  const members = membersOf(watched.ui, row.entry);
  return members === 0 ? row : { entry: row.entry, member: members - 1 };
}

/** Returns the first row there is. */
export function firstRow(watched: Watched): VisibleRow | undefined {
  return entryAfter(watched, shownSpan(watched).from - 1);
}

/** Returns the last row there is. */
export function lastRow(watched: Watched): VisibleRow | undefined {
  const last = entryBefore(watched, shownSpan(watched).end);
  return last === undefined ? undefined : lastOf(watched, last);
}

/**
 * Returns the row under the cursor: the newest entry while the view follows; else that of the state, or where it is gone
 * the nearest after it, else the nearest before it. Undefined while there is no row or no cursor.
 */
export function cursorRow(watched: Watched): VisibleRow | undefined {
  const { cursor, isFollowing } = watched.ui.flows;
  if (isFollowing) return entryBefore(watched, shownSpan(watched).end);
  if (cursor === undefined) return undefined;
  const row = entryAfter(watched, cursor.seq - 1) ?? entryBefore(watched, cursor.seq);
  if (row === undefined || row.entry.seq !== cursor.seq || cursor.member === undefined) return row;
  const members = membersOf(watched.ui, row.entry);
  return members === 0 ? row : { entry: row.entry, member: Math.min(cursor.member, members - 1) };
}

/** Returns the cursor that stands on `row`. */
export function cursorOn(row: VisibleRow): FlowCursor {
  return { seq: row.entry.seq, member: row.member };
}

/** Tells whether both are the same line. */
export function isSameRow(a: VisibleRow | undefined, b: VisibleRow | undefined): boolean {
  return a !== undefined && b !== undefined && a.entry.seq === b.entry.seq && a.member === b.member;
}

/** Returns at most `count` rows that end with `last`. */
function rowsUpTo(watched: Watched, last: VisibleRow | undefined, count: number): VisibleRow[] {
  const rows: VisibleRow[] = [];
  for (let row = last; row !== undefined && rows.length < count; row = rowBefore(watched, row)) rows.push(row);
  return rows.toReversed();
}

/** Returns at most `count` rows that begin with `first`. */
function rowsFrom(watched: Watched, first: VisibleRow | undefined, count: number): VisibleRow[] {
  const rows: VisibleRow[] = [];
  for (let row = first; row !== undefined && rows.length < count; row = rowAfter(watched, row)) rows.push(row);
  return rows;
}

/** Returns `rows` with what lies before them, so that no lines stay empty below the newest flow. */
function filled(watched: Watched, rows: VisibleRow[], count: number): VisibleRow[] {
  const [first] = rows;
  if (first === undefined || rows.length >= count) return rows;
  return [...rowsUpTo(watched, rowBefore(watched, first), count - rows.length), ...rows];
}

function isBefore(a: VisibleRow, b: VisibleRow): boolean {
  return a.entry.seq === b.entry.seq ? (a.member ?? -1) < (b.member ?? -1) : a.entry.seq < b.entry.seq;
}

/**
 * Returns the rows on `count` lines: the newest ones while the view follows, else those from `ui.flows.top` on, moved just
 * so far that the row under the cursor is among them.
 */
export function visibleRows(watched: Watched, count: number): readonly VisibleRow[] {
  if (count <= 0) return [];
  if (watched.ui.flows.isFollowing) return rowsUpTo(watched, lastRow(watched), count);
  const top = entryAfter(watched, watched.ui.flows.top - 1) ?? lastRow(watched);
  const rows = filled(watched, rowsFrom(watched, top, count), count);
  const cursor = cursorRow(watched);
  const [first] = rows;
  if (cursor === undefined || first === undefined || rows.some((row) => isSameRow(row, cursor))) return rows;
  if (isBefore(cursor, first)) return filled(watched, rowsFrom(watched, cursor, count), count);
  return rowsUpTo(watched, cursor, count);
}

function isAtStart(watched: Watched, [first]: readonly VisibleRow[]): boolean {
  return first === undefined || rowBefore(watched, first) === undefined;
}

/**
 * Returns what is on `count` lines below the head. The first line tells of flows that left when the first row there is
 * would be on it; it goes first where the cursor needs the room.
 */
export function tableBody(watched: Watched, count: number): TableBody {
  const { leftFlows } = watched.data.timeline;
  const rows = visibleRows(watched, count);
  if (leftFlows === 0 || count < 2 || !isAtStart(watched, rows)) return { left: undefined, rows };
  if (rows.length < count) return { left: leftFlows, rows };
  const fewer = visibleRows(watched, count - 1);
  return isAtStart(watched, fewer) ? { left: leftFlows, rows: fewer } : { left: undefined, rows };
}

/**
 * Returns the row on line `y` (0 is the head) of a flow table that has `count` lines below its head; undefined where there
 * is none.
 */
export function rowAt(watched: Watched, count: number, y: number): VisibleRow | undefined {
  const body = tableBody(watched, count);
  return body.rows[y - 1 - (body.left === undefined ? 0 : 1)];
}
