/** What Hubble's schema has no field for: the details of a kernel log record (`proto/observed/v1/observed.proto`). */

/** How a verdict is known; wire codes by name. */
export const VerdictBasis = {
  VERDICT_BASIS_UNKNOWN: 0,
  LINE: 1,
  FLAG: 2,
  FELIX_CONFIG: 3,
  CHANGING: 4,
  ASSUMED: 5,
  UPSTREAM: 6,
} as const;

/** The packet inside an ICMP error; `protocol` is the IP protocol number. */
export interface EmbeddedPacket {
  readonly source?: string;
  readonly destination?: string;
  readonly protocol?: number;
  readonly source_port?: number;
  readonly destination_port?: number;
}

/** The record behind a flow. Travels as `Flow.extensions` to a client that asked for it. */
export interface FlowExtension {
  /** The record as it was read; control characters and bytes that are no UTF-8 as `\xNN`. */
  readonly raw_line?: string;
  readonly log_prefix?: string;
  readonly in_interface?: string;
  readonly out_interface?: string;
  readonly physical_in_interface?: string;
  readonly physical_out_interface?: string;
  readonly mark?: number;
  /** TTL or hop limit. */
  readonly ttl?: number;
  /** Bytes: IPv4 total length; IPv6 payload + 40. */
  readonly length?: number;
  readonly ip_id?: number;
  /** Number of the transport protocol, when the line has it. */
  readonly ip_protocol?: number;
  /** Fragment offset in bytes. */
  readonly fragment_offset?: number;
  readonly more_fragments?: boolean;
  readonly uid?: number;
  readonly gid?: number;
  readonly spi?: number;
  readonly embedded?: EmbeddedPacket;
  /** A code of VerdictBasis. */
  readonly verdict_basis?: number;
  /** The override the verdict was read under: Drop, Accept, LogAndDrop or LogAndAccept. */
  readonly drop_action_override?: string;
  readonly time_approximate?: boolean;
  readonly policy_approximate?: boolean;
  readonly policy_tier?: string;
}
