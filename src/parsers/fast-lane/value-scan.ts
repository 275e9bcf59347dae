/** Reads the values of fields into the packet. */

import { canonicalIpv6 } from '../../base/address.ts';
import type { PacketLink } from '../packet-event.ts';
import { DeviceTable } from './device-table.ts';
import { digitCount, DigitReader, digitsValue } from './digits.ts';
import { numberPlace, valueKind } from './field-table.ts';
import type { LineBytes } from './line-bytes.ts';
import type { PacketLine } from './packet-line.ts';
import type { ScanRow } from './scan-step.ts';
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

/** Reads values of one source. Each method takes where a value starts and returns where it ends, or `notTaken`. */
export class ValueScan {
  readonly #line: LineBytes;
  readonly #packet: PacketLine;
  readonly #digits = new DigitReader();
  readonly #devices = new DeviceTable();
  readonly #ethernets = new WordTable(readEthernet);
  readonly #addresses6 = new WordTable(readIpv6);

  constructor(line: LineBytes, packet: PacketLine) {
    this.#line = line;
    this.#packet = packet;
  }

  /** Reads the value of any field but a protocol's. */
  read(row: ScanRow, at: number): number {
    switch (row.kind) {
      case valueKind.decimal:
        return this.decimal(row.place, row.max, at);
      case valueKind.hexadecimal:
        return this.#hexadecimal(row, at);
      case valueKind.address:
        return this.#address(row, at);
      case valueKind.device:
        return this.device(row.place, at);
      case valueKind.ethernet:
        return this.ethernet(at);
      default:
        return this.#wideDecimal(row, at);
    }
  }

  #put(place: number, value: number): void {
    const packet = this.#packet;
    packet.numbers[place] = value;
    packet.seen |= 1 << place;
  }

  /** A number of at most nine digits that is at most `max`. */
  decimal(place: number, max: number, start: number): number {
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

  /** The name of an interface, perhaps empty. */
  device(place: number, start: number): number {
    const name = this.#devices.find(this.#line, start);
    if (name === undefined) return notTaken;
    this.#packet.devices[place] = name;
    return this.#devices.end;
  }

  /** The bytes of an Ethernet header, or nothing. */
  ethernet(start: number): number {
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
    return packet.family === 4 ? this.address4(place, start) : this.#address6(place, start);
  }

  #address6(place: number, start: number): number {
    const end = start + ipv6Letters;
    if (end >= this.#line.end) return notTaken;
    const text = this.#addresses6.find(this.#line, start, end);
    if (text === undefined) return notTaken;
    const { addresses6, addressStarts, addressEnds } = this.#packet;
    addresses6[place - numberPlace.source] = text;
    addressStarts[place - numberPlace.source] = start;
    addressEnds[place - numberPlace.source] = end;
    return end;
  }

  /** Four numbers up to 255 without leading zeros, as the kernel writes them: the canonical text. */
  address4(place: number, start: number): number {
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
    const { addressStarts, addressEnds } = this.#packet;
    addressStarts[place - numberPlace.source] = start;
    addressEnds[place - numberPlace.source] = at - 1;
    return at - 1;
  }
}
