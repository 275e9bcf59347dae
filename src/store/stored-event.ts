/** One row of the store. */

import { packFlowExtension } from '../flow/codec/extension.ts';
import { encodeMessage } from '../flow/codec/wire.ts';
import type { GetFlowsResponse } from '../flow/messages.ts';
import type { ObservedEvent } from '../flow/source-record.ts';
import type { StorePosition } from './position.ts';
import type { Lane } from './retention.ts';

/** A response and its encoding, which is made on first use and shared by every reader from then on. */
export class EncodedResponse {
  readonly response: GetFlowsResponse;
  #bytes: Uint8Array | undefined;

  constructor(response: GetFlowsResponse) {
    this.response = response;
  }

  /** Returns the encoded `observer.GetFlowsResponse`. The bytes are shared: do not write to them. */
  encoded(): Uint8Array {
    this.#bytes ??= encodeMessage('observer.GetFlowsResponse', this.response);
    return this.#bytes;
  }
}

/** Where a row stands. */
export interface RowPlace {
  readonly lane: Lane;
  /** Rows appended before it. */
  readonly sequence: number;
  /** The place just before it; that in its own lane is its ordinal there. */
  readonly before: StorePosition;
}

/** A row: what was observed and its place. Never changes. */
export class StoredEvent extends EncodedResponse {
  readonly event: ObservedEvent;
  readonly place: RowPlace;
  #extended: EncodedResponse | undefined;

  constructor(event: ObservedEvent, place: RowPlace) {
    super(event.response);
    this.event = event;
    this.place = place;
  }

  /** Returns the row as a client gets it that asked for extensions: itself when it has none. */
  extended(): EncodedResponse {
    const { response, extension } = this.event;
    if (extension === undefined || response.flow === undefined) return this;
    this.#extended ??= new EncodedResponse({
      ...response,
      flow: { ...response.flow, extensions: packFlowExtension(extension) },
    });
    return this.#extended;
  }
}
