/** The calls for events and peers, over a channel. */

import type { Readable } from 'node:stream';
import { nextTurn } from '../base/abort.ts';
import { createAsyncQueue, type AsyncQueue } from '../base/async-queue.ts';
import type { MessageName, MessageTypes } from '../flow/codec/message-types.ts';
import type { EventObserver, MessageAnswer } from '../flow/event-observer.ts';
import type { CallOptions } from '../flow/observer.ts';
import { observerMethods, peerMethods, type RpcMethod } from '../flow/rpc-methods.ts';
import { callError, isCancelled } from './call-errors.ts';
import type { Channel } from './channel.ts';
import { pauseAboveMessages } from './defaults.ts';

/** The part of a server-streaming call of grpc-js that is used. */
type MessageStream = Readable & { cancel(): void };

function queueOf<Message>(stream: MessageStream, address: string): AsyncQueue<Message> {
  const queue = createAsyncQueue<Message>({
    pauseAbove: pauseAboveMessages,
    onPause: () => stream.pause(),
    onResume: () => stream.resume(),
  });
  stream.on('data', (message: Message) => queue.push(message));
  stream.on('end', () => queue.end());
  stream.on('error', (error) => {
    if (isCancelled(error)) queue.end();
    else queue.fail(callError(error, address));
  });
  return queue;
}

/** Yields what `start` streams, in batches; the call begins with the iteration. */
async function* batches<Message>(
  start: () => MessageStream,
  address: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly Message[]> {
  if (signal?.aborted) return;
  const stream = start();
  const queue = queueOf<Message>(stream, address);
  const cancel = () => stream.cancel();
  signal?.addEventListener('abort', cancel);
  try {
    for (;;) {
      const batch = await queue.take();
      if (batch === undefined || signal?.aborted) return;
      yield batch;
      // What comes in while the reader works and in the rest of this turn makes the next batch.
      await nextTurn();
    }
  } finally {
    signal?.removeEventListener('abort', cancel);
    stream.cancel();
  }
}

/** Returns the calls over `channel`; `address` names the server in errors. */
export function eventCalls(channel: Pick<Channel, 'stream'>, address: string): EventObserver {
  const answer = <Req extends MessageName, Res extends MessageName>(
    method: RpcMethod<Req, Res>,
    request: MessageTypes[Req],
    call?: CallOptions,
  ): MessageAnswer<MessageTypes[Res]> => batches(() => channel.stream(method, request), address, call?.signal);
  return {
    getAgentEvents: (request, call) => answer(observerMethods.getAgentEvents, request, call),
    getDebugEvents: (request, call) => answer(observerMethods.getDebugEvents, request, call),
    watchPeers: (call) => answer(peerMethods.notify, {}, call),
  };
}
