/** What to ask for after a break. */

import { compareTimestamps, type Timestamp } from '../../base/time/timestamp.ts';
import type { StreamCursor } from '../../flow/codec/message-types.ts';
import { resumingAfter } from '../../flow/codec/stream-cursor.ts';
import type { GetFlowsRequest } from '../../flow/messages.ts';

/** Where a stream broke off. */
export interface BreakPlace {
  /** The least over the nodes of the last time seen − 60 s; undefined when nothing came. */
  readonly since: Timestamp | undefined;
  /** When the stream was first asked for. */
  readonly started: Timestamp;
  /** The last cursor of a server of ours. */
  readonly cursor: StreamCursor | undefined;
}

/**
 * Returns the request that goes on with `request`, which follows. Its filters stay; its number does not, for that many
 * were given. Never from before the time the user asked for. Where nothing had come yet, the request as it was, or
 * from its start on. A server that did not give the cursor goes by the time.
 */
export function resumeRequest(request: GetFlowsRequest, { since, started, cursor }: BreakPlace): GetFlowsRequest {
  const timed = fromThere(request, since, started);
  return cursor === undefined ? timed : resumingAfter(timed, cursor);
}

function fromThere(request: GetFlowsRequest, since: Timestamp | undefined, started: Timestamp): GetFlowsRequest {
  const { number, ...rest } = request;
  if (since !== undefined) return { ...rest, since: laterOf(request.since, since) };
  return request.since !== undefined || number ? request : { ...rest, since: started };
}

function laterOf(a: Timestamp | undefined, b: Timestamp): Timestamp {
  return a !== undefined && compareTimestamps(a, b) > 0 ? a : b;
}
