/**
 * The netfilter packet log: one message of nf_log_syslog.c (kernels of the 2.4 age to today's) or of ulogd's LOGEMU.
 *
 * Grammar: `PREFIX IN=… OUT=… [bridge ports] [link-layer header] SRC=… … PROTO=… transport [UID= GID=] [MARK=]`, words
 * separated by blanks, in any order within the network part and within the transport part. What is read is checked:
 * ranges, addresses, brackets, nothing twice.
 */

import { byte, isBlank } from './kernel-packet/bytes.ts';
import { checkName, type LinkPart, linkFields } from './kernel-packet/link-fields.ts';
import type { Mutable } from './kernel-packet/mutable.ts';
import { readHeader } from './kernel-packet/packet-header.ts';
import { noValue, RecordScan } from './kernel-packet/record-scan.ts';
import { findRecordStart, type RecordStart } from './kernel-packet/record-start.ts';
import type { PacketEvent, PacketHeader } from './packet-event.ts';
import type { RejectReason, SkipReason } from './parse-result.ts';

/**
 * Longest message that is read, in bytes. The kernel's own limit is about 1 kB; this leaves room for whatever a relay puts
 * around it, and keeps a broken file from costing more than its length.
 */
export const maxMessageBytes = 64 * 1024;

/** What a message is. `at` is the offset in the given bytes where reading stopped. */
export type KernelPacketResult =
  | { readonly kind: 'packet'; readonly packet: PacketEvent }
  | { readonly kind: 'skip'; readonly reason: SkipReason }
  | { readonly kind: 'reject'; readonly reason: RejectReason; readonly at: number; readonly detail: string };

const noPacketLog: KernelPacketResult = Object.freeze({ kind: 'skip', reason: 'no packet log' });
const notAnIpPacket: KernelPacketResult = Object.freeze({ kind: 'skip', reason: 'not an IP packet' });

/**
 * Reads the message in `bytes[start, end)`, which has no envelope and no uptime stamp before its prefix (any that is left
 * becomes part of the prefix). Never throws.
 *
 * - No `IN=… OUT=…` in it: skip `no packet log`. ARP, ebtables and other link-layer logs: skip `not an IP packet`.
 * - A line that ends too early is `truncated` while a field is missing that the kernel always prints for this protocol:
 *   addresses and length, ports, TCP's URGP (only after it are all flags known), UDP's length, ICMP's type and code with
 *   its ID, SEQ, GATEWAY, PARAMETER or POINTER. Cut after those it is a packet with `cut` set; a bracket that stays open
 *   gives no `embedded`. A number that is cut at its last digit cannot be told from a whole one.
 * - A value that cannot be read is `bad number`, `bad address` or `bad value`; a field that lacks while later ones are
 *   there is `missing field`.
 * - A second `IN=… OUT=…`, or a field that comes again where the kernel prints it once, is `two records in one line`.
 * - More than `maxMessageBytes`: `too long`.
 */
export function parseKernelPacket(bytes: Uint8Array, start: number, end: number): KernelPacketResult {
  const recordStart = findRecordStart(bytes, start, end);
  if (recordStart === undefined) return noPacketLog;
  if (end - start > maxMessageBytes) {
    return { kind: 'reject', reason: 'too long', at: start + maxMessageBytes, detail: `${end - start} bytes` };
  }
  return readRecord(new RecordScan(bytes, start, endOfText(bytes, recordStart.outEnd, end)), recordStart, start);
}

/** Without the NULs that some senders put after a message. */
function endOfText(bytes: Uint8Array, least: number, end: number): number {
  let last = end;
  while (last > least && bytes[last - 1] === byte.nul) last -= 1;
  return last;
}

function readRecord(scan: RecordScan, start: RecordStart, messageStart: number): KernelPacketResult {
  checkInterfaces(scan, start);
  scan.pos = start.outEnd;
  const physicalIn = scan.text(start.physicalInStart, start.physicalInEnd);
  const part: LinkPart = { physicalIn, physicalOut: '', link: {}, hasLink: false, next: 'nothing' };
  linkFields.read(scan, part);
  if (scan.fault === undefined && isLinkLayer(part, scan)) return linkLayer(scan);
  const header = part.next === 'ip' && scan.fault === undefined ? readHeader(scan, 'outer') : undefined;
  if (header !== undefined) return { kind: 'packet', packet: packetOf(scan, { start, messageStart, part, header }) };
  const fault = scan.fault ?? { reason: 'truncated' as const, at: scan.pos, detail: 'SRC= is missing' };
  return { kind: 'reject', ...fault };
}

function checkInterfaces(scan: RecordScan, start: RecordStart): void {
  checkName(scan, start.inStart, start.inEnd);
  checkName(scan, start.physicalInStart, start.physicalInEnd);
  checkName(scan, start.outStart, start.outEnd);
}

/**
 * ARP and its like say so; of other protocols the kernel prints the header alone, and the EtherType tells. That goes for
 * tags and sessions too: of what a bridge does not unwrap (two tags, a tagged ARP, PPPoE) nothing more is printed.
 */
function isLinkLayer(part: LinkPart, scan: RecordScan): boolean {
  if (part.next === 'link layer') return true;
  const type = part.link.etherType;
  return part.next === 'nothing' && !scan.cut && type !== undefined && !ipEtherTypes.has(type);
}

/** IPv4 and IPv6: without an address after it such a line was cut. */
const ipEtherTypes: ReadonlySet<number> = new Set([0x0800, 0x86dd]);

function linkLayer(scan: RecordScan): KernelPacketResult {
  const second = findRecordStart(scan.bytes, scan.pos, scan.end);
  if (second === undefined) return notAnIpPacket;
  return { kind: 'reject', reason: 'two records in one line', at: second.at, detail: 'a second IN= OUT= follows' };
}

interface RecordParts {
  readonly start: RecordStart;
  readonly messageStart: number;
  readonly part: LinkPart;
  readonly header: PacketHeader;
}

function packetOf(scan: RecordScan, parts: RecordParts): PacketEvent {
  const { start, messageStart, part, header } = parts;
  const rawPrefix = scan.text(messageStart, start.at);
  const packet: Mutable<PacketEvent> = {
    prefix: trimmedPrefix(rawPrefix),
    rawPrefix,
    prefixGlued: isGlued(scan.bytes, messageStart, start.at),
    inInterface: scan.text(start.inStart, start.inEnd),
    outInterface: scan.text(start.outStart, start.outEnd),
    physicalIn: part.physicalIn,
    physicalOut: part.physicalOut,
    header,
    mark: scan.mark,
  };
  if (part.hasLink) packet.link = part.link;
  if (scan.uid !== noValue) packet.uid = scan.uid;
  if (scan.gid !== noValue) packet.gid = scan.gid;
  if (scan.cut || scan.shortPacket) packet.cut = true;
  return packet;
}

/** Felix ends every prefix in a colon and a blank; one colon is taken off, as a name may end in its own. */
export function trimmedPrefix(raw: string): string {
  const text = raw.trimEnd();
  return text.endsWith(':') ? text.slice(0, -1).trimEnd() : text;
}

/** Neither a blank nor a colon before `IN=`. */
export function isGlued(bytes: Uint8Array, start: number, at: number): boolean {
  const last = bytes[at - 1] ?? 0;
  return at > start && !isBlank(last) && last !== byte.colon;
}
