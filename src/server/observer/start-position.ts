/** Where an answer starts, by Hubble's rules. */

import { nextTurn } from '../../base/abort.ts';
import { compareTimestamps } from '../../base/time/timestamp.ts';
import type { FlowStore } from '../../store/flow-store.ts';
import { positionBefore, type StorePosition } from '../../store/position.ts';
import type { Rewind } from '../../store/rewind.ts';
import type { StoredEvent } from '../../store/stored-event.ts';
import type { FlowQuery } from './flow-query.ts';

/** Rows looked at in one go; between two goes other work of the process is done. */
const rowsPerTurn = 4096;

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
  if (start === undefined) return head;
  const position = reachOf(query, positionBefore(start));
  return query.unfiltered ? position : notBefore(position, reachOf(query, store.oldest()));
}

/** Returns the place at which an answer ends: the head for one that does not follow, otherwise no place at all. */
export function endPosition(store: FlowStore, query: FlowQuery): StorePosition {
  return reachOf(query, query.follow ? { 'denied-audited': Infinity, other: Infinity } : store.head());
}

/** Nothing is read of a class between its beginning and its beginning. */
function reachOf(query: FlowQuery, position: StorePosition): StorePosition {
  return query.deniedOnly ? { ...position, other: 0 } : position;
}

/** Returns the oldest row the answer covers; undefined when it covers none. */
async function rewindTo(rewind: Rewind, query: FlowQuery): Promise<StoredEvent | undefined> {
  const isEnd = endOfRewind(query);
  let start: StoredEvent | undefined;
  for (let looked = 1; ; looked += 1) {
    const row = rewind.step();
    if (row === undefined) return start;
    const end = isEnd(row);
    if (end === 'before') return start;
    start = row;
    if (end === 'here') return start;
    if (looked % rowsPerTurn === 0) await nextTurn();
  }
}

/** Tells of each row, newest first, whether the answer starts after it, at it, or further back. */
type RewindStep = (row: StoredEvent) => 'after' | 'before' | 'here';

function endOfRewind({ since, first, number, matches }: FlowQuery): RewindStep {
  if (since !== undefined) {
    return ({ response }) =>
      response.time !== undefined && compareTimestamps(response.time, since) < 0 ? 'before' : 'after';
  }
  if (first || number === Infinity) return () => 'after';
  let wanted = number;
  return ({ response }) => {
    if (response.flow !== undefined && matches(response.flow)) wanted -= 1;
    return wanted === 0 ? 'here' : 'after';
  };
}

function notBefore(position: StorePosition, oldest: StorePosition): StorePosition {
  return {
    'denied-audited': Math.max(position['denied-audited'], oldest['denied-audited']),
    other: Math.max(position.other, oldest.other),
  };
}
