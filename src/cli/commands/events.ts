/** `observe agent-events` and `observe debug-events`. */

import type { ExitCode } from '../../base/exit-codes.ts';
import type { TextSink } from '../../base/logger.ts';
import { agentEvents } from '../../output/events/agent-events.ts';
import { debugEvents } from '../../output/events/debug-events.ts';
import { createEventPrinter, type EventPrinterOptions } from '../../output/events/event-printer.ts';
import type { EventsInvocation } from '../flags/other-invocations.ts';
import type { Surroundings } from '../program.ts';
import { printStream } from './print-stream.ts';

/** Prints the events the server gives. */
export async function runEvents(invocation: EventsInvocation, surroundings: Surroundings): Promise<ExitCode> {
  const { what, request, format, flags, legacyJson } = invocation;
  const { values } = flags;
  const optionsFor = (out: TextSink): EventPrinterOptions => ({
    out,
    format,
    timeFormat: values['time-format'],
    nodeName: values['print-node-name'],
    legacyJson,
  });
  if (what === 'agent') {
    return await printStream(
      values,
      {
        ask: (observer, signal) => observer.getAgentEvents(request, { signal }),
        printerTo: (out) => createEventPrinter(agentEvents, optionsFor(out)),
      },
      surroundings,
    );
  }
  return await printStream(
    values,
    {
      ask: (observer, signal) => observer.getDebugEvents(request, { signal }),
      printerTo: (out) => createEventPrinter(debugEvents, optionsFor(out)),
    },
    surroundings,
  );
}
