/**
 * Reads the commonest packets, IPv4 with TCP or UDP, field by field without the field table. Of the table it has the runs that were
 * met before, and it reads a line only when each run of it was: then all that differs from other lines is five numbers, two
 * addresses and two interfaces. What the table would read, `PacketScan` reads again by the table, and tests compare the two.
 */

import { FieldKey } from './field-key.ts';
import { devicePlace, numberPlace } from './field-table.ts';
import type { LineBytes } from './line-bytes.ts';
import type { PacketLine } from './packet-line.ts';
import type { ScanProtocol, ScanStep, ScanTable } from './scan-step.ts';
import type { SpanMemo } from './span-memo.ts';
import { notTaken, type ValueScan } from './value-scan.ts';

/** The key before the second interface. */
export const outKey = new FieldKey(' OUT=');
const ethernetKey = new FieldKey(' MAC=');
const sourceKey = new FieldKey(' SRC=');
const destinationKey = new FieldKey(' DST=');
const destinationPortKey = new FieldKey(' DPT=');
const udpLengthKey = new FieldKey(' LEN=');
// The protocol and the key after it.
const tcpKey = new FieldKey('TCP SPT=');
const udpKey = new FieldKey('UDP SPT=');

const mostOf16Bits = 0xffff;

/** Returns the memory of a step that has one. */
function memoOf(step: ScanStep | undefined): SpanMemo {
  if (step?.memo === undefined) throw new TypeError('the field table has no run here');
  return step.memo;
}

/** What the scan reads and what it reads with. */
export interface CommonPacketParts {
  readonly line: LineBytes;
  readonly packet: PacketLine;
  readonly table: ScanTable;
  readonly values: ValueScan;
}

/** Reads common packets of one source. */
export class CommonPacketScan {
  readonly #line: LineBytes;
  readonly #packet: PacketLine;
  readonly #values: ValueScan;
  readonly #tcp: ScanProtocol;
  readonly #udp: ScanProtocol;
  /** ` LEN=60 TOS=0x00 PREC=0x00 TTL=63 ID=`, ` DF PROTO=`, and to the end of the line. */
  readonly #lengthToId: SpanMemo;
  readonly #wordsToProtocol: SpanMemo;
  readonly #tcpTail: SpanMemo;
  readonly #udpTail: SpanMemo;

  constructor({ line, packet, table, values }: CommonPacketParts) {
    this.#line = line;
    this.#packet = packet;
    this.#values = values;
    this.#tcp = table.tcp4;
    this.#udp = table.udp4;
    this.#lengthToId = memoOf(table.network[4][0]);
    this.#wordsToProtocol = memoOf(table.network[4][1]);
    this.#tcpTail = memoOf(this.#tcp.steps.at(-1));
    this.#udpTail = memoOf(this.#udp.steps.at(-1));
  }

  /** Reads from after ` OUT=`; returns where the line ends, or `notTaken` when it is no such packet. */
  read(start: number): number {
    const at = this.#front(start);
    return at === notTaken ? notTaken : this.#transport(this.#network(at));
  }

  /** `eth0 MAC=… SRC=10.0.0.1 DST=10.0.0.2` */
  #front(start: number): number {
    const line = this.#line;
    const values = this.#values;
    let at = values.device(devicePlace.out, start);
    if (at === notTaken) return notTaken;
    if (ethernetKey.isAt(line, at)) at = values.ethernet(at + ethernetKey.length);
    if (at === notTaken || !sourceKey.isAt(line, at)) return notTaken;
    this.#packet.family = 4;
    at = values.address4(numberPlace.source, at + sourceKey.length);
    if (at === notTaken || !destinationKey.isAt(line, at)) return notTaken;
    return values.address4(numberPlace.destination, at + destinationKey.length);
  }

  /** ` LEN=60 TOS=0x00 PREC=0x00 TTL=63 ID=1234 DF PROTO=` */
  #network(start: number): number {
    if (start === notTaken) return notTaken;
    let at = this.#lengthToId.recall(this.#line, start, this.#packet);
    if (at !== notTaken) at = this.#values.decimal(numberPlace.ipId, mostOf16Bits, at);
    return at === notTaken ? notTaken : this.#wordsToProtocol.recall(this.#line, at, this.#packet);
  }

  /** `TCP SPT=1 DPT=2 WINDOW=64240 RES=0x00 SYN URGP=0` or `UDP SPT=1 DPT=2 LEN=3` */
  #transport(start: number): number {
    if (start === notTaken) return notTaken;
    const line = this.#line;
    const packet = this.#packet;
    const isTcp = tcpKey.isAt(line, start);
    if (!isTcp && !udpKey.isAt(line, start)) return notTaken;
    packet.protocol = isTcp ? this.#tcp.row : this.#udp.row;
    const values = this.#values;
    let at = values.decimal(numberPlace.sourcePort, mostOf16Bits, start + tcpKey.length);
    if (at === notTaken || !destinationPortKey.isAt(line, at)) return notTaken;
    at = values.decimal(numberPlace.destinationPort, mostOf16Bits, at + destinationPortKey.length);
    if (at === notTaken || isTcp) return at === notTaken ? notTaken : this.#tcpTail.recall(line, at, packet);
    if (!udpLengthKey.isAt(line, at)) return notTaken;
    at = values.decimal(numberPlace.udpLength, mostOf16Bits, at + udpLengthKey.length);
    return at === notTaken ? notTaken : this.#udpTail.recall(line, at, packet);
  }
}
