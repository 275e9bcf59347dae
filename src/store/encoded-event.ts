/** A flow that was encoded before the store got it. */

import { ipv4Text } from '../base/ipv4-text.ts';
import type { Timestamp } from '../base/time/timestamp.ts';
import { decodeMessage } from '../flow/codec/wire.ts';
import type { FlowExtension } from '../flow/flow-extension.ts';
import type { Flow } from '../flow/flow.ts';
import type { Layer4 } from '../flow/l4.ts';
import type { GetFlowsResponse } from '../flow/messages.ts';
import type { ObservedEvent } from '../flow/source-record.ts';
import { AddressKind, type RowConstants } from './row-columns.ts';
import type { RowEncoding } from './segment.ts';

const uuidLetters = 36;

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
  /** Where the letters of the uuid are in the slab. */
  readonly uuidStart: number;
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
  readonly uuidStart: number;
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
    this.uuidStart = flow.uuidStart;
    this.time = flow.time;
    this.sourcePort = flow.sourcePort;
    this.destinationPort = flow.destinationPort;
    this.sourceAddress = flow.sourceAddress;
    this.destinationAddress = flow.destinationAddress;
  }

  get response(): GetFlowsResponse {
    const { row, node } = this.kind;
    const hasIpv4 = row.sourceKind === AddressKind.ipv4 && row.destinationKind === AddressKind.ipv4;
    if (hasIpv4) return { flow: this.#flow(), node_name: node, time: this.time };
    return decodeMessage('observer.GetFlowsResponse', this.slab.subarray(this.start, this.start + this.size));
  }

  /** The flow put together from the one like it, which takes a fifth of decoding it. */
  #flow(): Flow {
    const { like } = this.kind;
    const source = ipv4Text(this.sourceAddress);
    const destination = ipv4Text(this.destinationAddress);
    const uuid = this.slab.toString('latin1', this.uuidStart, this.uuidStart + uuidLetters);
    const l4 = this.#layer4(like.l4);
    return { ...like, time: this.time, uuid, IP: { ...like.IP, source, destination }, ...(l4 && { l4 }) };
  }

  #layer4(like: Layer4 | undefined): Layer4 | undefined {
    const ports = { source_port: this.sourcePort, destination_port: this.destinationPort };
    if (like?.TCP !== undefined) return { TCP: { ...like.TCP, ...ports } };
    return like?.UDP === undefined ? like : { UDP: { ...like.UDP, ...ports } };
  }

  get extension(): FlowExtension {
    const start = this.start + this.size;
    return decodeMessage('observed.v1.FlowExtension', this.slab.subarray(start, start + this.extensionSize));
  }
}
