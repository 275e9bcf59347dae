/** Reads a packet: the network part, then the transport header that `PROTO=` names. */

import type { PacketHeader, PacketL4 } from '../packet-event.ts';
import { hasTypeFields, icmpTables, incompleteIcmp } from './icmp-fields.ts';
import type { Mutable } from './mutable.ts';
import { ipProtocol, type NetworkPart, networkFields } from './network-fields.ts';
import { type TransportKind, udpLite } from './protocols.ts';
import { noValue, type RecordScan } from './record-scan.ts';
import {
  failMissing,
  flagSet,
  incompleteHeader,
  otherTables,
  type Scope,
  securityTables,
  tcpTables,
  udpTables,
} from './transport-fields.ts';

const noHeader: PacketL4 = Object.freeze({ kind: 'other' });

/**
 * Reads from after `SRC=` to the end of the record, or of the brackets. Undefined with a fault, or when the line is cut
 * before all that makes a flow was read; then the fault is `truncated`.
 */
export function readHeader(scan: RecordScan, scope: Scope): PacketHeader | undefined {
  const family = scan.addressFamily();
  const source = scan.address(family);
  if (source === undefined) return scan.fail('truncated', scan.pos, 'SRC= is cut');
  const part = emptyPart(family, source);
  const table = networkFields[family][scope];
  const strays = scan.strays;
  const missing = table.missing(table.read(scan, part));
  if (scan.fault !== undefined) return undefined;
  if (missing !== undefined) return failMissing(scan, missing, strays);
  const { transport, header } = part;
  if (transport !== undefined) header.l4 = transportReaders[transport.kind](scan, header, scope);
  else if (mayEndHere(part, scan.cut || scan.strays > strays)) endWithoutProtocol(part, scan);
  else return failMissing(scan, { key: 'PROTO=', laterSeen: false }, strays);
  return scan.fault === undefined ? header : undefined;
}

function emptyPart(family: 4 | 6, source: string): NetworkPart {
  const header: Mutable<PacketHeader> = {
    family,
    source,
    destination: '',
    length: 0,
    reservedBit: false,
    dontFragment: false,
    moreFragments: false,
    fragmentOffset: 0,
    l4: noHeader,
  };
  return { header, transport: undefined, ended: false, security: undefined, spi: noValue, incompleteBytes: noValue };
}

/**
 * Without `PROTO=` end: a later fragment of AH in IPv4, ESP in IPv6 (after FLOWLBL, or in its `OPT ( )`), and what the
 * kernel itself calls truncated or unknown. Not so in a line that is cut, or has an unknown word instead.
 */
function mayEndHere(part: NetworkPart, damaged: boolean): boolean {
  if (part.ended) return true;
  if (damaged) return false;
  if (part.security !== undefined) return true;
  return part.header.family === 4 ? part.header.fragmentOffset > 0 : part.header.flowLabel !== undefined;
}

function endWithoutProtocol(part: NetworkPart, scan: RecordScan): void {
  const { header, security } = part;
  if (part.ended) scan.shortPacket = true;
  if (security === undefined) return;
  header.protocol = ipProtocol[security];
  if (part.incompleteBytes !== noValue) header.l4 = incompleteHeader(part.incompleteBytes);
  else if (security === 'esp' && part.spi !== noValue) header.l4 = { kind: 'esp', spi: part.spi };
  else if (security === 'ah' && header.authenticationSpi !== undefined) {
    header.l4 = { kind: 'ah', spi: header.authenticationSpi };
  }
}

type TransportReader = (scan: RecordScan, header: PacketHeader, scope: Scope) => PacketL4;

const transportReaders: Readonly<Record<TransportKind, TransportReader>> = {
  tcp: readTcp,
  udp: readUdp,
  icmp: readIcmp,
  security: readSecurity,
  other: readOther,
};

/** Later fragments hold no transport header, and the kernel prints nothing of one. */
function isLaterFragment(header: PacketHeader): boolean {
  return header.fragmentOffset > 0;
}

function readTcp(scan: RecordScan, header: PacketHeader, scope: Scope): PacketL4 {
  const l4 = { kind: 'tcp' as const, sourcePort: 0, destinationPort: 0, flags: flagSet(0) };
  const part = { l4, flagBits: 0, incomplete: false, incompleteBytes: noValue };
  const strays = scan.strays;
  const missing = tcpTables[scope].missing(tcpTables[scope].read(scan, part));
  if (part.incomplete) return incompleteHeader(part.incompleteBytes);
  l4.flags = flagSet(part.flagBits);
  if (missing === undefined) return l4;
  if (!isLaterFragment(header)) failMissing(scan, missing, strays);
  return noHeader;
}

function readUdp(scan: RecordScan, header: PacketHeader, scope: Scope): PacketL4 {
  const l4 = { kind: 'udp' as const, lite: header.protocol === udpLite, sourcePort: 0, destinationPort: 0 };
  const part = { l4, incomplete: false, incompleteBytes: noValue };
  const strays = scan.strays;
  const missing = udpTables[scope].missing(udpTables[scope].read(scan, part));
  if (part.incomplete) return incompleteHeader(part.incompleteBytes);
  if (missing === undefined) return l4;
  if (!isLaterFragment(header)) failMissing(scan, missing, strays);
  return noHeader;
}

function readIcmp(scan: RecordScan, header: PacketHeader, scope: Scope): PacketL4 {
  const l4 = { kind: 'icmp' as const, version: header.family, type: noValue, code: noValue };
  const part = { l4, readEmbedded, incomplete: false, incompleteBytes: noValue };
  const strays = scan.strays;
  const missing = icmpTables[scope].missing(icmpTables[scope].read(scan, part));
  if (part.incomplete) return incompleteIcmp(part);
  if (missing === undefined && hasTypeFields(l4)) return l4;
  if (isLaterFragment(header)) return noHeader;
  failMissing(scan, missing ?? { key: `a field of type ${l4.type}`, laterSeen: false }, strays);
  return noHeader;
}

/**
 * The packet after `[`. Where the line ends before its `]` (the kernel caps a record at about 1 kB) there is none: what
 * was read of it may be half of it.
 */
function readEmbedded(scan: RecordScan): PacketHeader | undefined {
  scan.closed = false;
  if (scan.skip('TRUNCATED] ') || scan.skip('TRUNCATED]')) return undefined;
  if (!scan.skip('SRC=')) return scan.broken('no packet in the brackets');
  const header = readHeader(scan, 'embedded');
  if (scan.closed) return header;
  scan.cut = true;
  // A cut in the brackets harms nothing that was read before them.
  if (scan.fault?.reason === 'truncated') scan.fault = undefined;
  return undefined;
}

function readSecurity(scan: RecordScan, header: PacketHeader, scope: Scope): PacketL4 {
  const part = { spi: noValue, incomplete: false, incompleteBytes: noValue };
  securityTables[scope].read(scan, part);
  if (part.incomplete) return incompleteHeader(part.incompleteBytes);
  if (part.spi === noValue) return noHeader;
  return { kind: header.protocol === ipProtocol.ah ? 'ah' : 'esp', spi: part.spi };
}

function readOther(scan: RecordScan, _: PacketHeader, scope: Scope): PacketL4 {
  const part = { sourcePort: noValue, destinationPort: noValue, incomplete: false, incompleteBytes: noValue };
  otherTables[scope].read(scan, part);
  if (part.sourcePort === noValue || part.destinationPort === noValue) return noHeader;
  return { kind: 'other', sourcePort: part.sourcePort, destinationPort: part.destinationPort };
}
