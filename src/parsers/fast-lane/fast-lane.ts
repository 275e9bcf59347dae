/**
 * The fast lane: reads the commonest forms of a kernel packet line straight from its bytes, without a regular expression
 * and without a string for each field. It takes a line only when it knows it to the last byte, and leaves every other one to
 * the general parser, whose reading is the same by test.
 *
 * Taken are `Nov 21 09:30:25 host kernel: [ 1.000000] …`, the same with an ISO 8601 stamp, `6,339,5140900,-;…` of
 * `/dev/kmsg` and `[ 1.000000] …` of `dmesg`; IPv4 and IPv6 with TCP, UDP and ICMP echo.
 */

import type { Envelope, EnvelopeStamp, ParseResult } from '../parse-result.ts';
import { DigitReader } from './digits.ts';
import { outKey } from './common-packet.ts';
import { FieldKey } from './field-key.ts';
import { devicePlace } from './field-table.ts';
import type { KnownBytes } from './known-bytes.ts';
import { LineBytes } from './line-bytes.ts';
import { lineEnvelope, LineRecord } from './line-record.ts';
import { kernelTag, readHost, readPrefix } from './line-words.ts';
import { absent, type LinePrefix, PacketLine } from './packet-line.ts';
import { PacketScan } from './packet-scan.ts';
import { StampScan } from './stamp-scan.ts';
import { notTaken } from './value-scan.ts';
import { WordTable } from './word-table.ts';

const [blank, comma, dash, dot, zero, nine, semicolon] = [0x20, 0x2c, 0x2d, 0x2e, 0x30, 0x39, 0x3b];
const [upperA, upperI, upperZ, openSquare, lastPrintable] = [0x41, 0x49, 0x5a, 0x5b, 0x7e];
const inKeyLength = 3;
// `IN=` as the low three bytes of a word.
const packetStart = 0x3d4e49;
const tag = new FieldKey(kernelTag);
// A square bracket and a blank, likewise.
const afterUptime = 0x205d;

/** Longest prefix that is read, in bytes; nftables allows 127. */
const maxPrefix = 128;
const fractionDigits = 6;

/** All to the bracket before the uptime, which in a flood thousands of lines share: those of one second. */
interface LastFront {
  readonly bytes: KnownBytes;
  readonly stamp: EnvelopeStamp | undefined;
  readonly host: string;
}

/** `calico-drop: IN=eth0 OUT=` */
interface LastOpening {
  readonly bytes: KnownBytes;
  readonly prefix: LinePrefix;
  readonly device: string;
}

// Lines that each begin in another way must not pay for remembering each.
const learnedOf = 8;

/** Reads the lines of one source. */
export class FastLane {
  /** What the last line that was taken says. The next line overwrites it. */
  readonly packet = new PacketLine();
  readonly #line = new LineBytes();
  readonly #stamps = new StampScan(this.#line);
  readonly #scan = new PacketScan(this.#line, this.packet);
  readonly #digitReader = new DigitReader();
  readonly #hosts = new WordTable(readHost);
  readonly #prefixes = new WordTable(readPrefix);
  #lastOrigin: KnownBytes | undefined;
  #lastHost = '';
  #lastFront: LastFront | undefined;
  #lastOpening: LastOpening | undefined;
  #openingMisses = 0;

  /** Returns the result of the last line that was taken. */
  result(): Extract<ParseResult, { kind: 'packet' }> {
    return new LineRecord(this.packet);
  }

  /** Returns the envelope of the last line that was taken. */
  envelope(): Envelope {
    return lineEnvelope(this.packet);
  }

  /** Reads a record into `packet`; false when the general parser must read it. */
  take(record: Uint8Array): boolean {
    if (!this.#line.load(record)) return false;
    const front = this.#lastFront;
    if (front === undefined || !this.#line.isAt(front.bytes, 0)) return this.#message(this.#envelope());
    const { packet } = this;
    packet.format = 'rfc3164';
    packet.stamp = front.stamp;
    packet.host = front.host;
    packet.severity = absent;
    packet.sequence = absent;
    return this.#message(this.#uptime(front.bytes.length - 1));
  }

  /** Reads what is before the message and returns where that starts, or `notTaken`. */
  #envelope(): number {
    const packet = this.packet;
    packet.stamp = undefined;
    packet.host = undefined;
    packet.uptimeUs = absent;
    packet.severity = absent;
    packet.sequence = absent;
    const { view } = this.#line;
    const first = view.getUint8(0);
    if (first >= upperA && first <= upperZ) return this.#syslog('rfc3164', this.#stamps.rfc3164());
    if (first === openSquare) {
      packet.format = 'dmesg';
      return this.#uptime(0);
    }
    if (first < zero || first > nine) return notTaken;
    return view.getUint8(4) === dash ? this.#syslog('iso-syslog', this.#stamps.iso()) : this.#kmsg();
  }

  /** ` host kernel: [uptime] ` after the stamp. */
  #syslog(format: 'rfc3164' | 'iso-syslog', hasStamp: boolean): number {
    const line = this.#line;
    const { end, stamp } = this.#stamps;
    if (!hasStamp || line.view.getUint8(end) !== blank) return notTaken;
    const at = this.#origin(end);
    if (at === notTaken) return notTaken;
    this.packet.format = format;
    this.packet.stamp = stamp;
    this.packet.host = this.#lastHost;
    const next = line.view.getUint8(at);
    if (next === blank) return notTaken;
    if (next !== openSquare) return at;
    // With a fraction of the second no two lines begin alike.
    if (format === 'rfc3164') this.#lastFront = { bytes: line.known(0, at + 1), stamp, host: this.#lastHost };
    return this.#uptime(at);
  }

  /** ` host kernel: ` at `start`, most often that of the line before; returns its end. */
  #origin(start: number): number {
    const line = this.#line;
    if (this.#lastOrigin !== undefined && line.isAt(this.#lastOrigin, start)) return start + this.#lastOrigin.length;
    let hostEnd = start + 1;
    while (line.view.getUint8(hostEnd) > blank) hostEnd += 1;
    if (!tag.isAt(line, hostEnd)) return notTaken;
    const host = this.#hosts.find(line, start + 1, hostEnd);
    if (host === undefined) return notTaken;
    const end = hostEnd + tag.length;
    this.#lastOrigin = line.known(start, end);
    this.#lastHost = host;
    return end;
  }

  /** `[ 1156.246182] ` at `start`. */
  #uptime(start: number): number {
    const { view } = this.#line;
    let at = start + 1;
    while (view.getUint8(at) === blank) at += 1;
    const digits = this.#digitReader;
    const dotAt = digits.read(view, at);
    if (dotAt === notTaken || view.getUint8(dotAt) !== dot) return notTaken;
    const seconds = digits.value;
    const end = digits.read(view, dotAt + 1);
    if (end !== dotAt + 1 + fractionDigits || view.getUint16(end, true) !== afterUptime) return notTaken;
    this.packet.uptimeUs = seconds * 1_000_000 + digits.value;
    return end + 2;
  }

  #value = 0;

  /** Reads one to `most` digits and returns where they end, or `notTaken`. */
  #digits(start: number, most: number): number {
    const { view } = this.#line;
    let at = start;
    let value = 0;
    for (let digit = view.getUint8(at) - zero; digit >= 0 && digit <= 9; digit = view.getUint8(at) - zero) {
      value = value * 10 + digit;
      at += 1;
    }
    this.#value = value;
    return at === start || at > start + most ? notTaken : at;
  }

  /** `6,339,5140900,-;` of the kernel's facility. */
  #kmsg(): number {
    const { view } = this.#line;
    const priorityEnd = this.#digits(0, 1);
    if (priorityEnd === notTaken || this.#value > 7 || view.getUint8(priorityEnd) !== comma) return notTaken;
    const severity = this.#value;
    const sequenceEnd = this.#digits(priorityEnd + 1, 15);
    if (sequenceEnd === notTaken || view.getUint8(sequenceEnd) !== comma) return notTaken;
    const sequence = this.#value;
    const uptimeEnd = this.#digits(sequenceEnd + 1, 15);
    if (uptimeEnd === notTaken || view.getUint8(uptimeEnd) !== comma) return notTaken;
    if (view.getUint8(uptimeEnd + 1) !== dash || view.getUint8(uptimeEnd + 2) !== semicolon) return notTaken;
    this.packet.format = 'kmsg';
    this.packet.severity = severity;
    this.packet.sequence = sequence;
    this.packet.uptimeUs = this.#value;
    return uptimeEnd + 3;
  }

  /** The prefix, which starts at `start`, and the packet. */
  #message(start: number): boolean {
    if (start === notTaken) return false;
    const line = this.#line;
    const opening = this.#lastOpening;
    if (opening !== undefined && line.isAt(opening.bytes, start)) {
      this.packet.devices[devicePlace.in] = opening.device;
      return this.#packetAt(opening.prefix, start, start + opening.bytes.length);
    }
    const at = this.#packetStart(start);
    if (at === notTaken) return false;
    const prefix = this.#prefixes.find(line, start, at);
    if (prefix === undefined || !this.#packetAt(prefix, start, notTaken)) return false;
    this.#openingMisses += 1;
    if (this.#openingMisses % learnedOf === 1) this.#learnOpening();
    return true;
  }

  /** The packet after a prefix; `outAt` is where the name of its second interface begins, if the first was read. */
  #packetAt(prefix: LinePrefix, start: number, outAt: number): boolean {
    const { packet } = this;
    packet.prefix = prefix;
    packet.prefixStart = start;
    packet.messageStart = start + prefix.raw.length;
    return this.#scan.read(packet.messageStart + inKeyLength, outAt);
  }

  #learnOpening(): void {
    const { prefix, prefixStart, messageStart, devices } = this.packet;
    const device = devices[devicePlace.in];
    const end = messageStart + inKeyLength + device.length + outKey.length;
    this.#lastOpening = { bytes: this.#line.known(prefixStart, end), prefix, device };
  }

  #isPacketStart(at: number): boolean {
    return (this.#line.view.getInt32(at, true) & 0xffffff) === packetStart;
  }

  /** Returns where the first `IN=` at or after `start` is, or `notTaken`. */
  #packetStart(start: number): number {
    const line = this.#line;
    let at = start;
    for (let letter = line.view.getUint8(at); letter !== upperI || !this.#isPacketStart(at);) {
      if (letter < blank || letter > lastPrintable || at - start >= maxPrefix) return notTaken;
      at += 1;
      letter = line.view.getUint8(at);
    }
    return at;
  }
}
