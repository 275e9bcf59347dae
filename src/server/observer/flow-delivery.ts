/** What a row of the store becomes on its way to one reader. */

import { LostEventSource } from '../../flow/enums.ts';
import type { GetFlowsResponse } from '../../flow/messages.ts';
import { maskedResponse } from '../../flow/response-mask.ts';
import type { MissedFlows } from '../../store/ring-reader.ts';
import { EncodedResponse, type Encoded, type StoredEvent } from '../../store/stored-event.ts';
import type { FlowQuery } from './flow-query.ts';

/** One message of an answer. Rows that go out as they are share their bytes with all other readers. */
export type FlowDelivery = Encoded;

/** Returns the function that gives a row the shape the query asked for. */
export function compileDelivery({ mask, wireMask, withExtension }: FlowQuery): (row: StoredEvent) => FlowDelivery {
  const shape = (row: StoredEvent): FlowDelivery => (withExtension ? row.extended() : row);
  if (mask === undefined || wireMask === undefined) return shape;
  return (row) => {
    const shaped = shape(row);
    const bytes = wireMask(shaped.encoded());
    if (bytes !== undefined) return new MaskedDelivery(bytes, () => maskedResponse(shaped.response, mask));
    const { response } = shaped;
    return response.flow === undefined ? row : new EncodedResponse(maskedResponse(response, mask));
  };
}

/** What a mask leaves of a row: bytes, of which a response is made when somebody asks for it. */
class MaskedDelivery implements FlowDelivery {
  readonly #bytes: Uint8Array;
  readonly #make: () => GetFlowsResponse;
  #response: GetFlowsResponse | undefined;

  constructor(bytes: Uint8Array, make: () => GetFlowsResponse) {
    this.#bytes = bytes;
    this.#make = make;
  }

  get response(): GetFlowsResponse {
    this.#response ??= this.#make();
    return this.#response;
  }

  encoded(): Uint8Array {
    return this.#bytes;
  }
}

/** Returns the lost event for rows that were evicted before their reader came to them. */
export function missedDelivery(missed: MissedFlows, nodeName: string): FlowDelivery {
  return new EncodedResponse({
    lost_events: { source: LostEventSource.HUBBLE_RING_BUFFER, num_events_lost: BigInt(missed.count) },
    node_name: nodeName,
    ...(missed.time === undefined ? {} : { time: missed.time }),
  });
}
