/** Several streams, each the rest of the one before, as one stream in which nothing comes twice. */

import type { Clock } from '../../base/clock.ts';
import { compareTimestamps, type Timestamp } from '../../base/time/timestamp.ts';
import type { StreamCursor } from '../../flow/codec/message-types.ts';
import { cursorIn } from '../../flow/codec/stream-cursor.ts';
import { LostEventSource } from '../../flow/enums.ts';
import type { GetFlowsRequest, GetFlowsResponse } from '../../flow/messages.ts';
import { keyOf, nodeOf, timeOf } from './flow-key.ts';
import { createGapWatch, type GapWatch } from './gap-watch.ts';
import { resumeRequest } from './resume-request.ts';
import { createSeenFlows, type SeenFlow } from './seen-flows.ts';
import { createUnmarkedFlows } from './unmarked-flows.ts';

/** What a stream is at the moment. */
type Mode =
  /** The first one, or one that went on at a cursor: nothing in it was seen but what came after that cursor. */
  | { readonly kind: 'onward' }
  /** One whose first message has not come: it tells whether the server knows the cursor. */
  | { readonly kind: 'undecided'; readonly cursor: StreamCursor | undefined }
  /** One that was asked for from a time before the break. */
  | { readonly kind: 'overlapping'; readonly gap: GapWatch };

/** Makes one stream of several. */
export interface StitchedStream {
  /** Takes a message of the running stream and returns what of it is to be passed on, in order. */
  take(response: GetFlowsResponse): readonly GetFlowsResponse[];
  /** Returns the request for the rest of the stream, and takes what comes next as the answer to it. */
  resume(): GetFlowsRequest;
  /** Whether the last stream was one of a server that gives cursors: the next one then starts with one. */
  readonly hasCursor: boolean;
}

/** What a stitched stream is told. */
export interface StitchedStreamOptions {
  readonly request: GetFlowsRequest;
  readonly clock: Clock;
  /** Called with the first message after a break; `missed` as the server counts it, undefined where it cannot. */
  readonly onResumed: (missed: number | undefined) => void;
}

/** Returns the stream for `request`, which follows, before its first message. */
export function createStitchedStream(options: StitchedStreamOptions): StitchedStream {
  return new Stitching(options);
}

class Stitching implements StitchedStream {
  readonly #options: StitchedStreamOptions;
  readonly #started: Timestamp;
  readonly #seen = createSeenFlows();
  readonly #unmarked = createUnmarkedFlows();
  #mode: Mode = { kind: 'onward' };
  #cursor: StreamCursor | undefined;
  /** What is older was not asked for: a stream that followed from now on is resumed from before it began. */
  #floor: Timestamp | undefined;

  constructor(options: StitchedStreamOptions) {
    this.#options = options;
    this.#started = options.clock.now();
    this.#floor = options.request.since;
  }

  get hasCursor(): boolean {
    return this.#cursor !== undefined;
  }

  resume(): GetFlowsRequest {
    this.#mode = { kind: 'undecided', cursor: this.#cursor };
    const place = { since: this.#seen.since(), started: this.#started, cursor: this.#cursor };
    return resumeRequest(this.#options.request, place);
  }

  take(response: GetFlowsResponse): readonly GetFlowsResponse[] {
    const cursor = cursorIn(response);
    if (this.#mode.kind === 'undecided') this.#decide(this.#mode.cursor, cursor);
    if (cursor !== undefined) {
      this.#cursor = cursor;
      this.#unmarked.mark();
      return [];
    }
    // A node's state is of the moment; nothing of it comes again.
    if (response.node_status !== undefined) return [response];
    return this.#takeDated(response);
  }

  #decide(asked: StreamCursor | undefined, got: StreamCursor | undefined): void {
    if (got !== undefined && asked?.boot_id === got.boot_id) {
      this.#unmarked.resume();
      this.#mode = { kind: 'onward' };
      this.#options.onResumed(Number(got.missed ?? 0n));
      return;
    }
    this.#cursor = undefined;
    this.#unmarked.clear();
    this.#mode = { kind: 'overlapping', gap: createGapWatch(this.#seen) };
    this.#seen.repeat();
    this.#options.onResumed(undefined);
  }

  #takeDated(response: GetFlowsResponse): readonly GetFlowsResponse[] {
    const flow = { key: keyOf(response), node: nodeOf(response), time: timeOf(response) ?? this.#options.clock.now() };
    if (this.#cursor !== undefined && this.#unmarked.repeats(flow.key)) return [];
    if (this.#mode.kind !== 'overlapping') return this.#takeOnward(flow, response);
    const lost = response.flow !== undefined && this.#mode.gap.mayMissBefore(flow) ? [lostBefore(response)] : [];
    if (this.#isBelowFloor(flow) || !this.#seen.offer(flow)) return lost;
    return [...lost, response];
  }

  #takeOnward(flow: SeenFlow, response: GetFlowsResponse): readonly GetFlowsResponse[] {
    // The time the user asked for stays the floor; without one it is that of the oldest flow that came.
    if (this.#options.request.since === undefined && this.#isBelowFloor(flow, true)) this.#floor = flow.time;
    return this.#seen.offer(flow) ? [response] : [];
  }

  #isBelowFloor({ time }: SeenFlow, whenNone = false): boolean {
    return this.#floor === undefined ? whenNone : compareTimestamps(time, this.#floor) < 0;
  }
}

/** Returns the event that says that flows before `response` may be lost; how many nobody knows. */
function lostBefore(response: GetFlowsResponse): GetFlowsResponse {
  const time = timeOf(response);
  return {
    lost_events: { source: LostEventSource.HUBBLE_RING_BUFFER },
    node_name: nodeOf(response),
    ...(time === undefined ? {} : { time }),
  };
}
