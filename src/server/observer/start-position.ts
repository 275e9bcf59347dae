/** Where an answer starts, by Hubble's rules. */

import { nextTurn } from '../../base/abort.ts';
import type { Timestamp } from '../../base/time/timestamp.ts';
import type { FlowStore } from '../../store/flow-store.ts';
import type { StorePosition } from '../../store/position.ts';
import type { Lane, RetentionClass } from '../../store/retention.ts';
import type { Rewind } from '../../store/rewind.ts';
import type { RowCursor } from '../../store/row-cursor.ts';
import { placeOfRow } from '../../store/row-place.ts';
import type { Segment } from '../../store/segment.ts';
import type { FlowQuery } from './flow-query.ts';
import { missedAfter } from './stream-cursor.ts';

/** Rows looked at in one go; between two goes other work of the process is done. */
const rowsPerTurn = 16_384;

/**
 * Returns the place from which to read. `first` without `since`: the oldest row. Following without a number and without
 * `since`: after the newest. Otherwise back from the newest row: with `since` to the first row that is older (the number
 * then limits what is read forward), without it over `number` matching flows.
 *
 * For a query with filters the place is never before what is held: rows that were evicted earlier are no loss to it.
 */
export async function startPosition(store: FlowStore, query: FlowQuery): Promise<StorePosition> {
  const head = reachOf(query, store.head());
  if (query.follow && query.number === Infinity && query.since === undefined) return head;
  const start = await rewindTo(store.rewind(head), query);
  const position = reachOf(query, start ?? head);
  if (!query.unfiltered) return notBefore(position, reachOf(query, store.oldest()));
  return query.since === undefined ? position : withEvicted(position, store, query.since);
}

/**
 * Nothing that is held tells where the evicted flows of a class were on the clock: what of them the answer should have
 * had, by the record of evictions, is put before the oldest one held.
 */
function withEvicted(position: StorePosition, store: FlowStore, since: Timestamp): StorePosition {
  const oldest = store.oldest();
  const horizon = store.horizonSince(since);
  const start = (retention: RetentionClass) =>
    position[retention] > oldest[retention] ? position[retention] : Math.min(position[retention], horizon[retention]);
  return { ...position, 'denied-audited': start('denied-audited'), other: start('other') };
}

/** A place to start at, and how many of the flows after it the ring holds no more. */
export interface Start {
  readonly from: StorePosition;
  readonly missed: number;
}

/** Returns where an answer that resumes after `place` starts: just there, whatever was evicted since. */
export function resumedStart(store: FlowStore, query: FlowQuery, place: StorePosition): Start {
  const from = reachOf(query, place);
  return { from, missed: missedAfter(from, reachOf(query, store.oldest())) };
}

/** Returns the place at which an answer ends: the head for one that does not follow, otherwise no place at all. */
export function endPosition(store: FlowStore, query: FlowQuery): StorePosition {
  return reachOf(query, query.follow ? endless : store.head());
}

const endless: StorePosition = { 'denied-audited': Infinity, other: Infinity, notice: Infinity };

/** Nothing is read of a class between its beginning and its beginning. */
function reachOf(query: FlowQuery, position: StorePosition): StorePosition {
  return query.deniedOnly ? { ...position, other: 0 } : position;
}

/** Returns the place before the oldest row the answer covers; undefined when it covers none. */
async function rewindTo(rewind: Rewind, query: FlowQuery): Promise<StorePosition | undefined> {
  const isEnd = endOfRewind(query);
  // The row that was looked at last, in parts: an object for each row would cost more than looking at it.
  let segment: Segment | undefined;
  let lane: Lane = 'other';
  let ordinal = 0;
  for (let looked = 1; ; looked += 1) {
    const row = rewind.step();
    const end = row === undefined ? 'before' : isEnd(row);
    if (end === 'before' || row === undefined) return segment && placeOfRow(segment, lane, ordinal).before;
    segment = row.columns;
    lane = row.lane;
    ordinal = row.ordinal;
    if (end === 'here') return placeOfRow(segment, lane, ordinal).before;
    if (looked % rowsPerTurn === 0) await nextTurn();
  }
}

/** Tells of each row, newest first, whether the answer starts after it, at it, or further back. */
type RewindStep = (row: RowCursor) => 'after' | 'before' | 'here';

function endOfRewind({ since, first, number, matches }: FlowQuery): RewindStep {
  if (since !== undefined) return ({ columns, index }) => (columns.compareTime(index, since) < 0 ? 'before' : 'after');
  if (first || number === Infinity) return () => 'after';
  let wanted = number;
  return (row) => {
    if (row.columns.isFlow(row.index) && matches(row)) wanted -= 1;
    return wanted === 0 ? 'here' : 'after';
  };
}

function notBefore(position: StorePosition, oldest: StorePosition): StorePosition {
  return {
    'denied-audited': Math.max(position['denied-audited'], oldest['denied-audited']),
    other: Math.max(position.other, oldest.other),
    notice: Math.max(position.notice, oldest.notice),
  };
}
