/**
 * What filters and readers ask of a row most often, in typed arrays: looking at a row costs a few loads instead of the decoding of a flow. The
 * columns tell exactly what the flow says, or that they do not tell (`RowMark.odd`).
 */

import type { Timestamp } from '../base/time/timestamp.ts';
import { unknownFields } from '../flow/codec/plain-message.ts';
import type { Flow } from '../flow/flow.ts';
import type { Layer4, TCPFlags } from '../flow/l4.ts';
import type { Layer7 } from '../flow/l7.ts';
import type { GetFlowsResponse } from '../flow/messages.ts';
import type { EncodedFlow } from './encoded-event.ts';
import { ipv4Word } from './ipv4-word.ts';
import { OffsetColumn } from './number-column.ts';

/** Bits of the column `marks`. */
export const RowMark = {
  /** The row is a flow, not a notice. */
  flow: 1,
  /** The response has a time. */
  time: 2,
  extension: 4,
  /** Some value of the flow does not fit its column: only the decoded flow tells what it is. */
  odd: 8,
  /** `is_reply` is set, and what to. */
  replyKnown: 16,
  reply: 32,
  /** The encoded flow ends where an extension would stand: it has none, and no fields of a newer schema, which go last. */
  openEnd: 64,
} as const;

/** Transport protocols in the column `l4`, as members of `flow.Layer4`; 0 is none. */
export const l4Codes = { TCP: 1, UDP: 2, SCTP: 3, ICMPv4: 4, ICMPv6: 5, VRRP: 6, IGMP: 7 } as const;

/** Application protocols in the column `l7`, as members of `flow.Layer7`; 0 is none. */
export const l7Codes = { dns: 1, http: 2, kafka: 3 } as const;

/** What the columns `sourceKind` and `destinationKind` say of an address. */
export const AddressKind = {
  none: 0,
  /** Its word is in the column of addresses. */
  ipv4: 1,
  /** IPv6, or no address at all: only the decoded flow has it. */
  text: 2,
} as const;

/** Bits of the column `tcpFlags`, by name; `present` is set when the flow has flags, be they all unset. */
export const tcpFlagBits = {
  FIN: 1,
  SYN: 2,
  RST: 4,
  PSH: 8,
  ACK: 16,
  URG: 32,
  ECE: 64,
  CWR: 128,
  NS: 256,
  present: 512,
} as const;

/** In the column `eventType`: the flow has none. */
export const noEventType = 255;

/** The columns of a number of rows. Codes are those of the wire; what is absent is 0, unless a mark or kind tells. */
export class RowColumns {
  readonly marks: Uint8Array;
  /** Time of the response. */
  readonly seconds: OffsetColumn;
  readonly nanos: Int32Array;
  readonly verdict: Uint8Array;
  readonly eventType: Uint8Array;
  readonly eventSubType: Uint8Array;
  readonly direction: Uint8Array;
  readonly ipVersion: Uint8Array;
  readonly l4: Uint8Array;
  readonly l7: Uint8Array;
  readonly tcpFlags: Uint16Array;
  /** Of TCP, UDP and SCTP. */
  readonly sourcePort: Uint16Array;
  readonly destinationPort: Uint16Array;
  readonly sourceKind: Uint8Array;
  readonly destinationKind: Uint8Array;
  readonly sourceAddress: Uint32Array;
  readonly destinationAddress: Uint32Array;

  constructor(rows: number) {
    this.marks = new Uint8Array(rows);
    this.seconds = new OffsetColumn(rows);
    this.nanos = new Int32Array(rows);
    this.verdict = new Uint8Array(rows);
    this.eventType = new Uint8Array(rows);
    this.eventSubType = new Uint8Array(rows);
    this.direction = new Uint8Array(rows);
    this.ipVersion = new Uint8Array(rows);
    this.l4 = new Uint8Array(rows);
    this.l7 = new Uint8Array(rows);
    this.tcpFlags = new Uint16Array(rows);
    this.sourcePort = new Uint16Array(rows);
    this.destinationPort = new Uint16Array(rows);
    this.sourceKind = new Uint8Array(rows);
    this.destinationKind = new Uint8Array(rows);
    this.sourceAddress = new Uint32Array(rows);
    this.destinationAddress = new Uint32Array(rows);
  }

  /** Tells whether a row is a flow; otherwise it is a notice. */
  isFlow(index: number): boolean {
    return ((this.marks[index] ?? 0) & RowMark.flow) !== 0;
  }

  /** Returns the time of a row; undefined when it has none. */
  timeAt(index: number): Timestamp | undefined {
    if (((this.marks[index] ?? 0) & RowMark.time) === 0) return undefined;
    return { seconds: this.seconds.at(index), nanos: this.nanos[index] ?? 0 };
  }

  /** Returns a negative number, 0 or a positive number as the row is before, at or after `time`; NaN for a row without a time. */
  compareTime(index: number, time: Timestamp): number {
    if (((this.marks[index] ?? 0) & RowMark.time) === 0) return NaN;
    return this.seconds.at(index) - time.seconds || (this.nanos[index] ?? 0) - time.nanos;
  }

  /** Fills in one row, whose columns are all 0 so far. */
  set(index: number, { flow, time }: GetFlowsResponse, hasExtension: boolean): void {
    let marks = hasExtension ? RowMark.extension : 0;
    if (time !== undefined) {
      marks |= RowMark.time;
      this.seconds.set(index, time.seconds);
      this.nanos[index] = time.nanos;
    }
    if (flow !== undefined) {
      marks |= RowMark.flow | replyMarks(flow.is_reply);
      if (flow.extensions === undefined && !(unknownFields in flow)) marks |= RowMark.openEnd;
      if (!this.#setCodes(index, flow) || !this.#setLayers(index, flow)) marks |= RowMark.odd;
      this.#setAddresses(index, flow);
    }
    this.marks[index] = marks;
  }

  /** Fills in one row that has `row` in common with others of its kind. */
  setEncoded(index: number, row: RowConstants, own: EncodedFlow): void {
    const { time } = own;
    this.marks[index] = row.marks;
    this.seconds.set(index, time.seconds);
    this.nanos[index] = time.nanos;
    this.verdict[index] = row.verdict;
    this.eventType[index] = row.eventType;
    this.eventSubType[index] = row.eventSubType;
    this.direction[index] = row.direction;
    this.ipVersion[index] = row.ipVersion;
    this.l4[index] = row.l4;
    this.l7[index] = row.l7;
    this.tcpFlags[index] = row.tcpFlags;
    this.sourcePort[index] = own.sourcePort;
    this.destinationPort[index] = own.destinationPort;
    this.sourceKind[index] = row.sourceKind;
    this.destinationKind[index] = row.destinationKind;
    this.sourceAddress[index] = own.sourceAddress;
    this.destinationAddress[index] = own.destinationAddress;
  }

  /** Returns false when a value does not fit. */
  #setCodes(index: number, flow: Flow): boolean {
    const { verdict = 0, traffic_direction: direction = 0, event_type: event, IP: ip } = flow;
    const type = event === undefined ? noEventType : (event.type ?? 0);
    const subType = event?.sub_type ?? 0;
    const version = ip?.ipVersion ?? 0;
    this.verdict[index] = verdict;
    this.direction[index] = direction;
    this.eventType[index] = type;
    this.eventSubType[index] = subType;
    this.ipVersion[index] = version;
    return (
      isByte(verdict) &&
      isByte(direction) &&
      isByte(type) &&
      isByte(subType) &&
      isByte(version) &&
      (event === undefined || type !== noEventType)
    );
  }

  #setLayers(index: number, { l4, l7 }: Flow): boolean {
    this.l4[index] = l4Code(l4);
    this.l7[index] = l7Code(l7);
    const transport = l4?.TCP ?? l4?.UDP ?? l4?.SCTP;
    const { source_port: from = 0, destination_port: to = 0 } = transport ?? {};
    this.sourcePort[index] = from;
    this.destinationPort[index] = to;
    const flags = l4?.TCP?.flags;
    this.tcpFlags[index] = flags === undefined ? 0 : tcpFlagBits.present | tcpFlagsOf(flags);
    return isPort(from) && isPort(to);
  }

  #setAddresses(index: number, { IP: ip }: Flow): void {
    const source = ipv4Word(ip?.source);
    const destination = ipv4Word(ip?.destination);
    this.sourceKind[index] = kindOf(source, ip?.source);
    this.destinationKind[index] = kindOf(destination, ip?.destination);
    this.sourceAddress[index] = source ?? 0;
    this.destinationAddress[index] = destination ?? 0;
  }
}

/** What the columns say of all flows of one kind, in one object: a row of arrays of its own would be a load from memory for each. */
export interface RowConstants {
  readonly marks: number;
  readonly verdict: number;
  readonly eventType: number;
  readonly eventSubType: number;
  readonly direction: number;
  readonly ipVersion: number;
  readonly l4: number;
  readonly l7: number;
  readonly tcpFlags: number;
  readonly sourceKind: number;
  readonly destinationKind: number;
}

/** Returns what the columns say of a response. */
export function rowConstants(response: GetFlowsResponse, hasExtension: boolean): RowConstants {
  const columns = new RowColumns(1);
  columns.set(0, response, hasExtension);
  const { marks, verdict, eventType, eventSubType, direction, ipVersion, l4, l7, tcpFlags } = columns;
  return {
    marks: marks[0] ?? 0,
    verdict: verdict[0] ?? 0,
    eventType: eventType[0] ?? 0,
    eventSubType: eventSubType[0] ?? 0,
    direction: direction[0] ?? 0,
    ipVersion: ipVersion[0] ?? 0,
    l4: l4[0] ?? 0,
    l7: l7[0] ?? 0,
    tcpFlags: tcpFlags[0] ?? 0,
    sourceKind: columns.sourceKind[0] ?? 0,
    destinationKind: columns.destinationKind[0] ?? 0,
  };
}

function replyMarks(isReply: boolean | undefined): number {
  if (isReply === undefined) return 0;
  return isReply ? RowMark.replyKnown | RowMark.reply : RowMark.replyKnown;
}

function isByte(value: number): boolean {
  return (value & 0xff) === value;
}

function isPort(value: number): boolean {
  return (value & 0xffff) === value;
}

function kindOf(word: number | undefined, text: string | undefined): number {
  if (word !== undefined) return AddressKind.ipv4;
  return text === undefined || text === '' ? AddressKind.none : AddressKind.text;
}

function l4Code(l4: Layer4 | undefined): number {
  if (l4 === undefined) return 0;
  if (l4.TCP !== undefined) return l4Codes.TCP;
  if (l4.UDP !== undefined) return l4Codes.UDP;
  if (l4.SCTP !== undefined) return l4Codes.SCTP;
  if (l4.ICMPv4 !== undefined) return l4Codes.ICMPv4;
  if (l4.ICMPv6 !== undefined) return l4Codes.ICMPv6;
  if (l4.VRRP !== undefined) return l4Codes.VRRP;
  return l4.IGMP === undefined ? 0 : l4Codes.IGMP;
}

function l7Code(l7: Layer7 | undefined): number {
  if (l7?.dns !== undefined) return l7Codes.dns;
  if (l7?.http !== undefined) return l7Codes.http;
  return l7?.kafka === undefined ? 0 : l7Codes.kafka;
}

/** Returns the bits of the flags that are set, without `present`. */
export function tcpFlagsOf(flags: TCPFlags): number {
  return (
    (flags.FIN === true ? tcpFlagBits.FIN : 0) |
    (flags.SYN === true ? tcpFlagBits.SYN : 0) |
    (flags.RST === true ? tcpFlagBits.RST : 0) |
    (flags.PSH === true ? tcpFlagBits.PSH : 0) |
    (flags.ACK === true ? tcpFlagBits.ACK : 0) |
    (flags.URG === true ? tcpFlagBits.URG : 0) |
    (flags.ECE === true ? tcpFlagBits.ECE : 0) |
    (flags.CWR === true ? tcpFlagBits.CWR : 0) |
    (flags.NS === true ? tcpFlagBits.NS : 0)
  );
}
