/**
 * Numbers of the datapath's monitor: what `event_type` of a flow holds, by the names users type and printers show. Kept
 * here because filters and printers both need them and neither may import the other.
 */

import { enumName } from './enum-table.ts';

/** Monitor message types (`event_type.type`) by the name `--type` knows them under. */
export const MonitorEventType = {
  drop: 1,
  debug: 2,
  capture: 3,
  trace: 4,
  'policy-verdict': 5,
  'trace-sock': 7,
  l7: 129,
  agent: 130,
} as const;

/**
 * Observation points of a trace event (`event_type.sub_type`). `to-endpoint` is 0 here although the enum
 * TraceObservationPoint calls it 101.
 */
export const TraceSubType = {
  'to-endpoint': 0,
  'to-proxy': 1,
  'to-host': 2,
  'to-stack': 3,
  'to-overlay': 4,
  'from-endpoint': 5,
  'from-proxy': 6,
  'from-host': 7,
  'from-stack': 8,
  'from-overlay': 9,
  'from-network': 10,
  'to-network': 11,
  'from-crypto': 12,
  'to-crypto': 13,
} as const;

/** How a policy matched (`policy_match_type`). */
export const PolicyMatchType = {
  none: 0,
  'L3-Only': 1,
  'L3-L4': 2,
  'L4-Only': 3,
  all: 4,
  'L3-Proto': 5,
  'Proto-Only': 6,
} as const;

/** Sub-types of agent notifications in the monitor's numbering, which is not that of AgentEventType. */
export const AgentNotificationSubType = {
  unspecified: 0,
  message: 1,
  'agent-started': 2,
  'endpoint-regenerate-success': 3,
  'endpoint-regenerate-failure': 4,
  'policy-updated': 5,
  'policy-deleted': 6,
  'endpoint-created': 7,
  'endpoint-deleted': 8,
  'ipcache-upserted': 9,
  'ipcache-deleted': 10,
} as const;

/** Security identities with a fixed meaning. Filters take all of these names. */
export const ReservedIdentity = {
  unknown: 0,
  host: 1,
  world: 2,
  unmanaged: 3,
  health: 4,
  init: 5,
  'remote-node': 6,
  'kube-apiserver': 7,
  ingress: 8,
  'world-ipv4': 9,
  'world-ipv6': 10,
  'overlay-to-encrypt': 11,
} as const;

const lastNamedIdentity = ReservedIdentity['world-ipv6'];

/**
 * Returns the name of a reserved identity that is shown by name, or undefined for one shown as a number. The highest,
 * overlay-to-encrypt, can be asked for by name but Hubble shows it as a number.
 */
export function reservedIdentityName(identity: number): string | undefined {
  return identity >= 0 && identity <= lastNamedIdentity ? enumName(ReservedIdentity, identity) : undefined;
}

/** Returns how a policy matched in Hubble's words, `unknown` for a number of a newer datapath. */
export function policyMatchName(matchType: number): string {
  return matchType >= 0 && matchType <= PolicyMatchType['Proto-Only']
    ? enumName(PolicyMatchType, matchType)
    : 'unknown';
}

/** Returns the observation point of a trace event; only the low byte of `subType` counts, an unlisted one is digits. */
export function traceSubTypeName(subType: number): string {
  return enumName(TraceSubType, subType & 0xff);
}

const dropReasonTexts: ReadonlyMap<number, string> = new Map([
  [0, 'Success'],
  [2, 'Invalid packet'],
  [3, 'Interface'],
  [4, 'Interface Decrypted'],
  [5, 'LB, sock cgroup: No backend slot entry found'],
  [6, 'LB, sock cgroup: No backend entry found'],
  [7, 'LB, sock cgroup: Reverse entry update failed'],
  [8, 'LB, sock cgroup: Reverse entry stale'],
  [9, 'Fragmented packet'],
  [10, 'Fragmented packet entry update failed'],
  [11, 'Missed tail call to custom program'],
  [12, 'Interface Decrypting'],
  [13, 'Interface Encrypting'],
  [14, 'LB: sock cgroup: Reverse entry delete succeeded'],
  [15, 'MTU error message'],
  [130, 'Invalid source mac'],
  [131, 'Invalid destination mac'],
  [132, 'Invalid source ip'],
  [133, 'Policy denied'],
  [134, 'Invalid packet'],
  [135, 'CT: Truncated or invalid header'],
  [136, 'Fragmentation needed'],
  [137, 'CT: Unknown L4 protocol'],
  [138, "CT: Can't create entry from packet"],
  [139, 'Unsupported L3 protocol'],
  [140, 'Missed tail call'],
  [141, 'Error writing to packet'],
  [142, 'Unknown L4 protocol'],
  [143, 'Unknown ICMPv4 code'],
  [144, 'Unknown ICMPv4 type'],
  [145, 'Unknown ICMPv6 code'],
  [146, 'Unknown ICMPv6 type'],
  [147, 'Error retrieving tunnel key'],
  [148, 'Error retrieving tunnel options'],
  [149, 'Invalid Geneve option'],
  [150, 'Unknown L3 target address'],
  [151, 'Stale or unroutable IP'],
  [152, 'No matching local container found'],
  [153, 'Error while correcting L3 checksum'],
  [154, 'Error while correcting L4 checksum'],
  [155, 'CT: Map insertion failed'],
  [156, 'Invalid IPv6 extension header'],
  [157, 'IP fragmentation not supported'],
  [158, 'Service backend not found'],
  [160, 'No tunnel/encapsulation endpoint (datapath BUG!)'],
  [161, 'NAT 46/64 not enabled'],
  [162, 'Reached EDT rate-limiting drop horizon'],
  [163, 'Unknown connection tracking state'],
  [164, 'Local host is unreachable'],
  [165, 'No configuration available to perform policy decision'],
  [166, 'Unsupported L2 protocol'],
  [167, 'No mapping for NAT masquerade'],
  [168, 'Unsupported protocol for NAT masquerade'],
  [169, 'FIB lookup failed'],
  [170, 'Encapsulation traffic is prohibited'],
  [171, 'Invalid identity'],
  [172, 'Unknown sender'],
  [173, 'NAT not needed'],
  [174, 'Is a ClusterIP'],
  [175, 'First logical datagram fragment not found'],
  [176, 'Forbidden ICMPv6 message'],
  [177, 'Denied by LB src range check'],
  [178, 'Socket lookup failed'],
  [179, 'Socket assign failed'],
  [180, 'Proxy redirection not supported for protocol'],
  [181, 'Policy denied by denylist'],
  [182, 'VLAN traffic disallowed by VLAN filter'],
  [183, 'Incorrect VNI from VTEP'],
  [184, 'Failed to update or lookup TC buffer'],
  [185, 'No SID was found for the IP address'],
  [186, 'SRv6 state was removed during tail call'],
  [187, 'L3 translation from IPv4 to IPv6 failed (NAT46)'],
  [188, 'L3 translation from IPv6 to IPv4 failed (NAT64)'],
  [189, 'Authentication required'],
  [190, 'No conntrack map found'],
  [191, 'No nat map found'],
  [192, 'Invalid ClusterID'],
  [193, 'Unsupported packet protocol for DSR encapsulation'],
  [194, 'No egress gateway found'],
  [195, 'Traffic is unencrypted'],
  [196, 'TTL exceeded'],
  [197, 'No node ID found'],
  [198, 'Rate limited'],
  [199, 'IGMP handled'],
  [200, 'IGMP subscribed'],
  [201, 'Multicast handled'],
  [202, 'Host datapath not ready'],
  [203, 'Endpoint policy program not available'],
  [204, 'No Egress IP configured'],
  [205, 'Punt to proxy'],
]);

/**
 * Returns the datapath's text for a drop event. Only the low byte of `subType` counts; an unlisted code N reads `N, 0`.
 */
export function dropReasonText(subType: number): string {
  const code = subType & 0xff;
  return dropReasonTexts.get(code) ?? `${code}, 0`;
}
