/** ICMP and ICMPv6, the only headers that log a packet within the packet. */

import type { PacketHeader, PacketL4 } from '../packet-event.ts';
import { decimal, type Field, hexadecimal, word } from './field-table.ts';
import type { Mutable } from './mutable.ts';
import { noValue, type RecordScan } from './record-scan.ts';
import { incomplete, tablesOf, type TransportPart } from './transport-fields.ts';

type Icmp = Mutable<Extract<PacketL4, { kind: 'icmp' }>>;

interface IcmpPart extends TransportPart {
  readonly l4: Icmp;
  /** Reads the packet after `[`, with the closing bracket; undefined with a fault or a cut. */
  readonly readEmbedded: (scan: RecordScan) => PacketHeader | undefined;
}

const required = { required: true };

const common: readonly Field<IcmpPart>[] = [
  decimal('TYPE=', 0xff, (part, value) => (part.l4.type = value), required),
  decimal('CODE=', 0xff, (part, value) => (part.l4.code = value), required),
  incomplete(),
  // The second `ID=` of an IPv4 line.
  decimal('ID=', 0xffff, (part, value) => (part.l4.id = value)),
  decimal('SEQ=', 0xffff, (part, value) => (part.l4.sequence = value)),
  decimal('PARAMETER=', 0xff, (part, value) => (part.l4.parameter = value)),
  hexadecimal('POINTER=', 0xffff_ffff, (part, value) => (part.l4.pointer = value)),
  word('GATEWAY=', (part, _, scan) => {
    const gateway = scan.address(4);
    if (gateway !== undefined) part.l4.gateway = gateway;
  }),
];

/** 16 bits in ICMP, 32 in ICMPv6. */
const mtu = decimal<IcmpPart>('MTU=', 0xffff_ffff, (part, value) => (part.l4.mtu = value));

const embedded = word<IcmpPart>('[', (part, _, scan) => {
  const header = part.readEmbedded(scan);
  if (header !== undefined) part.l4.embedded = header;
});

/** The kernel goes into an ICMP error once only, so an embedded one has no brackets. */
export const icmpTables = {
  outer: tablesOf([...common, embedded, mtu]).outer,
  embedded: tablesOf([...common, mtu]).embedded,
} as const;

/** The kernel prints these after TYPE and CODE, always. */
function hasAll(l4: Icmp, ...keys: ('id' | 'sequence' | 'parameter' | 'pointer' | 'gateway')[]): boolean {
  return keys.every((key) => l4[key] !== undefined);
}

/** Tells whether the fields that the kernel always prints for this type are there. */
export function hasTypeFields(l4: Icmp): boolean {
  if (l4.version === 6) {
    if (l4.type === 128 || l4.type === 129) return hasAll(l4, 'id', 'sequence');
    return l4.type !== 4 || hasAll(l4, 'pointer');
  }
  if (l4.type === 0 || l4.type === 8) return hasAll(l4, 'id', 'sequence');
  if (l4.type === 5) return hasAll(l4, 'gateway');
  return l4.type !== 12 || hasAll(l4, 'parameter');
}

/** ICMP of which the packet held too little: with type and code where they were printed (`noValue` where not). */
export function incompleteIcmp(part: IcmpPart): PacketL4 {
  const { type, code } = part.l4;
  if (part.incompleteBytes === noValue) return { kind: 'other' };
  if (type === noValue || code === noValue) return { kind: 'incomplete', bytes: part.incompleteBytes };
  return { kind: 'incomplete', bytes: part.incompleteBytes, icmpType: type, icmpCode: code };
}
