/** The messages of one answer to GetFlows. */

import { nextOrAborted, nextTurn } from '../../base/abort.ts';
import { compareTimestamps, type Timestamp } from '../../base/time/timestamp.ts';
import type { FlowStore } from '../../store/flow-store.ts';
import type { StorePosition } from '../../store/position.ts';
import type { ReadItem } from '../../store/ring-reader.ts';
import type { StoredEvent } from '../../store/stored-event.ts';
import { compileDelivery, missedDelivery, type FlowDelivery } from './flow-delivery.ts';
import type { FlowQuery } from './flow-query.ts';
import { endPosition, resumedStart, startPosition, type Start } from './start-position.ts';
import { createCursorMarks } from './stream-cursor.ts';

/** Rows read and filtered in one go: the bounded queue between the ring and a reader. */
const rowsPerBatch = 512;

/** What a stream reads and when it ends. */
export interface FlowStreamOptions {
  readonly store: FlowStore;
  readonly query: FlowQuery;
  /** Name of this node, for the lost events it makes. */
  readonly nodeName: string;
  /** Ends the stream at once, without an error. */
  readonly signal: AbortSignal;
  /** Ends a stream that follows as soon as it has what the store holds: nobody loses the last flows of a server that stops. */
  readonly closing: AbortSignal;
  /** Present for a client that may come back for the rest of the stream: it gets cursors among the flows. */
  readonly resuming?: StreamResumption | undefined;
}

/** How a stream is resumed. */
export interface StreamResumption {
  /** This run of the server. */
  readonly runId: string;
  /** Where an earlier stream of this run broke off; absent for a new one. */
  readonly after: StorePosition | undefined;
}

async function startOf({ store, query, resuming }: FlowStreamOptions): Promise<Start> {
  if (resuming?.after !== undefined) return resumedStart(store, query, resuming.after);
  return { from: await startPosition(store, query), missed: 0 };
}

/**
 * Yields the answer in batches that are never empty. A reader takes from the ring at its own pace: until it asks for
 * the next batch nothing is held for it, so that a slow one costs no memory and is told what it missed once the ring
 * has moved on past it. Without `follow` the answer ends where the ring ended when it was asked for.
 */
export async function* streamFlows(options: FlowStreamOptions): AsyncGenerator<readonly FlowDelivery[]> {
  const { store, query, signal, closing, resuming } = options;
  const ending = AbortSignal.any([signal, closing]);
  const end = endPosition(store, query);
  const start = await startOf(options);
  const reader = store.read(start.from, end);
  const marks = resuming && createCursorMarks(resuming.runId, start);
  const selection = createSelection(options);
  const first = marks?.at(start.from);
  if (first !== undefined) yield [first];
  while (!signal.aborted && !selection.complete) {
    const items = reader.read(rowsPerBatch);
    const taken = selection.take(items);
    const mark = marks?.at(reader.place());
    const batch = mark === undefined ? taken : [...taken, mark];
    if (batch.length > 0) yield batch;
    if (items.length > 0) await nextTurn();
    else if (query.follow && !closing.aborted) await nextOrAborted((wake) => store.subscribe(wake), ending);
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
    // Nobody asks for a loss: as in Hubble neither a filter nor the time keeps it from anybody.
    if (row.response.flow === undefined) return row;
    if (isAfter(row, query.until)) {
      complete = true;
      return undefined;
    }
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
