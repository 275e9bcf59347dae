/** The messages of one answer to GetFlows. */

import { nextOrAborted, nextTurn } from '../../base/abort.ts';
import { compareTimestamps, type Timestamp } from '../../base/time/timestamp.ts';
import type { FlowStore } from '../../store/flow-store.ts';
import type { ReadItem } from '../../store/ring-reader.ts';
import type { StoredEvent } from '../../store/stored-event.ts';
import { compileDelivery, missedDelivery, type FlowDelivery } from './flow-delivery.ts';
import type { FlowQuery } from './flow-query.ts';
import { endPosition, startPosition } from './start-position.ts';

/** Rows read and filtered in one go: the bounded queue between the ring and a reader. */
const rowsPerBatch = 512;

/** What a stream reads and when it ends. */
export interface FlowStreamOptions {
  readonly store: FlowStore;
  readonly query: FlowQuery;
  /** Name of this node, for the lost events it makes. */
  readonly nodeName: string;
  /** Ends the stream without an error. */
  readonly signal: AbortSignal;
}

/**
 * Yields the answer in batches that are never empty. A reader takes from the ring at its own pace: until it asks for
 * the next batch nothing is held for it, so that a slow one costs no memory and is told what it missed once the ring
 * has moved on past it. Without `follow` the answer ends where the ring ended when it was asked for.
 */
export async function* streamFlows(options: FlowStreamOptions): AsyncGenerator<readonly FlowDelivery[]> {
  const { store, query, signal } = options;
  const end = endPosition(store, query);
  const reader = store.read(await startPosition(store, query), end);
  const selection = createSelection(options);
  while (!signal.aborted && !selection.complete) {
    const items = reader.read(rowsPerBatch);
    const batch = selection.take(items);
    if (batch.length > 0) yield batch;
    if (items.length > 0) await nextTurn();
    else if (query.follow) await nextOrAborted((wake) => store.subscribe(wake), signal);
    else return;
  }
}

/** Picks what the reader gets and knows when that is all. */
interface Selection {
  readonly complete: boolean;
  take(items: readonly ReadItem[]): readonly FlowDelivery[];
}

function createSelection({ query, nodeName }: FlowStreamOptions): Selection {
  const deliver = compileDelivery(query);
  let left = query.follow ? Infinity : query.number;
  let complete = false;

  const pick = (item: ReadItem): FlowDelivery | undefined => {
    if (item.kind === 'missed') return missedDelivery(item, nodeName);
    const { row } = item;
    if (isAfter(row, query.until)) {
      complete = true;
      return undefined;
    }
    if (row.response.flow === undefined) return row;
    if (isBefore(row, query.since) || !query.matches(row.response.flow)) return undefined;
    left -= 1;
    complete = left === 0;
    return deliver(row);
  };

  return {
    get complete() {
      return complete;
    },
    take(items) {
      const batch: FlowDelivery[] = [];
      for (const item of items) {
        const delivery = pick(item);
        if (delivery !== undefined) batch.push(delivery);
        if (complete) break;
      }
      return batch;
    },
  };
}

function isAfter({ response: { time } }: StoredEvent, until: Timestamp | undefined): boolean {
  return until !== undefined && time !== undefined && compareTimestamps(time, until) > 0;
}

function isBefore({ response: { time } }: StoredEvent, since: Timestamp | undefined): boolean {
  return since !== undefined && time !== undefined && compareTimestamps(time, since) < 0;
}
