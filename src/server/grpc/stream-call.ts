/** Writing a stream of answers, whatever the client does meanwhile. */

import { once } from 'node:events';
import type { Metadata, ServerWritableStream } from '@grpc/grpc-js';
import { writeFrames, type EncodedMessage } from './coalescing-writer.ts';
import { http2StreamOf } from './http2-stream.ts';
import { statusOf } from './rpc-status.ts';

/** A call that is being answered. */
interface StreamCall<Res> {
  /** Aborts when the client has gone or the call failed: there is nobody to write to. */
  readonly gone: AbortSignal;
  /** Aborts with `gone`, and when the server ends its streams. */
  readonly signal: AbortSignal;
  readonly sendMetadata: (metadata: Metadata) => void;
  /** Writes a message; resolves when there is room for the next one, or when `gone` aborts. */
  readonly write: (message: Res) => Promise<void>;
}

/**
 * Writes encoded messages, in as few HTTP/2 writes as they fit into; resolves with true when there is room for the next ones, with
 * false when nobody is there to read any more. The header of the answer must have been sent.
 */
export async function writeEncoded<Req>(
  call: ServerWritableStream<Req, Uint8Array>,
  { gone, write }: StreamCall<Uint8Array>,
  messages: readonly EncodedMessage[],
): Promise<boolean> {
  const stream = http2StreamOf(call);
  if (stream !== undefined) return await writeFrames(stream, messages, gone);
  for (const message of messages) {
    if (gone.aborted) return false;
    await write(message.encoded());
  }
  return !gone.aborted;
}

/** The streams of a server. */
export interface StreamCalls {
  /** Streams being answered at this moment. */
  readonly active: number;
  /**
   * Runs `write` and ends the call after it: with OK, also when the server is closing, or with the status of what `write`
   * threw. Never rejects.
   */
  answer<Req, Res>(
    call: ServerWritableStream<Req, Res>,
    write: (call: StreamCall<Res>) => Promise<void>,
  ): Promise<void>;
}

/** Returns an empty set of streams. When `closing` aborts, each client gets a clean end. */
export function createStreamCalls(closing: AbortSignal): StreamCalls {
  let active = 0;
  return {
    get active() {
      return active;
    },
    async answer(call, write) {
      active += 1;
      await answerStream(call, closing, write);
      active -= 1;
    },
  };
}

async function answerStream<Req, Res>(
  call: ServerWritableStream<Req, Res>,
  closing: AbortSignal,
  write: (call: StreamCall<Res>) => Promise<void>,
): Promise<void> {
  const gone = new AbortController();
  for (const event of ['cancelled', 'close', 'error']) call.on(event, () => gone.abort());
  const signal = AbortSignal.any([gone.signal, closing]);
  try {
    await write({
      gone: gone.signal,
      signal,
      sendMetadata: (metadata) => call.sendMetadata(metadata),
      write: (message) => writeOne(call, message, gone.signal),
    });
    if (!gone.signal.aborted) call.end();
  } catch (error) {
    if (!gone.signal.aborted) call.emit('error', statusOf(error));
  }
}

/**
 * After a client cancels while a write is pending, grpc-js never emits `drain`, so waiting for it alone would never end;
 * `cancelled` and `close` do come, and abort the signal.
 */
async function writeOne<Req, Res>(
  call: ServerWritableStream<Req, Res>,
  message: Res,
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted || call.write(message)) return;
  await once(call, 'drain', { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
