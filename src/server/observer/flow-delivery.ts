/** What a row of the store becomes on its way to one reader. */

import { LostEventSource } from '../../flow/enums.ts';
import type { GetFlowsResponse } from '../../flow/messages.ts';
import { maskedResponse } from '../../flow/response-mask.ts';
import type { ReadItem } from '../../store/ring-reader.ts';
import { EncodedResponse, type StoredEvent } from '../../store/stored-event.ts';
import type { FlowQuery } from './flow-query.ts';

/** One message of an answer. Rows that go out as they are share their bytes with all other readers. */
export interface FlowDelivery {
  readonly response: GetFlowsResponse;
  /** Returns the encoded `observer.GetFlowsResponse`; not to be written to. */
  encoded(): Uint8Array;
}

/** Returns the function that gives a row the shape the query asked for. */
export function compileDelivery({ mask, withExtension }: FlowQuery): (row: StoredEvent) => FlowDelivery {
  const shape = (row: StoredEvent): EncodedResponse => (withExtension ? row.extended() : row);
  if (mask === undefined) return shape;
  return (row) => {
    const { response } = shape(row);
    return response.flow === undefined ? row : new EncodedResponse(maskedResponse(response, mask));
  };
}

/** Returns the lost event for rows that were evicted before their reader came to them. */
export function missedDelivery(missed: Extract<ReadItem, { kind: 'missed' }>, nodeName: string): FlowDelivery {
  return new EncodedResponse({
    lost_events: { source: LostEventSource.HUBBLE_RING_BUFFER, num_events_lost: BigInt(missed.count) },
    node_name: nodeName,
    ...(missed.time === undefined ? {} : { time: missed.time }),
  });
}
