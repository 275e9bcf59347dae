/** An answer of several messages to standard output. */

import { CancelledError } from '../../base/errors.ts';
import { ExitCode } from '../../base/exit-codes.ts';
import type { TextSink } from '../../base/logger.ts';
import type { EventObserver, MessageAnswer } from '../../flow/event-observer.ts';
import type { Surroundings } from '../program.ts';
import { createStandardOutput } from '../standard-output.ts';
import { openServer, type ServerValues } from './server-observer.ts';

/** Prints messages one by one. */
export interface MessagePrinter<Message> {
  print(message: Message): void;
  /** Prints what had to wait for the end. */
  end(): void;
}

/** What to ask and how to print the answer. */
export interface StreamedAnswer<Message> {
  readonly ask: (observer: EventObserver, signal: AbortSignal) => MessageAnswer<Message>;
  readonly printerTo: (out: TextSink) => MessagePrinter<Message>;
}

/**
 * Asks the server and prints what it answers, batch by batch. Returns 0 at the end and when the reader of standard output went away,
 * 130 when it was interrupted. Throws what the observer throws, after printing what came before.
 */
export async function printStream<Message>(
  server: ServerValues,
  { ask, printerTo }: StreamedAnswer<Message>,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { interrupted } = surroundings;
  const observer = await openServer(server, surroundings);
  const out = createStandardOutput(surroundings.stdout);
  const printer = printerTo(out);
  try {
    for await (const batch of ask(observer, AbortSignal.any([interrupted, out.closed]))) {
      for (const message of batch) printer.print(message);
      await out.flush();
    }
  } catch (error) {
    if (!(error instanceof CancelledError) && !out.closed.aborted) throw error;
  } finally {
    printer.end();
    await out.flush();
    await observer.close();
  }
  return interrupted.aborted ? ExitCode.interrupted : ExitCode.ok;
}
