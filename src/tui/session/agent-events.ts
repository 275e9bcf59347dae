/** Following what a server's agents tell, over breaks of the connection. */

import { addNanos, compareTimestamps, type Timestamp } from '../../base/time/timestamp.ts';
import type { EventObserver } from '../../flow/event-observer.ts';
import type { GetAgentEventsRequest, GetAgentEventsResponse } from '../../flow/messages.ts';
import { isAborted } from '../../base/abort.ts';
import type { SessionTiming } from './timing.ts';
import { isUnimplemented } from './unimplemented.ts';

/** Events of the past that are asked for: agents tell of much besides policies. */
const pastEvents = 1000n;

/** First and longest waits in ms before the call is made anew. */
const firstWaitMs = 1000;
const longestWaitMs = 30_000;

/** What is followed, and who hears of it. */
export interface AgentEventsOptions {
  readonly events: Pick<EventObserver, 'getAgentEvents'>;
  readonly signal: AbortSignal;
  readonly timing: Pick<SessionTiming, 'sleep'>;
  readonly onEvents: (events: readonly GetAgentEventsResponse[]) => void;
}

/**
 * Follows the events until `signal` aborts, or until the server says that it has none. A call that breaks or ends is made
 * anew, from where it was; that it fails is told by the flows. Never rejects.
 */
export async function followAgentEvents({ events, signal, timing, onEvents }: AgentEventsOptions): Promise<void> {
  let newest: Timestamp | undefined;
  let waitMs = firstWaitMs;
  while (!isAborted(signal)) {
    try {
      for await (const batch of events.getAgentEvents(requestAfter(newest), { signal })) {
        if (isAborted(signal)) break;
        waitMs = firstWaitMs;
        newest = newestOf(batch, newest);
        onEvents(batch);
      }
    } catch (error) {
      if (isUnimplemented(error)) return;
    }
    await timing.sleep(waitMs, signal);
    waitMs = Math.min(longestWaitMs, waitMs * 2);
  }
}

function requestAfter(newest: Timestamp | undefined): GetAgentEventsRequest {
  return newest === undefined ? { follow: true, number: pastEvents } : { follow: true, since: addNanos(newest, 1) };
}

function newestOf(batch: readonly GetAgentEventsResponse[], before: Timestamp | undefined): Timestamp | undefined {
  let newest = before;
  for (const { time } of batch) {
    if (time !== undefined && (newest === undefined || compareTimestamps(time, newest) > 0)) newest = time;
  }
  return newest;
}
