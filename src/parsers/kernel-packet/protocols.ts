/** The protocols that `PROTO=` names. */

import { KeyTable } from './key-table.ts';
import { noValue, type RecordScan } from './record-scan.ts';

/** How the rest of the header is read. */
export type TransportKind = 'tcp' | 'udp' | 'icmp' | 'security' | 'other';

/** A protocol as `PROTO=` writes it. */
export interface Transport {
  readonly key: string;
  readonly kind: TransportKind;
  /** IP protocol number. */
  readonly protocol: number;
}

/** UDP-Lite is printed as UDP is. */
export const udpLite = 136;

const shared: readonly Transport[] = [
  { key: 'TCP', kind: 'tcp', protocol: 6 },
  { key: 'UDP', kind: 'udp', protocol: 17 },
  { key: 'UDPLITE', kind: 'udp', protocol: udpLite },
  { key: 'AH', kind: 'security', protocol: 51 },
  { key: 'ESP', kind: 'security', protocol: 50 },
  // The kernel has no names for these two; ulogd's LOGEMU has.
  { key: 'SCTP', kind: 'other', protocol: 132 },
  { key: 'DCCP', kind: 'other', protocol: 33 },
];

const names = {
  4: new KeyTable<Transport>([...shared, { key: 'ICMP', kind: 'icmp', protocol: 1 }]),
  6: new KeyTable<Transport>([...shared, { key: 'ICMPv6', kind: 'icmp', protocol: 58 }]),
};

/**
 * Reads the value of `PROTO=`: a name, or the number of any protocol the kernel has no name for. Undefined with a fault,
 * or with a cut at the end of the record.
 */
export function takeTransport(scan: RecordScan, family: 4 | 6): Transport | undefined {
  const named = names[family].take(scan, 0);
  if (named >= 0) return names[family].row(named);
  const first = (scan.bytes[scan.pos] ?? 0) - 0x30;
  if (first < 0 || first > 9) return scan.broken('no protocol');
  const protocol = scan.decimal(0xff);
  return protocol === noValue ? undefined : { key: '', kind: 'other', protocol };
}
