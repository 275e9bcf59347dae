/** The messages of one answer to GetFlows. */

import { nextTurn, RepeatedWait } from '../../base/abort.ts';
import type { FlowStore } from '../../store/flow-store.ts';
import { rowsBefore, type StorePosition } from '../../store/position.ts';
import type { RingReader } from '../../store/ring-reader.ts';
import { compileDelivery, missedDelivery, type FlowDelivery } from './flow-delivery.ts';
import type { FlowQuery } from './flow-query.ts';
import { endPosition, resumedStart, startPosition, type Start } from './start-position.ts';
import { createCursorMarks } from './stream-cursor.ts';

/** Rows taken from the ring in one go: the bounded queue between it and a reader. */
const rowsPerBatch = 512;

/** Rows looked at in one go, most of which a filter may leave out; between two goes other work of the process is done. */
const rowsPerTurn = 4096;

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
  const end = endPosition(store, query);
  const start = await startOf(options);
  const reader = store.read(start.from, end);
  const marks = resuming && createCursorMarks(resuming.runId, start);
  const selection = createSelection(options, reader);
  const news = new RepeatedWait(AbortSignal.any([signal, closing]));
  const leave = query.follow ? store.addFollower(() => rowsBefore(reader.place())) : undefined;
  try {
    const first = marks?.at(start.from);
    if (first !== undefined) yield [first];
    let lookedInTurn = 0;
    while (!signal.aborted && !selection.complete) {
      const { batch: taken, looked } = selection.take();
      const mark = marks?.at(reader.place());
      const batch = mark === undefined ? taken : [...taken, mark];
      if (batch.length > 0) yield batch;
      lookedInTurn += looked;
      if (looked > 0 && lookedInTurn < rowsPerTurn) continue;
      if (looked > 0) await nextTurn();
      else if (query.follow && !closing.aborted) await news.next((wake) => store.subscribe(wake));
      else return;
      lookedInTurn = 0;
    }
  } finally {
    leave?.();
    news.close();
  }
}

/** Picks what the reader gets and knows when that is all. */
interface Selection {
  readonly complete: boolean;
  /** Returns what is to be sent of the next items; `looked` counts the items. */
  take(): { readonly batch: readonly FlowDelivery[]; readonly looked: number };
}

function createSelection({ query, nodeName }: FlowStreamOptions, reader: RingReader): Selection {
  const deliver = compileDelivery(query);
  const { since, until, matches } = query;
  let left = query.follow ? Infinity : query.number;
  let complete = false;

  const pickRow = (): FlowDelivery | undefined => {
    const { cursor } = reader;
    const { columns, index } = cursor;
    // Nobody asks for a loss: as in Hubble neither a filter nor the time keeps it from anybody.
    if (!columns.isFlow(index)) return cursor.row();
    if (until !== undefined && columns.compareTime(index, until) > 0) {
      complete = true;
      return undefined;
    }
    if ((since !== undefined && columns.compareTime(index, since) < 0) || !matches(cursor)) return undefined;
    left -= 1;
    complete = left === 0;
    return deliver(cursor.row());
  };

  return {
    get complete() {
      return complete;
    },
    take() {
      const batch: FlowDelivery[] = [];
      let looked = 0;
      while (looked < rowsPerTurn && batch.length < rowsPerBatch) {
        const kind = reader.next();
        if (kind === undefined) break;
        looked += 1;
        const delivery = kind === 'missed' ? missedDelivery(reader.missed, nodeName) : pickRow();
        if (delivery !== undefined) batch.push(delivery);
        if (complete) break;
      }
      return { batch, looked };
    },
  };
}
