/** Reads the packet of a line by the field table. */

import { canonicalIpv6 } from '../../base/address.ts';
import type { PacketLink } from '../packet-event.ts';
import { DeviceTable } from './device-table.ts';
import { digitCount, DigitReader, digitsValue } from './digits.ts';
import { devicePlace, numberPlace, valueKind } from './field-table.ts';
import type { LineBytes } from './line-bytes.ts';
import type { PacketLine } from './packet-line.ts';
import { protocolKey, type ScanProtocol, type ScanRow, type ScanRun, ScanTable } from './scan-row.ts';
import type { SpanMemo } from './span-memo.ts';
import { WordTable } from './word-table.ts';

/** Returned in place of an offset when the line is not for the lane. */
export const notTaken = -1;

const [blank, dot, colon, zero] = [0x20, 0x2e, 0x3a, 0x30];

const ethernetForm = /^(?:[0-9a-f]{2}:){13}[0-9a-f]{2}$/i;
const ethernetLetters = 41;
// The kernel writes all eight groups with all their digits.
const ipv6Form = /^[0-9a-f]{4}(?::[0-9a-f]{4}){7}$/i;
const ipv6Letters = 39;

function readEthernet(text: string): PacketLink | undefined {
  if (!ethernetForm.test(text)) return undefined;
  const etherType = Number.parseInt(text.slice(36, 38) + text.slice(39), 16);
  return Object.freeze({ destination: text.slice(0, 17), source: text.slice(18, 35), etherType });
}

function readIpv6(text: string): string | undefined {
  const bytes = Buffer.from(text, 'latin1');
  return ipv6Form.test(text) ? canonicalIpv6(bytes, 0, bytes.length) : undefined;
}

/** Reads packets of one source. */
export class PacketScan {
  readonly #line: LineBytes;
  readonly #packet: PacketLine;
  readonly #table = new ScanTable();
  readonly #digits = new DigitReader();
  readonly #devices = new DeviceTable();
  readonly #ethernets = new WordTable(readEthernet);
  readonly #addresses6 = new WordTable(readIpv6);

  constructor(line: LineBytes, packet: PacketLine) {
    this.#line = line;
    this.#packet = packet;
  }

  /** Reads from after `IN=` to the end of the line; true when that is all the line holds. */
  read(start: number): boolean {
    const packet = this.#packet;
    packet.seen = 0;
    packet.words = 0;
    packet.link = undefined;
    packet.devices[devicePlace.physicalIn] = '';
    packet.devices[devicePlace.physicalOut] = '';
    let at = this.#device(devicePlace.in, start);
    if (at !== notTaken) at = this.#readRows(this.#table.front.rows, at);
    if (at !== notTaken) at = this.#readRuns(this.#table.network[packet.family], at);
    if (at === notTaken || !protocolKey.isAt(this.#line, at)) return false;
    at += protocolKey.length;
    for (const protocol of this.#table.protocols[packet.family]) {
      const end = protocol.endAt(this.#line, at);
      if (end !== notTaken) return this.#readTransport(protocol, end);
    }
    return false;
  }

  #readTransport({ row, runs }: ScanProtocol, start: number): boolean {
    const packet = this.#packet;
    packet.protocol = row;
    const end = this.#readRuns(runs, start);
    if (end === notTaken || !this.#endsAt(end)) return false;
    return row.echoTypes.length === 0 || row.echoTypes.includes(packet.number(numberPlace.icmpType));
  }

  #readRuns(runs: readonly ScanRun[], start: number): number {
    let at = start;
    for (const run of runs) {
      at = run.memo === undefined ? this.#readRows(run.rows, at) : this.#readAgain(run, run.memo, at);
      if (at === notTaken) return notTaken;
    }
    return at;
  }

  #readAgain({ rows }: ScanRun, memo: SpanMemo, start: number): number {
    const line = this.#line;
    const known = memo.recall(line, start, this.#packet);
    if (known !== notTaken) return known;
    const end = this.#readRows(rows, start);
    if (end !== notTaken && memo.isWhole(line, end)) memo.learn(line, { start, end }, this.#packet);
    return end;
  }

  /** The kernel ends a line with a blank, which relays drop. `from` may be after it. */
  #endsAt(from: number): boolean {
    const line = this.#line;
    let at = from;
    while (line.isBlankAt(at)) at += 1;
    if (at !== line.end) return false;
    let end = at;
    while (line.isBlankAt(end - 1)) end -= 1;
    this.#packet.messageEnd = end;
    this.#packet.lineEnd = at;
    return true;
  }

  /** Reads fields in their order and returns where the last one ends, or `notTaken` when one is missing or broken. */
  #readRows(rows: readonly ScanRow[], start: number): number {
    const { view } = this.#line;
    let at = start;
    for (let index = 0; index < rows.length; index += 1) {
      const row = rows[index];
      if (row === undefined) return notTaken;
      if (row.kind === valueKind.words) at = this.#words(row, at);
      else if (view.getInt32(at, true) === row.first && row.key.restIsAt(view, at)) {
        at = this.#value(row, at + row.length);
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

  /** Reads the value at `at` and returns where it ends, or `notTaken`. */
  #value(row: ScanRow, at: number): number {
    switch (row.kind) {
      case valueKind.decimal:
        return this.#decimal(row, at);
      case valueKind.hexadecimal:
        return this.#hexadecimal(row, at);
      case valueKind.address:
        return this.#address(row, at);
      case valueKind.device:
        return this.#device(row.place, at);
      case valueKind.ethernet:
        return this.#ethernet(at);
      default:
        return this.#wideDecimal(row, at);
    }
  }

  #put(place: number, value: number): void {
    const packet = this.#packet;
    packet.numbers[place] = value;
    packet.seen |= 1 << place;
  }

  #decimal({ max, place }: ScanRow, start: number): number {
    const end = this.#digits.read(this.#line.view, start);
    const { value } = this.#digits;
    if (end < 0 || value > max) return notTaken;
    this.#put(place, value);
    return end;
  }

  /** Ten digits: past 32 bits the value is a fraction's kind of number, which is slower and rarely needed. */
  #wideDecimal({ max, place }: ScanRow, start: number): number {
    const { view } = this.#line;
    let at = start;
    let value = 0;
    for (let digit = view.getUint8(at) - zero; digit >>> 0 <= 9; digit = view.getUint8(at) - zero) {
      value = value * 10 + digit;
      at += 1;
    }
    if (at === start || value > max) return notTaken;
    this.#put(place, value);
    return at;
  }

  #hexadecimal({ max, place }: ScanRow, start: number): number {
    const { view } = this.#line;
    let at = start;
    let value = 0;
    for (;;) {
      const byte = view.getUint8(at);
      const letter = byte | 0x20;
      if ((byte - zero) >>> 0 <= 9) value = (value << 4) | (byte - zero);
      else if (letter >= 0x61 && letter <= 0x66) value = (value << 4) | (letter - 0x57);
      else break;
      at += 1;
    }
    if (at === start || at > start + 8 || value >>> 0 > max) return notTaken;
    this.#put(place, value);
    return at;
  }

  #device(place: number, start: number): number {
    const name = this.#devices.find(this.#line, start);
    if (name === undefined) return notTaken;
    this.#packet.devices[place] = name;
    return this.#devices.end;
  }

  #ethernet(start: number): number {
    if (this.#line.view.getUint8(start) === blank) return start;
    const end = start + ethernetLetters;
    if (end >= this.#line.end) return notTaken;
    const found = this.#ethernets.find(this.#line, start, end);
    if (found === undefined) return notTaken;
    this.#packet.link = found;
    return end;
  }

  /** One of the two addresses. A colon after four digits of the first tells IPv6. */
  #address({ place }: ScanRow, start: number): number {
    const packet = this.#packet;
    if (place === numberPlace.source) packet.family = this.#line.view.getUint8(start + 4) === colon ? 6 : 4;
    const end = packet.family === 4 ? this.#address4(place, start) : this.#address6(place, start);
    packet.addressStarts[place - numberPlace.source] = start;
    packet.addressEnds[place - numberPlace.source] = end;
    return end;
  }

  #address6(place: number, start: number): number {
    const end = start + ipv6Letters;
    if (end >= this.#line.end) return notTaken;
    const text = this.#addresses6.find(this.#line, start, end);
    if (text === undefined) return notTaken;
    this.#packet.addresses6[place - numberPlace.source] = text;
    return end;
  }

  /** Four numbers up to 255 without leading zeros, as the kernel writes them: the canonical text. */
  #address4(place: number, start: number): number {
    const { view } = this.#line;
    let at = start;
    let bits = 0;
    for (let part = 0; part < 4; part += 1) {
      const word = view.getInt32(at, true);
      const count = digitCount(word);
      if (count === 0 || count === 4) return notTaken;
      const value = digitsValue(word, count);
      if (value > 255 || ((word & 0xff) === zero && count > 1)) return notTaken;
      bits = (bits << 8) | value;
      at += count;
      if (part < 3 && view.getUint8(at) !== dot) return notTaken;
      at += 1;
    }
    this.#put(place, bits);
    return at - 1;
  }
}
