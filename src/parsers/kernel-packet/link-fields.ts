/** What stands between the interfaces and the packet: bridge ports and the link-layer header. */

import { hexDigit, isIpv4 } from '../../base/address.ts';
import type { PacketLink } from '../packet-event.ts';
import { byte, startsWith, wordEnd } from './bytes.ts';
import { decimal, type Field, FieldTable, hexadecimal, word } from './field-table.ts';
import type { Mutable } from './mutable.ts';
import type { RecordScan } from './record-scan.ts';

/** Longest interface name of the kernel in bytes (IFNAMSIZ − 1). */
const maxInterfaceName = 15;

/** Faults a name in `[start, end)` that no interface can have. */
export function checkName(scan: RecordScan, start: number, end: number): void {
  if (end - start > maxInterfaceName) scan.fail('bad value', start, 'an interface name is longer than 15 bytes');
}

/** What the link part holds. */
export interface LinkPart {
  physicalIn: string;
  physicalOut: string;
  readonly link: Mutable<PacketLink>;
  /** True once `link` holds anything. */
  hasLink: boolean;
  /** What follows: an IP packet, something of the link layer, or nothing. */
  next: 'ip' | 'link layer' | 'nothing';
}

/** A bridge port: a name in a word of its own. */
function readName(scan: RecordScan): string {
  const { start, end } = scan.word();
  checkName(scan, start, end);
  return scan.text(start, end);
}

/** Tells whether `bytes[start, end)` is pairs of hexadecimal digits with colons between them. */
function isHexPairs(bytes: Uint8Array, start: number, end: number): boolean {
  if ((end - start) % 3 !== 2) return false;
  for (let pos = start; pos < end; pos += 3) {
    if (hexDigit(bytes[pos] ?? 0) < 0 || hexDigit(bytes[pos + 1] ?? 0) < 0) return false;
    if (pos + 2 < end && bytes[pos + 2] !== byte.colon) return false;
  }
  return true;
}

/** Letters of `aa:bb:cc:dd:ee:ff:` and of the whole Ethernet header, 14 bytes. */
const addressLetters = 18;
const ethernetLetters = 14 * 3 - 1;

/** Where the header bytes at the cursor end, or -1 when the word is none. Ethernet's length is tried before a search. */
function hexPairsEnd(scan: RecordScan): number {
  const { bytes, pos: start, end } = scan;
  const ethernetEnd = start + ethernetLetters;
  if (ethernetEnd < end && bytes[ethernetEnd] === byte.blank && isHexPairs(bytes, start, ethernetEnd))
    return ethernetEnd;
  const last = wordEnd(bytes, start, end);
  return isHexPairs(bytes, start, last) ? last : -1;
}

/** The header bytes as text, or undefined with a fault or a cut. */
function readHexPairs(scan: RecordScan): string | undefined {
  const start = scan.pos;
  const end = hexPairsEnd(scan);
  if (end < 0) return scan.broken('no bytes of a link-layer header');
  scan.pos = end;
  return scan.ascii(start, end);
}

/**
 * `MAC=` and the bytes of the header as they lie in the packet: destination, source, EtherType for Ethernet. Devices
 * without a header have none after the `=`; other lengths are kept as they are.
 */
function readMac(part: LinkPart, _: number, scan: RecordScan): void {
  if (scan.pos === scan.end || scan.bytes[scan.pos] === byte.blank) return;
  const text = readHexPairs(scan);
  if (text === undefined) return;
  part.hasLink = true;
  if (text.length !== ethernetLetters) {
    part.link.raw = text;
    return;
  }
  part.link.destination = text.slice(0, addressLetters - 1);
  part.link.source = text.slice(addressLetters, 2 * addressLetters - 1);
  const type = scan.pos - 5;
  part.link.etherType = hexPair(scan.bytes, type) * 256 + hexPair(scan.bytes, type + 3);
}

function hexPair(bytes: Uint8Array, at: number): number {
  return hexDigit(bytes[at] ?? 0) * 16 + hexDigit(bytes[at + 1] ?? 0);
}

/** `MACSRC=` and `MACDST=`: one address each, six bytes. */
function readMacAddress(part: LinkPart, scan: RecordScan): string {
  const start = scan.pos;
  const text = readHexPairs(scan) ?? '';
  if (scan.fault === undefined && !scan.cut && text.length !== addressLetters - 1) {
    if (text.length < addressLetters && scan.pos === scan.end) scan.cut = true;
    else scan.fail('bad value', start, 'no Ethernet address');
  }
  part.hasLink = true;
  return text;
}

/** `TUNNEL=a->b` of a sit device. */
function readTunnel(part: LinkPart, _: number, scan: RecordScan): void {
  const { start, end } = scan.word();
  let arrow = start;
  while (arrow < end && !startsWith(scan.bytes, arrow, end, '->')) arrow += 1;
  if (isIpv4(scan.bytes, start, arrow) && isIpv4(scan.bytes, arrow + 2, end)) {
    part.link.tunnel = { source: scan.ascii(start, arrow), destination: scan.ascii(arrow + 2, end) };
    part.hasLink = true;
  } else if (end === scan.end) scan.cut = true;
  else scan.fail('bad address', start, 'no two IPv4 addresses of a tunnel');
}

function notAPacket(part: LinkPart): void {
  part.next = 'link layer';
}

/** A field of the packet where SRC= should have been. */
function withoutSource(key: string): Field<LinkPart> {
  return word(key, (_, __, scan) => scan.fail('missing field', scan.pos, 'SRC= is missing'));
}

/** From after `OUT=…` to `SRC=`, the latter included. */
export const linkFields = new FieldTable<LinkPart>([
  word('PHYSIN=', (part, _, scan) => (part.physicalIn = readName(scan))),
  word('PHYSOUT=', (part, _, scan) => (part.physicalOut = readName(scan))),
  word('MAC=', readMac),
  word('TUNNEL=', readTunnel),
  word('MACSRC=', (part, _, scan) => (part.link.source = readMacAddress(part, scan))),
  word('MACDST=', (part, _, scan) => (part.link.destination = readMacAddress(part, scan))),
  hexadecimal('VPROTO=', 0xffff, (part, value) => (part.link.vlanProtocol = value)),
  decimal('VID=', 4095, (part, value) => (part.link.vlanId = value)),
  hexadecimal('MACPROTO=', 0xffff, (part, value) => {
    part.link.etherType = value;
    part.hasLink = true;
  }),
  word('ARP', notAPacket, { last: true }),
  // The log of ebtables: `MAC source = … MAC dest = … proto = …`.
  word(
    'MAC',
    (part, _, scan) => {
      if (scan.expect(' source = ')) notAPacket(part);
    },
    { last: true },
  ),
  word('TRUNCATED', (_, __, scan) => scan.fail('truncated', scan.pos, 'the kernel had no whole IP header'), {
    last: true,
  }),
  word('SRC=', (part) => (part.next = 'ip'), { last: true }),
  withoutSource('DST='),
  withoutSource('LEN='),
  withoutSource('PROTO='),
]);
