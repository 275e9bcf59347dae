/** The newest agent and debug events in memory. They are few and small, and nobody's flows make room for them. */

import type { ExportEvent, GetAgentEventsResponse, GetDebugEventsResponse } from '../flow/messages.ts';

/** Events of a kind that are kept. */
const eventCapacity = 4096;

/** A queue that drops its oldest event for a new one. Events keep their ordinal for ever. */
export interface EventLog<Event> {
  append(event: Event): void;
  /** The ordinal of the oldest event held, and that of the next one to come. */
  readonly oldest: number;
  readonly head: number;
  /** Returns the event with this ordinal; undefined when it was dropped or has not come yet. */
  at(ordinal: number): Event | undefined;
  /** Calls `listener` after every append until the returned function is called. */
  subscribe(listener: () => void): () => void;
}

/** Returns an empty log of at most `capacity` events. */
export function createEventLog<Event>(capacity = eventCapacity): EventLog<Event> {
  const slots: Event[] = [];
  const listeners = new Set<() => void>();
  let head = 0;
  const oldest = (): number => Math.max(0, head - capacity);
  return {
    append(event) {
      slots[head % capacity] = event;
      head += 1;
      for (const listener of listeners) listener();
    },
    get oldest() {
      return oldest();
    },
    get head() {
      return head;
    },
    at: (ordinal) => (ordinal < oldest() || ordinal >= head ? undefined : slots[ordinal % capacity]),
    subscribe(listener) {
      const entry = () => listener();
      listeners.add(entry);
      return () => listeners.delete(entry);
    },
  };
}

/** The logs of a server, one for each kind. */
export interface EventLogs {
  readonly agent: EventLog<GetAgentEventsResponse>;
  readonly debug: EventLog<GetDebugEventsResponse>;
}

/** Returns empty logs. */
export function createEventLogs(): EventLogs {
  return { agent: createEventLog(), debug: createEventLog() };
}

/** Puts what an exporter wrote into the log of its kind; what is neither an agent nor a debug event is passed over. */
export function appendExported(
  logs: EventLogs,
  { agent_event: agent, debug_event: debug, ...rest }: ExportEvent,
): void {
  const about = {
    ...(rest.node_name === undefined ? {} : { node_name: rest.node_name }),
    ...(rest.time === undefined ? {} : { time: rest.time }),
  };
  if (agent !== undefined) logs.agent.append({ agent_event: agent, ...about });
  if (debug !== undefined) logs.debug.append({ debug_event: debug, ...about });
}
