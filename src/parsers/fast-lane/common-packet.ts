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

// The numbers that are read here; those of the runs are the memories'.
const { source, destination, ipId, sourcePort, destinationPort, udpLength } = numberPlace;
const seenOfTcp = (1 << source) | (1 << destination) | (1 << ipId) | (1 << sourcePort) | (1 << destinationPort);
const seenOfUdp = seenOfTcp | (1 << udpLength);

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
    let at = this.#ends(start);
    if (at !== notTaken) at = this.#network(at);
    return at === notTaken ? notTaken : this.#transport(at);
  }

  /** `eth0 MAC=… SRC=10.0.0.1 DST=10.0.0.2` */
  #ends(start: number): number {
    const { view, digits } = this.#line;
    const { numbers, addressStarts, addressEnds } = this.#packet;
    let at = this.#link(start);
    if (at === notTaken) return notTaken;
    addressStarts[0] = at;
    at = digits.ipv4(at);
    if (at === notTaken || !destinationKey.isAt(view, at)) return notTaken;
    addressEnds[0] = at;
    numbers[numberPlace.source] = digits.value;
    addressStarts[1] = at + destinationKey.length;
    at = digits.ipv4(at + destinationKey.length);
    addressEnds[1] = at;
    numbers[numberPlace.destination] = digits.value;
    return at;
  }

  /** `eth0 MAC=… SRC=` */
  #link(start: number): number {
    const { view } = this.#line;
    let at = this.#values.device(devicePlace.out, start);
    if (at !== notTaken && ethernetKey.isAt(view, at)) at = this.#values.ethernet(at + ethernetKey.length);
    return at !== notTaken && sourceKey.isAt(view, at) ? at + sourceKey.length : notTaken;
  }

  /** ` LEN=60 TOS=0x00 PREC=0x00 TTL=63 ID=1234 DF PROTO=` */
  #network(start: number): number {
    const line = this.#line;
    const { digits } = line;
    const packet = this.#packet;
    let at = this.#lengthToId.recall(line, start, packet);
    if (at === notTaken) return notTaken;
    at = digits.decimal16(at);
    if (at === notTaken) return notTaken;
    packet.numbers[numberPlace.ipId] = digits.value;
    return this.#wordsToProtocol.recall(line, at, packet);
  }

  /** `TCP SPT=1 DPT=2 WINDOW=64240 RES=0x00 SYN URGP=0` or `UDP SPT=1 DPT=2 LEN=3` */
  #transport(start: number): number {
    const line = this.#line;
    const { view, digits } = line;
    const packet = this.#packet;
    const isTcp = tcpKey.isAt(view, start);
    if (!isTcp && !udpKey.isAt(view, start)) return notTaken;
    let at = digits.decimal16(start + tcpKey.length);
    if (at === notTaken || !destinationPortKey.isAt(view, at)) return notTaken;
    packet.numbers[numberPlace.sourcePort] = digits.value;
    at = digits.decimal16(at + destinationPortKey.length);
    if (at === notTaken) return notTaken;
    packet.numbers[numberPlace.destinationPort] = digits.value;
    packet.family = 4;
    packet.protocol = isTcp ? this.#tcp.row : this.#udp.row;
    packet.seen |= isTcp ? seenOfTcp : seenOfUdp;
    if (isTcp) return this.#tcpTail.recall(line, at, packet);
    if (!udpLengthKey.isAt(view, at)) return notTaken;
    at = digits.decimal16(at + udpLengthKey.length);
    packet.numbers[numberPlace.udpLength] = digits.value;
    return at === notTaken ? notTaken : this.#udpTail.recall(line, at, packet);
  }
}
