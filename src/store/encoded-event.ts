/** A flow that was encoded before the store got it. */

import type { Timestamp } from '../base/time/timestamp.ts';
import { decodeMessage } from '../flow/codec/wire.ts';
import type { FlowExtension } from '../flow/flow-extension.ts';
import type { Flow } from '../flow/flow.ts';
import type { GetFlowsResponse } from '../flow/messages.ts';
import type { ObservedEvent } from '../flow/source-record.ts';
import type { RowConstants } from './row-columns.ts';
import type { RowEncoding } from './segment.ts';

/** What the flows of one kind have in common. */
export interface EncodedKind {
  /** One of them. It agrees with the others in all but time, uuid, addresses and ports. */
  readonly like: Flow;
  /** Its node, as the response names it. */
  readonly node: string;
  /** What the columns say of it. */
  readonly row: RowConstants;
}

/** Where a flow lies, its extension behind it, and what tells it from the others of its kind. */
export interface EncodedFlow extends RowEncoding {
  readonly time: Timestamp;
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** Words of IPv4 addresses; 0 for others. */
  readonly sourceAddress: number;
  readonly destinationAddress: number;
}

/** An event whose flow lies encoded in a slab, which must not be written over. Who wants the objects has them decoded. */
export class EncodedEvent implements ObservedEvent, EncodedFlow {
  readonly kind: EncodedKind;
  readonly slab: Buffer;
  readonly start: number;
  readonly size: number;
  readonly extensionSize: number;
  readonly time: Timestamp;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly sourceAddress: number;
  readonly destinationAddress: number;

  constructor(kind: EncodedKind, flow: EncodedFlow) {
    this.kind = kind;
    this.slab = flow.slab;
    this.start = flow.start;
    this.size = flow.size;
    this.extensionSize = flow.extensionSize;
    this.time = flow.time;
    this.sourcePort = flow.sourcePort;
    this.destinationPort = flow.destinationPort;
    this.sourceAddress = flow.sourceAddress;
    this.destinationAddress = flow.destinationAddress;
  }

  get response(): GetFlowsResponse {
    return decodeMessage('observer.GetFlowsResponse', this.slab.subarray(this.start, this.start + this.size));
  }

  get extension(): FlowExtension {
    const start = this.start + this.size;
    return decodeMessage('observed.v1.FlowExtension', this.slab.subarray(start, start + this.extensionSize));
  }
}
