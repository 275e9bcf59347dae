/** Reads the packet of a line by the field table. */

import { CommonPacketScan, outKey } from './common-packet.ts';
import { devicePlace, numberPlace, valueKind } from './field-table.ts';
import type { LineBytes } from './line-bytes.ts';
import type { PacketLine } from './packet-line.ts';
import { type ScanRow, type ScanStep, ScanTable } from './scan-step.ts';
import type { SpanMemo } from './span-memo.ts';
import { notTaken, ValueScan } from './value-scan.ts';

const blank = 0x20;

/** Reads packets of one source. */
export class PacketScan {
  readonly #line: LineBytes;
  readonly #packet: PacketLine;
  readonly #table = new ScanTable();
  /** The steps of the protocol that was read last. */
  #transport: readonly ScanStep[] = [];
  readonly #values: ValueScan;
  readonly #common: CommonPacketScan;

  constructor(line: LineBytes, packet: PacketLine) {
    this.#line = line;
    this.#packet = packet;
    this.#values = new ValueScan(line, packet);
    this.#common = new CommonPacketScan({ line, packet, table: this.#table, values: this.#values });
  }

  /**
   * Reads from `start`, after `IN=`, to the end of the line; true when that is all the line holds. `outAt` is where the name of the
   * second interface begins when the first was already read, else `notTaken`.
   */
  read(start: number, outAt: number): boolean {
    this.#restart();
    const commonAt = outAt === notTaken ? this.#firstDevice(start) : outAt;
    const end = commonAt === notTaken ? notTaken : this.#common.read(commonAt);
    return end === notTaken ? this.#readAny(start) : this.#endsAt(end);
  }

  #firstDevice(start: number): number {
    const at = this.#values.device(devicePlace.in, start);
    return at !== notTaken && outKey.isAt(this.#line, at) ? at + outKey.length : notTaken;
  }

  /** Forgets the packet before. */
  #restart(): void {
    const packet = this.#packet;
    packet.seen = 0;
    packet.words = 0;
    packet.link = undefined;
    packet.devices[devicePlace.physicalIn] = '';
    packet.devices[devicePlace.physicalOut] = '';
  }

  #readAny(start: number): boolean {
    this.#restart();
    const packet = this.#packet;
    let at = this.#values.device(devicePlace.in, start);
    if (at !== notTaken) at = this.#readSteps(this.#table.front, at);
    if (at !== notTaken) at = this.#readSteps(this.#table.network[packet.family], at);
    if (at !== notTaken) at = this.#readSteps(this.#transport, at);
    if (at === notTaken || !this.#endsAt(at)) return false;
    const { echoTypes } = packet.protocol;
    return echoTypes.length === 0 || echoTypes.includes(packet.number(numberPlace.icmpType));
  }

  #readSteps(steps: readonly ScanStep[], start: number): number {
    let at = start;
    for (let index = 0; index < steps.length; index += 1) {
      const step = steps[index];
      if (step === undefined) return notTaken;
      const { memo, varying } = step;
      const valueAt = memo === undefined ? this.#key(varying, at) : this.#run(step, memo, at);
      if (valueAt === notTaken) {
        if (memo === undefined && varying?.isOptional === true) continue;
        return notTaken;
      }
      at = varying === undefined ? valueAt : this.#value(varying, valueAt);
      if (at === notTaken) return notTaken;
    }
    return at;
  }

  /** Passes the key of a field, if one is wanted here. */
  #key(row: ScanRow | undefined, at: number): number {
    if (row === undefined) return at;
    return row.key.isAt(this.#line, at) ? at + row.key.length : notTaken;
  }

  /** Passes a run, with the key after it: one that is remembered, or else field by field. */
  #run({ rows, varying }: ScanStep, memo: SpanMemo, start: number): number {
    const line = this.#line;
    const known = memo.recall(line, start, this.#packet);
    if (known !== notTaken) return known;
    const end = this.#readRows(rows, start);
    if (end === notTaken) return notTaken;
    const next = varying === undefined ? this.#blanks(end) : this.#key(varying, end);
    if (next === notTaken || (varying === undefined && next !== line.end)) return notTaken;
    memo.learn(line, { start, end: next }, this.#packet);
    return next;
  }

  /** The kernel ends a line with a blank, which relays drop. Returns where they end. */
  #blanks(from: number): number {
    let at = from;
    while (this.#line.isBlankAt(at)) at += 1;
    return at;
  }

  /** Tells whether `at`, where reading ended, is the end of the line, and notes where the message ended. */
  #endsAt(at: number): boolean {
    const line = this.#line;
    if (at !== line.end) return false;
    let end = at;
    while (line.isBlankAt(end - 1)) end -= 1;
    this.#packet.messageEnd = end;
    this.#packet.lineEnd = at;
    return true;
  }

  /** Reads fields in their order and returns where the last one ends, or `notTaken` when one is missing or broken. */
  #readRows(rows: readonly ScanRow[], start: number): number {
    let at = start;
    for (let index = 0; index < rows.length; index += 1) {
      const row = rows[index];
      if (row === undefined) return notTaken;
      if (row.kind === valueKind.words) at = this.#words(row, at);
      else if (row.key.isAt(this.#line, at)) {
        at = this.#value(row, at + row.key.length);
        if (at === notTaken) return notTaken;
      } else if (!row.isOptional) return notTaken;
    }
    return at;
  }

  /** Passes the words of a run that are there; their order is the kernel's. */
  #words({ words, wordBits, wordLengths }: ScanRow, start: number): number {
    const { view } = this.#line;
    let at = start;
    let here = view.getInt32(at, true);
    for (let index = 0; index < words.length; index += 1) {
      if (here !== words[index]) continue;
      const end = at + (wordLengths[index] ?? 0);
      // `URG` is also the start of `URGP=`.
      if (view.getUint8(end) !== blank) return at;
      this.#packet.words |= wordBits[index] ?? 0;
      at = end;
      here = view.getInt32(at, true);
    }
    return at;
  }

  #value(row: ScanRow, at: number): number {
    return row.kind === valueKind.protocol ? this.#protocol(at) : this.#values.read(row, at);
  }

  #protocol(at: number): number {
    for (const protocol of this.#table.protocols[this.#packet.family]) {
      const end = protocol.endAt(this.#line, at);
      if (end === notTaken) continue;
      this.#packet.protocol = protocol.row;
      this.#transport = protocol.steps;
      return end;
    }
    return notTaken;
  }
}
