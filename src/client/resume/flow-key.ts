/** What tells one message of a stream from another when it comes a second time. */

import { hash } from 'node:crypto';
import type { Timestamp } from '../../base/time/timestamp.ts';
import { encodeMessage } from '../../flow/codec/wire.ts';
import type { GetFlowsResponse } from '../../flow/messages.ts';

/** Returns the node `response` came from; empty when it does not say. */
export function nodeOf({ node_name: name, flow }: GetFlowsResponse): string {
  return name ?? flow?.node_name ?? '';
}

/** Returns the time of `response`; undefined when a field mask left it out. */
export function timeOf({ time, flow }: GetFlowsResponse): Timestamp | undefined {
  return time ?? flow?.time;
}

/**
 * Returns the key of `response`: the uuid of its flow, else its node, its time to the nanosecond and the digest of its
 * encoded bytes. Two messages may have the same key; how often it came then counts.
 */
export function keyOf(response: GetFlowsResponse): string {
  const { flow } = response;
  if (flow?.uuid) return flow.uuid;
  const bytes =
    flow === undefined ? encodeMessage('observer.GetFlowsResponse', response) : encodeMessage('flow.Flow', flow);
  const time = timeOf(response);
  return `${nodeOf(response)} ${time?.seconds ?? ''} ${time?.nanos ?? ''} ${hash('sha256', bytes, 'base64')}`;
}
