/** How many flows are missing, by who lost them. Nothing is counted twice. */

import { LostEventSource } from '../../flow/enums.ts';
import type { GetFlowsResponse } from '../../flow/messages.ts';
import type { ObservedStatus } from '../../flow/observed-status.ts';

/** Losses that are known again when an answer brings them once more; the oldest are forgotten. */
const keyLimit = 4096;

/** Losses so far. */
export interface LossCount {
  /** Takes a message of the stream; all but lost events are passed over. */
  take(response: GetFlowsResponse): void;
  /** Says that the next messages are of a new answer, which tells of the past again. */
  repeat(): void;
  /** Takes what the server counts since its start: what it lost is in the stream too, as far as the stream reaches back. */
  status(status: ObservedStatus): void;
  /** Takes how many flows came and went while there was no connection. */
  missed(flows: number): void;
  readonly source: number;
  readonly reader: number;
}

/** Returns the count of a server before its first loss. */
export function createLossCount(): LossCount {
  const seen = createSeenLosses();
  const told = createServerTotal();
  let streamed = 0;
  let reader = 0;
  return {
    take(response) {
      const lost = response.lost_events;
      if (lost === undefined || !seen.isNew(response)) return;
      const count = Number(lost.num_events_lost ?? 0n);
      if (lost.source === LostEventSource.HUBBLE_RING_BUFFER) reader += count;
      else streamed += count;
    },
    repeat: () => seen.repeat(),
    // What the server counts as lost by readers may be another client's.
    status: ({ lost = {} }) => told.take(Number((lost['kernel'] ?? 0n) + (lost['queue'] ?? 0n))),
    missed: (flows) => void (reader += flows),
    get source() {
      return Math.max(streamed, told.total);
    },
    get reader() {
      return reader;
    },
  };
}

/** Adds up a count that begins at 0 again whenever its server does. */
function createServerTotal(): { take(count: number): void; readonly total: number } {
  let before = 0;
  let last = 0;
  return {
    take(count) {
      if (count < last) before += last;
      last = count;
    },
    get total() {
      return before + last;
    },
  };
}

/** The same loss has the same key; of twins each counts, so how often a key came in one answer is what is compared. */
function createSeenLosses(): { isNew(response: GetFlowsResponse): boolean; repeat(): void } {
  const counted = new Map<string, number>();
  const came = new Map<string, number>();
  return {
    isNew(response) {
      const key = keyOf(response);
      const times = (came.get(key) ?? 0) + 1;
      came.set(key, times);
      if (times <= (counted.get(key) ?? 0)) return false;
      counted.delete(key);
      counted.set(key, times);
      for (const held of [counted, came]) forgetOldest(held);
      return true;
    },
    repeat: () => came.clear(),
  };
}

function forgetOldest(held: Map<string, number>): void {
  const [oldest] = held.keys();
  if (held.size > keyLimit && oldest !== undefined) held.delete(oldest);
}

function keyOf({ node_name: node = '', time, lost_events: lost }: GetFlowsResponse): string {
  return [node, time?.seconds, time?.nanos, lost?.source, lost?.num_events_lost, lost?.cpu].join(' ');
}
