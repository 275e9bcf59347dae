/** The IPv4 and IPv6 part of a packet: dump_ipv4_packet and dump_ipv6_packet of nf_log_syslog.c. */

import type { PacketHeader } from '../packet-event.ts';
import { decimal, type Field, FieldTable, hexadecimal, misplaced, word } from './field-table.ts';
import type { Mutable } from './mutable.ts';
import { noValue, type RecordScan } from './record-scan.ts';
import { type Transport, takeTransport } from './protocols.ts';

/** Protocol numbers of the two headers that IPv6 logs as extension headers. */
export const ipProtocol = { esp: 50, ah: 51 } as const;

/** The network part while it is read. */
export interface NetworkPart {
  readonly header: Mutable<PacketHeader>;
  /** What `PROTO=` said. */
  transport: Transport | undefined;
  /** The kernel stopped before `PROTO=` and said so, or had no more to say. */
  ended: boolean;
  /** IPv6 with --log-ip-options: the security header that was met, its SPI and the bytes of an incomplete one. */
  security: 'ah' | 'esp' | undefined;
  spi: number;
  incompleteBytes: number;
}

type NetworkField = Field<NetworkPart>;

const byteMax = 0xff;
const wordMax = 0xffff;

const destination: NetworkField = word(
  'DST=',
  (part, _, scan) => (part.header.destination = scan.address(part.header.family) ?? ''),
  { required: true },
);

const protocol: NetworkField = word(
  'PROTO=',
  (part, _, scan) => {
    part.transport = takeTransport(scan, part.header.family);
    if (part.transport !== undefined) part.header.protocol = part.transport.protocol;
  },
  { last: true },
);

/** Not in IPv4 options or an extension header: the packet itself was too short for its own header. */
const truncated: NetworkField = word('TRUNCATED', (part) => (part.ended = true));

/** The bits of TOS and of PREC do not overlap; the lowest ECN bit is in neither. */
function joinTrafficClass(part: NetworkPart, value: number): void {
  part.header.trafficClass = (part.header.trafficClass ?? 0) | value;
}

/** IPv4 counts fragments in units of 8 bytes. */
const fragmentUnit = 8;

const ipv4Fields: readonly NetworkField[] = [
  destination,
  decimal('LEN=', wordMax, (part, value) => (part.header.length = value), { required: true }),
  hexadecimal('TOS=', byteMax, joinTrafficClass),
  hexadecimal('PREC=', byteMax, joinTrafficClass),
  decimal('TTL=', byteMax, (part, value) => (part.header.ttl = value)),
  decimal('ID=', wordMax, (part, value) => (part.header.ipId = value)),
  word('CE', (part) => (part.header.reservedBit = true)),
  word('DF', (part) => (part.header.dontFragment = true)),
  word('MF', (part) => (part.header.moreFragments = true)),
  decimal('FRAG:', 0x1fff, (part, value) => (part.header.fragmentOffset = value * fragmentUnit)),
  word('OPT', (part, _, scan) => {
    const options = scan.options();
    if (options !== undefined) part.header.ipOptions = options;
  }),
  truncated,
  protocol,
];

const repeated = { repeats: true };

const ipv6Fields: readonly NetworkField[] = [
  destination,
  // The payload's 16 bits and the 40 bytes of the header.
  decimal('LEN=', wordMax + 40, (part, value) => (part.header.length = value), { required: true }),
  decimal('TC=', byteMax, (part, value) => (part.header.trafficClass = value)),
  decimal('HOPLIMIT=', byteMax, (part, value) => (part.header.ttl = value)),
  decimal('FLOWLBL=', 0xfffff, (part, value) => (part.header.flowLabel = value)),
  // With --log-ip-options each extension header stands in `OPT ( … ) `; hop-by-hop, routing and destination ones are empty.
  word('OPT', (_, __, scan) => scan.expect(' ('), repeated),
  word(')', () => undefined, repeated),
  decimal('FRAG:', wordMax, (part, value) => (part.header.fragmentOffset = value)),
  hexadecimal('ID:', 0xffff_ffff, (part, value) => (part.header.ipId = value)),
  // Alone it says that more fragments follow; with a count, that an AH or ESP header was too short.
  word(
    'INCOMPLETE',
    (part, _, scan) => {
      const bytes = scan.incompleteBytes();
      if (bytes === noValue) part.header.moreFragments = true;
      else part.incompleteBytes = bytes;
    },
    repeated,
  ),
  word('AH', (part) => (part.security = 'ah')),
  word('ESP', (part) => (part.security = 'esp')),
  hexadecimal('SPI=', 0xffff_ffff, putSpi, repeated),
  word('Unknown', readUnknownHeader),
  truncated,
  protocol,
];

/** A packet may have both headers, AH first; the payload of AH goes on after it. */
function putSpi(part: NetworkPart, value: number): void {
  if (part.security === 'ah') part.header.authenticationSpi = value;
  else part.spi = value;
}

/** `Unknown Ext Hdr n`: the kernel stops there. */
function readUnknownHeader(part: NetworkPart, _: number, scan: RecordScan): void {
  if (!scan.expect(' Ext Hdr ')) return;
  const value = scan.decimal(byteMax);
  if (value === noValue) return;
  part.ended = true;
  part.header.protocol = value;
}

const again = misplaced<NetworkPart>('SRC=');
const trailer: readonly NetworkField[] = [
  decimal('UID=', 0xffff_ffff, (_, value, scan) => (scan.uid = value)),
  decimal('GID=', 0xffff_ffff, (_, value, scan) => (scan.gid = value)),
  hexadecimal('MARK=', 0xffff_ffff, (_, value, scan) => (scan.mark = value)),
];
const closing: NetworkField = word(']', (_, __, scan) => (scan.closed = true), { last: true });

/** Tables from after `SRC=…` to `PROTO=…`: of the packet itself and of the one in the brackets of an ICMP error. */
export const networkFields = {
  4: {
    outer: new FieldTable([again, ...ipv4Fields, ...trailer]),
    embedded: new FieldTable([again, ...ipv4Fields, closing]),
  },
  6: {
    outer: new FieldTable([again, ...ipv6Fields, ...trailer]),
    embedded: new FieldTable([again, ...ipv6Fields, closing]),
  },
} as const;
