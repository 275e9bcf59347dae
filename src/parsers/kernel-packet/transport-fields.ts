/** The fields of the transport headers, all but ICMP: nf_log_dump_tcp_header, nf_log_dump_udp_header, AH and ESP. */

import type { PacketL4 } from '../packet-event.ts';
import { decimal, type Field, FieldTable, hexadecimal, type MissingField, misplaced, word } from './field-table.ts';
import type { Mutable } from './mutable.ts';
import { noValue, type RecordScan } from './record-scan.ts';

/** Of the packet itself, or of the one in the brackets of an ICMP error. */
export type Scope = 'outer' | 'embedded';

/** What every transport part may say. */
export interface TransportPart {
  /** `INCOMPLETE` was met: the packet holds no whole header. */
  incomplete: boolean;
  /** Bytes there were of it; `noValue` where the writer does not say. */
  incompleteBytes: number;
}

interface TcpPart extends TransportPart {
  readonly l4: Mutable<Extract<PacketL4, { kind: 'tcp' }>>;
  flagBits: number;
}

interface UdpPart extends TransportPart {
  readonly l4: Mutable<Extract<PacketL4, { kind: 'udp' }>>;
}

interface SecurityPart extends TransportPart {
  spi: number;
}

interface OtherPart extends TransportPart {
  sourcePort: number;
  destinationPort: number;
}

/** The largest values of 16 and 32 bits. */
const u16 = 0xffff;
const u32 = 0xffff_ffff;
const required = { required: true };

/** ` [n bytes]` follows from the kernel, nothing from ulogd. */
export function incomplete<T extends TransportPart>(): Field<T> {
  return word('INCOMPLETE', (part, _, scan) => {
    const bytes = scan.incompleteBytes();
    if (scan.cut || scan.fault !== undefined) return;
    part.incomplete = true;
    part.incompleteBytes = bytes;
  });
}

/**
 * Returns the tables of one transport for both scopes. Fields of the network part are faults in both; the owner of the
 * socket and the mark come after the packet itself only, the closing bracket after an embedded one only.
 */
export function tablesOf<T>(fields: readonly Field<T>[]): Readonly<Record<Scope, FieldTable<T>>> {
  const before = [misplaced<T>('SRC='), misplaced<T>('DST='), misplaced<T>('PROTO=')];
  return {
    outer: new FieldTable<T>([
      ...before,
      ...fields,
      decimal('UID=', u32, (_, value, scan) => (scan.uid = value)),
      decimal('GID=', u32, (_, value, scan) => (scan.gid = value)),
      hexadecimal('MARK=', u32, (_, value, scan) => (scan.mark = value)),
    ]),
    embedded: new FieldTable<T>([
      ...before,
      ...fields,
      word(']', (_, __, scan) => (scan.closed = true), { last: true }),
    ]),
  };
}

/** TCP flags in the order of the kernel; `AE` (accurate ECN) came in 2025. */
const flagNames = ['AE', 'CWR', 'ECE', 'URG', 'ACK', 'PSH', 'RST', 'SYN', 'FIN'] as const;

/** The names of every set of flags, made once: a flood is a million packets with the same few sets. */
const flagSets: readonly (readonly string[])[] = Array.from({ length: 1 << flagNames.length }, (_, bits) =>
  Object.freeze(flagNames.filter((__, index) => (bits & (1 << index)) !== 0)),
);

/** Returns the names that `bits` (bit n = the n-th of the kernel's order) stand for; shared and frozen. */
export function flagSet(bits: number): readonly string[] {
  return flagSets[bits] ?? [];
}

/** `ACK=n` is the acknowledgement number (--log-tcp-sequence), `ACK` the flag. */
export const tcpTables = tablesOf<TcpPart>([
  incomplete(),
  decimal('SPT=', u16, (part, value) => (part.l4.sourcePort = value), required),
  decimal('DPT=', u16, (part, value) => (part.l4.destinationPort = value), required),
  decimal('SEQ=', u32, (part, value) => (part.l4.sequence = value)),
  decimal('ACK=', u32, (part, value) => (part.l4.acknowledgement = value)),
  decimal('WINDOW=', u16, (part, value) => (part.l4.window = value)),
  hexadecimal('RES=', 0xff, () => undefined),
  ...flagNames.map((name, index) => word<TcpPart>(name, (part) => (part.flagBits |= 1 << index))),
  // Comes after the flags and always: without it nobody knows whether all flags were read.
  decimal('URGP=', u16, (part, value) => (part.l4.urgentPointer = value), required),
  word('OPT', (part, _, scan) => {
    const options = scan.options();
    if (options !== undefined) part.l4.options = options;
  }),
]);

/** The second `LEN=` of the line is that of the UDP header. */
export const udpTables = tablesOf<UdpPart>([
  incomplete(),
  decimal('SPT=', u16, (part, value) => (part.l4.sourcePort = value), required),
  decimal('DPT=', u16, (part, value) => (part.l4.destinationPort = value), required),
  decimal('LEN=', u16, (part, value) => (part.l4.length = value), required),
]);

/** AH and ESP print their SPI alone. */
export const securityTables = tablesOf<SecurityPart>([
  incomplete(),
  hexadecimal('SPI=', u32, (part, value) => (part.spi = value)),
]);

/** The kernel prints nothing after the number of any other protocol, ulogd the ports of some. */
export const otherTables = tablesOf<OtherPart>([
  incomplete(),
  decimal('SPT=', u16, (part, value) => (part.sourcePort = value)),
  decimal('DPT=', u16, (part, value) => (part.destinationPort = value)),
]);

/**
 * Faults a record that lacks a required field: damaged when something after the gap was read, cut otherwise. `strays` is
 * the count of unknown words before the part began.
 */
export function failMissing(scan: RecordScan, missing: MissingField, strays: number): undefined {
  const damaged = missing.laterSeen || (scan.strays > strays && !scan.cut);
  scan.fail(damaged ? 'missing field' : 'truncated', scan.pos, `${missing.key} is missing`);
}

/** The transport header of which the packet held `bytes` bytes, if the writer told how many. */
export function incompleteHeader(bytes: number): PacketL4 {
  return bytes === noValue ? { kind: 'other' } : { kind: 'incomplete', bytes };
}
