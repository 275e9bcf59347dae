/** A kernel packet-log record, read and not yet interpreted. */

/** A transport header as the log prints it. */
export type PacketL4 =
  | {
      readonly kind: 'tcp';
      readonly sourcePort: number;
      readonly destinationPort: number;
      /** Names of the flags that were set, in the order printed: AE CWR ECE URG ACK PSH RST SYN FIN. */
      readonly flags: readonly string[];
      readonly sequence?: number;
      readonly acknowledgement?: number;
      readonly window?: number;
      readonly urgentPointer?: number;
      /** Upper-case hex of the TCP options. */
      readonly options?: string;
    }
  | {
      readonly kind: 'udp';
      /** True for UDP-Lite (136), which Hubble's schema does not tell apart. */
      readonly lite: boolean;
      readonly sourcePort: number;
      readonly destinationPort: number;
      /** Bytes with the UDP header; of UDP-Lite the checksum coverage. */
      readonly length?: number;
    }
  | {
      readonly kind: 'icmp';
      /** 4 for ICMP, 6 for ICMPv6. */
      readonly version: 4 | 6;
      readonly type: number;
      readonly code: number;
      readonly id?: number;
      readonly sequence?: number;
      readonly mtu?: number;
      readonly gateway?: string;
      readonly parameter?: number;
      /** ICMPv6 parameter problem: byte offset. */
      readonly pointer?: number;
      /** The packet inside an ICMP error. */
      readonly embedded?: PacketHeader;
    }
  | { readonly kind: 'ah' | 'esp'; readonly spi: number }
  /** A protocol of which the kernel prints the number alone, or a later fragment. Only ulogd prints ports here (SCTP). */
  | { readonly kind: 'other'; readonly sourcePort?: number; readonly destinationPort?: number }
  /** The header was cut: `INCOMPLETE [8 bytes]`. */
  | { readonly kind: 'incomplete'; readonly bytes: number; readonly icmpType?: number; readonly icmpCode?: number };

/** The network and transport part: of the packet itself, or of the one inside an ICMP error. */
export interface PacketHeader {
  readonly family: 4 | 6;
  /** Canonical text: dotted IPv4, RFC 5952 IPv6. */
  readonly source: string;
  readonly destination: string;
  /** Bytes: IPv4 total length; IPv6 payload + 40. */
  readonly length: number;
  /** TTL or hop limit. */
  readonly ttl?: number | undefined;
  /** IPv4 identification, or that of an IPv6 fragment header. */
  readonly ipId?: number | undefined;
  /** IPv4 TOS and PREC joined (the log loses the lowest bit); IPv6 traffic class. */
  readonly trafficClass?: number;
  readonly flowLabel?: number | undefined;
  /** The reserved ("evil") bit of the IPv4 header, printed as `CE`. */
  readonly reservedBit: boolean;
  readonly dontFragment: boolean;
  readonly moreFragments: boolean;
  /** Fragment offset in bytes, whatever unit the log printed. */
  readonly fragmentOffset: number;
  /** Upper-case hex of the IPv4 options, when logged. */
  readonly ipOptions?: string;
  /** IP protocol number; absent where the kernel prints none (a later AH fragment, IPv6 ESP). */
  readonly protocol?: number;
  /** SPI of an IPv6 authentication header before the transport header; logged with the IP options only. */
  readonly authenticationSpi?: number;
  readonly l4: PacketL4;
}

/** Link-layer facts. `raw` is kept when the MAC field has no Ethernet form. */
export interface PacketLink {
  readonly source?: string;
  readonly destination?: string;
  /** EtherType, such as 0x0800. */
  readonly etherType?: number;
  readonly vlanId?: number;
  readonly vlanProtocol?: number;
  /** Tunnel ends of a sit device. */
  readonly tunnel?: { readonly source: string; readonly destination: string };
  readonly raw?: string;
}

/** One packet-log record. Interfaces are empty strings where the log prints nothing. */
export interface PacketEvent {
  /** Text before `IN=`, bytes that are no UTF-8 escaped, without trailing blanks and colon. */
  readonly prefix: string;
  /** The prefix as written. */
  readonly rawPrefix: string;
  /** True when nothing ended the prefix: the firewall cut it (29 characters for iptables). */
  readonly prefixGlued: boolean;
  readonly inInterface: string;
  readonly outInterface: string;
  readonly physicalIn: string;
  readonly physicalOut: string;
  readonly link?: PacketLink | undefined;
  readonly header: PacketHeader;
  readonly uid?: number | undefined;
  readonly gid?: number | undefined;
  /** 0 when the log prints none. */
  readonly mark: number;
  /**
   * Present when the line (or the packet the kernel had) was cut after all that its protocol needs. Fields that come late
   * are then missing: `header.l4.embedded`, `uid`, `gid`, `mark`, TCP options.
   */
  readonly cut?: true;
}
