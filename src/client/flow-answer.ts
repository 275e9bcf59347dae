/** A server-streaming call as the answer to GetFlows. */

import type { Readable } from 'node:stream';
import type { Metadata } from '@grpc/grpc-js';
import { nextTurn } from '../base/abort.ts';
import { createAsyncQueue, type AsyncQueue } from '../base/async-queue.ts';
import type { GetFlowsResponse } from '../flow/messages.ts';
import type { AnswerHeader } from '../flow/observer.ts';
import { headerIn } from './answer-metadata.ts';
import { callError, cancelledByServer, isCancelled } from './call-errors.ts';
import { pauseAboveMessages } from './defaults.ts';

/** The part of a server-streaming call of grpc-js that is used: `metadata` is one of its events. */
type FlowStream = Readable & { cancel(): void };

/** A call that was started. */
export interface FlowCall {
  /** Brings lists of what is to be handed on: responses, or pieces of the answer. */
  readonly stream: FlowStream;
  /** Address of the server, for errors. */
  readonly address: string;
  /** Cancels the call; the answer then ends without an error. */
  readonly signal: AbortSignal | undefined;
  /** The reader comes back after a break: it is told when the other side cancelled. Default false. */
  readonly resumable?: boolean;
  /** Items held above which the server is asked to wait. Default: `pauseAboveMessages`. */
  readonly pauseAbove?: number;
}

/** The answer to a call: FlowAnswer and EncodedFlowAnswer. */
interface Answer<Item> extends AsyncIterable<readonly Item[]> {
  readonly header: Promise<AnswerHeader>;
}

/**
 * Returns the answer that `call` brings. Messages that arrive in one turn of the event loop make one batch. A reader that
 * is slow makes the server wait, by flow control, and never the memory grow. Ending the iteration early cancels the call.
 */
export function flowAnswer<Item = GetFlowsResponse>(call: FlowCall): Answer<Item> {
  const { stream, pauseAbove = pauseAboveMessages } = call;
  const queue = createAsyncQueue<Item>({
    pauseAbove,
    onPause: () => stream.pause(),
    onResume: () => stream.resume(),
  });
  const header = headerOf(call);
  fill(queue, call);
  const cancel = () => stream.cancel();
  call.signal?.addEventListener('abort', cancel);
  if (call.signal?.aborted) cancel();
  const release = () => {
    call.signal?.removeEventListener('abort', cancel);
    stream.cancel();
  };
  return { header, [Symbol.asyncIterator]: () => batches(queue, { signal: call.signal, release }) };
}

function fill<Item>(queue: AsyncQueue<Item>, { stream, address, signal, resumable }: FlowCall): void {
  stream.on('data', (batch: readonly Item[]) => {
    for (const item of batch) queue.push(item);
  });
  stream.on('end', () => queue.end());
  stream.on('error', (error) => {
    if (!isCancelled(error)) queue.fail(callError(error, address));
    else if (resumable !== true || signal?.aborted) queue.end();
    else queue.fail(cancelledByServer(error, address));
  });
}

function headerOf({ stream, address }: FlowCall): Promise<AnswerHeader> {
  const header = new Promise<AnswerHeader>((resolve, reject) => {
    stream.once('metadata', (metadata: Metadata) => resolve(headerIn((key) => metadata.get(key))));
    // An answer that ends before it said anything about itself has nothing to say.
    stream.once('end', () => resolve({}));
    stream.once('error', (error) => (isCancelled(error) ? resolve({}) : reject(callError(error, address))));
  });
  // Whoever iterates sees the error there; nobody has to look at the header.
  header.catch(() => {});
  return header;
}

interface BatchOptions {
  readonly signal: AbortSignal | undefined;
  readonly release: () => void;
}

async function* batches<Item>(
  queue: AsyncQueue<Item>,
  { signal, release }: BatchOptions,
): AsyncGenerator<readonly Item[]> {
  try {
    for (;;) {
      const first = await queue.take();
      if (first === undefined || signal?.aborted) return;
      yield first;
      // What comes in while the reader works and in the rest of this turn makes the next batch.
      await nextTurn();
    }
  } finally {
    release();
  }
}
