/** From what the lane read to the result that the general parser would have given. */

import { flagSet } from '../kernel-packet/transport-fields.ts';
import type { Mutable } from '../kernel-packet/mutable.ts';
import type { PacketEvent, PacketHeader, PacketL4 } from '../packet-event.ts';
import type { Envelope, ParseResult } from '../parse-result.ts';
import { devicePlace, numberPlace, tcpFlagBits, wordBit } from './field-table.ts';
import type { LineBytes } from './line-bytes.ts';
import { absent, type PacketLine } from './packet-line.ts';

/** Addresses remembered, a power of two. */
const rememberedAddresses = 4096;

/** Makes results; one for a source. */
export class LineResults {
  readonly #line: LineBytes;
  readonly #packet: PacketLine;
  // The last address that had each slot: those of workloads come again and again.
  readonly #addressBits = new Uint32Array(rememberedAddresses);
  readonly #addressTexts: (string | undefined)[] = Array.from({ length: rememberedAddresses });

  constructor(line: LineBytes, packet: PacketLine) {
    this.#line = line;
    this.#packet = packet;
  }

  /** Returns the result of the line that was taken last. It is the caller's; only texts are shared. */
  result(): Extract<ParseResult, { kind: 'packet' }> {
    return { kind: 'packet', envelope: this.envelope(), packet: this.#event() };
  }

  /** Returns the envelope of the line that was taken last; the caller's likewise. */
  envelope(): Envelope {
    const { format, stamp, uptimeUs, host, severity, sequence } = this.#packet;
    if (format === 'kmsg') return { format, facility: 0, severity, sequence, uptimeUs };
    if (stamp === undefined || host === undefined) return { format, uptimeUs };
    return uptimeUs === absent ? { format, stamp, host } : { format, stamp, host, uptimeUs };
  }

  #event(): PacketEvent {
    const { prefix, devices, link } = this.#packet;
    const event: Mutable<PacketEvent> = {
      prefix: prefix.text,
      rawPrefix: prefix.raw,
      prefixGlued: prefix.isGlued,
      inInterface: devices[devicePlace.in],
      outInterface: devices[devicePlace.out],
      physicalIn: devices[devicePlace.physicalIn],
      physicalOut: devices[devicePlace.physicalOut],
      header: this.#packet.family === 4 ? this.#header4() : this.#header6(),
      mark: this.#number('mark'),
    };
    if (link !== undefined) event.link = link;
    if (this.#has('uid')) event.uid = this.#number('uid');
    if (this.#has('gid')) event.gid = this.#number('gid');
    return event;
  }

  #header4(): PacketHeader {
    const { words, protocol } = this.#packet;
    return {
      family: 4,
      source: this.#address4('source'),
      destination: this.#address4('destination'),
      length: this.#number('length'),
      reservedBit: (words & wordBit.CE) !== 0,
      dontFragment: (words & wordBit.DF) !== 0,
      moreFragments: (words & wordBit.MF) !== 0,
      fragmentOffset: 0,
      trafficClass: this.#number('tos') | this.#number('precedence'),
      ttl: this.#number('ttl'),
      ipId: this.#number('ipId'),
      protocol: protocol.number,
      l4: this.#l4(),
    };
  }

  #header6(): PacketHeader {
    const { addresses6, protocol } = this.#packet;
    return {
      family: 6,
      source: addresses6[0],
      destination: addresses6[1],
      length: this.#number('length'),
      reservedBit: false,
      dontFragment: false,
      moreFragments: false,
      fragmentOffset: 0,
      trafficClass: this.#number('trafficClass'),
      ttl: this.#number('ttl'),
      flowLabel: this.#number('flowLabel'),
      protocol: protocol.number,
      l4: this.#l4(),
    };
  }

  #l4(): PacketL4 {
    const { protocol, family } = this.#packet;
    switch (protocol.kind) {
      case 'tcp':
        return this.#tcp();
      case 'udp': {
        const [sourcePort, destinationPort] = [this.#number('sourcePort'), this.#number('destinationPort')];
        return { kind: 'udp', lite: false, sourcePort, destinationPort, length: this.#number('udpLength') };
      }
      case 'icmp': {
        const [type, code] = [this.#number('icmpType'), this.#number('icmpCode')];
        const [id, sequence] = [this.#number('icmpId'), this.#number('icmpSequence')];
        return { kind: 'icmp', version: family, type, code, id, sequence };
      }
      default:
        return protocol.kind satisfies never;
    }
  }

  #tcp(): PacketL4 {
    const l4: Mutable<Extract<PacketL4, { kind: 'tcp' }>> = {
      kind: 'tcp',
      sourcePort: this.#number('sourcePort'),
      destinationPort: this.#number('destinationPort'),
      flags: flagSet(this.#packet.words & tcpFlagBits),
      window: this.#number('window'),
      urgentPointer: this.#number('urgentPointer'),
    };
    if (this.#has('sequence')) l4.sequence = this.#number('sequence');
    if (this.#has('acknowledgement')) l4.acknowledgement = this.#number('acknowledgement');
    return l4;
  }

  #number(name: keyof typeof numberPlace): number {
    return this.#packet.number(numberPlace[name]);
  }

  #has(name: keyof typeof numberPlace): boolean {
    return (this.#packet.seen & (1 << numberPlace[name])) !== 0;
  }

  #address4(name: 'source' | 'destination'): string {
    const bits = this.#number(name);
    const slot = (bits ^ (bits >>> 13)) & (rememberedAddresses - 1);
    const known = this.#addressTexts[slot];
    if (known !== undefined && this.#addressBits[slot] === bits) return known;
    const { addressStarts, addressEnds } = this.#packet;
    const side = name === 'source' ? 0 : 1;
    const text = this.#line.text(addressStarts[side], addressEnds[side]);
    this.#addressBits[slot] = bits;
    this.#addressTexts[slot] = text;
    return text;
  }
}
