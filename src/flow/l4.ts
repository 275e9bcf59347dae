/** Network and transport layer of a flow. */

import type { OneOf } from './one-of.ts';

/** TCP flags; absent means not set. */
export interface TCPFlags {
  readonly FIN?: boolean;
  readonly SYN?: boolean;
  readonly RST?: boolean;
  readonly PSH?: boolean;
  readonly ACK?: boolean;
  readonly URG?: boolean;
  readonly ECE?: boolean;
  readonly CWR?: boolean;
  readonly NS?: boolean;
}

/** TCP ports and flags. */
export interface TCP {
  readonly source_port?: number;
  readonly destination_port?: number;
  readonly flags?: TCPFlags;
}

/** UDP ports. */
export interface UDP {
  readonly source_port?: number;
  readonly destination_port?: number;
}

/** SCTP ports. */
export interface SCTP {
  readonly source_port?: number;
  readonly destination_port?: number;
}

/** ICMP type and code. */
export interface ICMPv4 {
  readonly type?: number;
  readonly code?: number;
}

/** ICMPv6 type and code. */
export interface ICMPv6 {
  readonly type?: number;
  readonly code?: number;
}

/** VRRP header. */
export interface VRRP {
  readonly type?: number;
  readonly vrid?: number;
  readonly priority?: number;
}

/** IGMP header. */
export interface IGMP {
  readonly type?: number;
  readonly group_address?: string;
}

/** The transport header, by protocol. */
export type Layer4 = OneOf<{
  TCP: TCP;
  UDP: UDP;
  ICMPv4: ICMPv4;
  ICMPv6: ICMPv6;
  SCTP: SCTP;
  VRRP: VRRP;
  IGMP: IGMP;
}>;

/** Addresses in canonical text (RFC 5952 for IPv6). `ipVersion` is a code of IPVersion. */
export interface IP {
  readonly source?: string;
  readonly source_xlated?: string;
  readonly destination?: string;
  readonly ipVersion?: number;
  readonly encrypted?: boolean;
}

/** MAC addresses, lower case with colons. */
export interface Ethernet {
  readonly source?: string;
  readonly destination?: string;
}

/** Outer header of a tunnelled flow. */
export interface Tunnel {
  readonly protocol?: number;
  readonly IP?: IP;
  readonly l4?: Layer4;
  readonly vni?: number;
}
