/** The transport part of a logged packet in the schema's terms. */

import type { Layer4 } from '../flow/l4.ts';
import type { PacketHeader, PacketL4 } from '../parsers/packet-event.ts';
import { icmpName } from './icmp-names.ts';
import { createTcpFlagReader } from './tcp-flags.ts';

/** What the transport header gives a flow. */
export interface Transport {
  /** Absent for a protocol the schema has no message for. */
  readonly l4: Layer4 | undefined;
  /** The Summary Hubble's server would write. */
  readonly summary: string;
  /** The packet is the first of its exchange: SYN without ACK, UDP, an echo request. */
  readonly opens: boolean;
}

const echoRequest = { 4: 8, 6: 128 } as const;

const protocolNumber = { ICMP: 1, IGMP: 2, TCP: 6, UDP: 17, ICMPV6: 58, VRRP: 112, SCTP: 132, UDPLITE: 136 } as const;

function known(l4: Layer4, summary: string): Transport {
  return { l4, summary, opens: false };
}

/**
 * Protocols of which the log gives no header: those it prints by number alone, later fragments and headers that were cut.
 * The message says which protocol it is and nothing more. Summaries are layer names, as Hubble has them.
 */
const headerless: ReadonlyMap<number | undefined, Transport> = new Map([
  [protocolNumber.ICMP, known({ ICMPv4: {} }, 'ICMPv4')],
  [protocolNumber.IGMP, known({ IGMP: {} }, 'IGMP')],
  [protocolNumber.TCP, known({ TCP: {} }, 'TCP')],
  [protocolNumber.UDP, known({ UDP: {} }, 'UDP')],
  [protocolNumber.ICMPV6, known({ ICMPv6: {} }, 'ICMPv6')],
  [protocolNumber.VRRP, known({ VRRP: {} }, 'VRRP')],
  [protocolNumber.SCTP, known({ SCTP: {} }, 'SCTP')],
  [protocolNumber.UDPLITE, known({ UDP: {} }, 'UDPLite')],
]);

const otherIPv4: Transport = { l4: undefined, summary: 'IPv4', opens: false };
const otherIPv6: Transport = { l4: undefined, summary: 'IPv6', opens: false };

function withoutHeader(header: PacketHeader): Transport {
  const { l4, protocol } = header;
  // A source that prints more than the kernel does has SCTP's ports.
  if (l4.kind === 'other' && protocol === protocolNumber.SCTP && l4.sourcePort !== undefined) {
    const SCTP = { source_port: l4.sourcePort, destination_port: l4.destinationPort ?? 0 };
    return known({ SCTP }, 'SCTP');
  }
  return headerless.get(header.protocol) ?? (header.family === 4 ? otherIPv4 : otherIPv6);
}

function icmpTransport(version: 4 | 6, type: number, code: number): Transport {
  const message = { type, code };
  const name = icmpName(version, type, code);
  const opens = type === echoRequest[version];
  return version === 4
    ? { l4: { ICMPv4: message }, summary: `ICMPv4 ${name}`, opens }
    : { l4: { ICMPv6: message }, summary: `ICMPv6 ${name}`, opens };
}

function incompleteTransport(header: PacketHeader, l4: Extract<PacketL4, { kind: 'incomplete' }>): Transport {
  if (l4.icmpType === undefined || l4.icmpCode === undefined) return withoutHeader(header);
  const transport = icmpTransport(header.protocol === protocolNumber.ICMPV6 ? 6 : 4, l4.icmpType, l4.icmpCode);
  return { ...transport, opens: false };
}

/** Reads transport headers. */
export interface TransportReader {
  /** Returns what the transport header of `header` gives a flow. */
  read(header: PacketHeader): Transport;
}

/**
 * Returns a reader. UDP-Lite has UDP's ports and no message of its own, so it becomes UDP with a summary that tells;
 * protocols the schema does not know have the summary `IPv4` or `IPv6`, the last layer Hubble decodes.
 */
export function createTransportReader(): TransportReader {
  const tcpFlags = createTcpFlagReader();
  return {
    read(header) {
      const { l4 } = header;
      switch (l4.kind) {
        case 'tcp': {
          const { flags, summary, opens } = tcpFlags.read(l4.flags);
          const TCP = { source_port: l4.sourcePort, destination_port: l4.destinationPort, flags };
          return { l4: { TCP }, summary, opens };
        }
        case 'udp': {
          const UDP = { source_port: l4.sourcePort, destination_port: l4.destinationPort };
          return { l4: { UDP }, summary: l4.lite ? 'UDPLite' : 'UDP', opens: true };
        }
        case 'icmp':
          return icmpTransport(l4.version, l4.type, l4.code);
        case 'incomplete':
          return incompleteTransport(header, l4);
        case 'ah':
        case 'esp':
        case 'other':
          return withoutHeader(header);
        default:
          return l4 satisfies never;
      }
    },
  };
}
