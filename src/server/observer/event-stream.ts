/** The answer to GetAgentEvents and GetDebugEvents, by the rules of GetFlows: Hubble has the same for all three. */

import { nextOrAborted } from '../../base/abort.ts';
import { compareTimestamps, type Timestamp } from '../../base/time/timestamp.ts';
import type { GetAgentEventsRequest } from '../../flow/messages.ts';
import type { EventLog } from '../../store/event-log.ts';
import { checkFirstAndFollow } from './request-error.ts';

/** What the rules look at. */
interface TimedEvent {
  readonly time?: Timestamp;
}

/** What a stream reads and when it ends. */
export interface EventStreamOptions<Event> {
  readonly log: EventLog<Event>;
  /** The requests of both kinds are the same. */
  readonly request: GetAgentEventsRequest;
  /** Ends the stream at once, without an error. */
  readonly signal: AbortSignal;
  /** Ends a stream that follows as soon as it has what the log holds. */
  readonly closing: AbortSignal;
}

/**
 * Yields the answer in batches that are never empty. Throws an RpcError for `first` with `follow`. A follower that is slower
 * than the log forgets misses events and is not told: the messages have no place for it.
 */
export async function* streamEvents<Event extends TimedEvent>(
  options: EventStreamOptions<Event>,
): AsyncGenerator<readonly Event[]> {
  const { log, request, signal, closing } = options;
  checkFirstAndFollow(request);
  const ending = AbortSignal.any([signal, closing]);
  const end = request.follow ? Infinity : log.head;
  const selection = createSelection(request);
  let next = startOf(log, request);
  while (!signal.aborted) {
    const to = Math.min(end, log.head);
    const batch = selection.take(eventsBetween(log, next, to));
    next = to;
    if (batch.length > 0) yield batch;
    if (selection.complete || next >= end) return;
    if (next < log.head) continue;
    if (closing.aborted) return;
    await nextOrAborted((wake) => log.subscribe(wake), ending);
  }
}

function eventsBetween<Event>(log: EventLog<Event>, from: number, to: number): readonly Event[] {
  const events: Event[] = [];
  for (let ordinal = Math.max(from, log.oldest); ordinal < to; ordinal += 1) {
    const event = log.at(ordinal);
    if (event !== undefined) events.push(event);
  }
  return events;
}

/** Picks what is asked for and knows when that is all. */
interface Selection {
  readonly complete: boolean;
  take<Event extends TimedEvent>(events: readonly Event[]): readonly Event[];
}

function createSelection({ number = 0n, follow = false, since, until }: GetAgentEventsRequest): Selection {
  let left = follow || number === 0n ? Infinity : Number(number);
  let complete = false;
  return {
    get complete() {
      return complete;
    },
    take(events) {
      const end = events.findIndex(({ time }) => isAfter(time, until));
      const within = (end < 0 ? events : events.slice(0, end)).filter(({ time }) => !isBefore(time, since));
      const taken = within.slice(0, left);
      left -= taken.length;
      complete = end >= 0 || left === 0;
      return taken;
    },
  };
}

function isAfter(time: Timestamp | undefined, until: Timestamp | undefined): boolean {
  return time !== undefined && until !== undefined && compareTimestamps(time, until) > 0;
}

function isBefore(time: Timestamp | undefined, since: Timestamp | undefined): boolean {
  return time !== undefined && since !== undefined && compareTimestamps(time, since) < 0;
}

/** Returns the ordinal to start at. */
function startOf(
  log: EventLog<TimedEvent>,
  { number = 0n, first = false, follow = false, since }: GetAgentEventsRequest,
): number {
  if (since !== undefined) {
    let start = log.head;
    while (start > log.oldest && !isBefore(log.at(start - 1)?.time, since)) start -= 1;
    return start;
  }
  if (first) return log.oldest;
  if (number === 0n) return follow ? log.head : log.oldest;
  return Math.max(log.oldest, log.head - Number(number));
}
