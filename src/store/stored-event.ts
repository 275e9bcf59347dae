/** One row of the store. */

import type { Timestamp } from '../base/time/timestamp.ts';
import { flowExtensionAny } from '../flow/codec/extension.ts';
import { decodeMessage, encodeMessage } from '../flow/codec/wire.ts';
import type { GetFlowsResponse } from '../flow/messages.ts';
import type { ObservedEvent } from '../flow/source-record.ts';
import { insertIntoFlow } from './flow-splice.ts';
import type { Lane } from './retention.ts';
import { RowMark } from './row-columns.ts';
import { placeOfRow, type RowPlace } from './row-place.ts';
import { indexOf, type RowEncoding, type Segment } from './segment.ts';

/** A response and its encoding. */
export interface Encoded {
  readonly response: GetFlowsResponse;
  /** Returns the encoded `observer.GetFlowsResponse`. The bytes are shared: do not write to them. */
  encoded(): Uint8Array;
}

/** A response whose encoding is made on first use. */
export class EncodedResponse implements Encoded {
  readonly response: GetFlowsResponse;
  #bytes: Uint8Array | undefined;

  constructor(response: GetFlowsResponse) {
    this.response = response;
  }

  encoded(): Uint8Array {
    this.#bytes ??= encodeMessage('observer.GetFlowsResponse', this.response);
    return this.#bytes;
  }
}

/** A row: what was observed and its place. Never changes, and outlives its eviction for whoever holds it. */
export class StoredEvent implements Encoded {
  readonly lane: Lane;
  /** Its number in its lane. */
  readonly ordinal: number;
  readonly #segment: Segment;
  readonly #encoding: RowEncoding;
  readonly #event: Pick<ObservedEvent, 'response'> | undefined;
  #response: GetFlowsResponse | undefined;
  #bytes: Uint8Array | undefined;
  #extended: Encoded | undefined;

  /** `event` is given for a row that was appended lately; the response of another is decoded when somebody asks for it. */
  constructor(lane: Lane, ordinal: number, segment: Segment, event?: Pick<ObservedEvent, 'response'>) {
    this.lane = lane;
    this.ordinal = ordinal;
    this.#segment = segment;
    this.#encoding = segment.encodingOf(indexOf(ordinal));
    this.#event = event;
  }

  get response(): GetFlowsResponse {
    this.#response ??= this.#event?.response ?? decodeMessage('observer.GetFlowsResponse', this.encoded());
    return this.#response;
  }

  /** The time of the response. */
  get time(): Timestamp | undefined {
    return this.#segment.timeAt(indexOf(this.ordinal));
  }

  encoded(): Uint8Array {
    const { slab, start, size } = this.#encoding;
    this.#bytes ??= slab.subarray(start, start + size);
    return this.#bytes;
  }

  get place(): RowPlace {
    return placeOfRow(this.#segment, this.lane, this.ordinal);
  }

  /** Returns the row as a client gets it that asked for extensions: itself when it has none. */
  extended(): Encoded {
    const marks = this.#segment.marks[indexOf(this.ordinal)] ?? 0;
    if ((marks & RowMark.extension) === 0 || (marks & RowMark.flow) === 0) return this;
    // Where something stands behind the place of the extension it cannot be put in without encoding all of it anew.
    const encode = () => new EncodedResponse(this.#responseWithExtension());
    this.#extended ??= (marks & RowMark.openEnd) === 0 ? encode() : this.#withExtensionSpliced();
    return this.#extended;
  }

  #extension(): Uint8Array {
    const { slab, start, size, extensionSize } = this.#encoding;
    // A copy: it is handed out in a message, which shares no memory with anything.
    return new Uint8Array(slab.subarray(start + size, start + size + extensionSize));
  }

  #responseWithExtension(): GetFlowsResponse {
    const { response } = this;
    if (response.flow === undefined) return response;
    return { ...response, flow: { ...response.flow, extensions: flowExtensionAny(this.#extension()) } };
  }

  #withExtensionSpliced(): Encoded {
    const field = encodeMessage('flow.Flow', { extensions: flowExtensionAny(this.#extension()) });
    const bytes = insertIntoFlow(this.encoded(), field);
    const make = () => this.#responseWithExtension();
    let response: GetFlowsResponse | undefined;
    return {
      encoded: () => bytes,
      get response() {
        return (response ??= make());
      },
    };
  }
}
