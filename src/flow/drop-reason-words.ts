/**
 * Drop reasons in plain words, each with a next step. The meanings are those of Cilium's datapath, which owns the numbers; a
 * number that changed its meaning between versions says both.
 */

import { DropReason } from './drop-reason.ts';
import { enumName } from './enum-table.ts';

/** What a drop reason means to somebody who looks for the cause. */
export interface DropReasonWords {
  /** What happened to the packet, one sentence without a full stop. */
  readonly means: string;
  /** What to look at or to try next, in the imperative, without a full stop. */
  readonly next: string;
}

/** Name of a drop reason, as the schema has it. */
export type DropReasonName = keyof typeof DropReason;

const noDrop = 'nothing: the packet went on by another way, and only the counter calls it a drop';
const retired = 'look at the version of the agent on that node: current ones no longer give this reason';

const words = {
  DROP_REASON_UNKNOWN: {
    means: 'the event names no reason',
    next: 'look at the other events of this connection',
  },
  INVALID_SOURCE_MAC: {
    means: 'the source MAC address was not that of the endpoint',
    next: retired,
  },
  INVALID_DESTINATION_MAC: {
    means: 'the destination MAC address was not that of the node',
    next: retired,
  },
  INVALID_SOURCE_IP: {
    means: 'the endpoint sent from an address that is not its own',
    next: 'look for a program that forges or forwards addresses in this pod, such as a VPN or a nested container',
  },
  POLICY_DENIED: {
    means: 'a policy applies in this direction and no rule allows this packet',
    next: 'allow it with a rule if it is meant, else leave it denied',
  },
  INVALID_PACKET_DROPPED: {
    means: 'the packet is malformed or shorter than its headers say',
    next: 'capture it on the node and look for a broken sender or an MTU that does not fit',
  },
  CT_TRUNCATED_OR_INVALID_HEADER: {
    means: 'connection tracking could not read the transport header: it is cut off or malformed',
    next: 'capture the packet on the node and look for a broken sender or an MTU that does not fit',
  },
  CT_MISSING_TCP_ACK_FLAG: {
    means:
      'the packet is larger than the path takes and may not be fragmented (in old versions: TCP without ACK of no known connection)',
    next: 'compare the MTU of the pod, the node and the tunnel',
  },
  CT_UNKNOWN_L4_PROTOCOL: {
    means: 'connection tracking does not know this transport protocol',
    next: 'see which protocol the sender uses; TCP, UDP, SCTP and ICMP are tracked',
  },
  CT_CANNOT_CREATE_ENTRY_FROM_PACKET: {
    means: 'connection tracking could not make an entry from this packet',
    next: retired,
  },
  UNSUPPORTED_L3_PROTOCOL: {
    means: 'the packet is of a network protocol that is not handled, or of an IP version that is switched off',
    next: 'see whether the sender uses IPv6 where only IPv4 is enabled, or the other way round',
  },
  MISSED_TAIL_CALL: {
    means: 'a part of the datapath program was not loaded when the packet needed it',
    next: 'see whether the agent was starting or upgrading; if it goes on, read its log for programs that did not load',
  },
  ERROR_WRITING_TO_PACKET: {
    means: 'the datapath could not write into the packet',
    next: 'capture the packet on the node and read the log of the agent',
  },
  UNKNOWN_L4_PROTOCOL: {
    means: 'the transport protocol is not one the datapath handles',
    next: 'see which protocol the sender uses; for SCTP its support has to be switched on',
  },
  UNKNOWN_ICMPV4_CODE: {
    means: 'the ICMP code is not one the datapath handles',
    next: 'see who sends this ICMP message and why',
  },
  UNKNOWN_ICMPV4_TYPE: {
    means: 'the ICMP type is not one the datapath handles',
    next: 'see who sends this ICMP message and why',
  },
  UNKNOWN_ICMPV6_CODE: {
    means: 'the ICMPv6 code is not one the datapath handles',
    next: 'see who sends this ICMPv6 message and why',
  },
  UNKNOWN_ICMPV6_TYPE: {
    means: 'the ICMPv6 type is not one the datapath handles',
    next: 'see who sends this ICMPv6 message and why',
  },
  ERROR_RETRIEVING_TUNNEL_KEY: {
    means: 'a packet came out of the tunnel without a key that tells who sent it',
    next: 'see whether all nodes use the same tunnel protocol and port, and whether something else sends to that port',
  },
  ERROR_RETRIEVING_TUNNEL_OPTIONS: {
    means: 'the options of the tunnel header could not be read',
    next: retired,
  },
  INVALID_GENEVE_OPTION: {
    means: 'the Geneve header carries an option that is not understood',
    next: retired,
  },
  UNKNOWN_L3_TARGET_ADDRESS: {
    means: 'a neighbour was looked for that the node does not answer for',
    next: 'see why the pod asks for this address: its default route should go to the router address of the node',
  },
  STALE_OR_UNROUTABLE_IP: {
    means: 'the node knows no way to this address; mostly the pod behind it is gone and the sender has not noticed',
    next: 'see whether the destination still exists; if it does, compare `cilium-dbg bpf ipcache list` with its address',
  },
  NO_MATCHING_LOCAL_CONTAINER_FOUND: {
    means: 'the packet is for a pod of this node, and no pod here has that address',
    next: retired,
  },
  ERROR_WHILE_CORRECTING_L3_CHECKSUM: {
    means: 'the checksum of the IP header could not be corrected after a change',
    next: 'capture the packet on the node and see whether it is cut off',
  },
  ERROR_WHILE_CORRECTING_L4_CHECKSUM: {
    means: 'the checksum of the transport header could not be corrected after a change',
    next: 'capture the packet on the node and see whether it is cut off',
  },
  CT_MAP_INSERTION_FAILED: {
    means: 'the table of connections has no room for a new connection',
    next: 'see how full the table is and enlarge it (`bpf-ct-global-tcp-max`, `bpf-ct-global-any-max`), or look for a client that opens too many connections',
  },
  INVALID_IPV6_EXTENSION_HEADER: {
    means: 'the IPv6 extension headers are malformed or not supported',
    next: 'capture the packet on the node and see which headers the sender puts in',
  },
  IP_FRAGMENTATION_NOT_SUPPORTED: {
    means: 'the packet is a fragment, and tracking of fragments is off',
    next: 'enable it (`enable-ipv4-fragment-tracking`), or lower the packet size of the sender',
  },
  SERVICE_BACKEND_NOT_FOUND: {
    means: 'the service has no backend that can take the connection',
    next: 'see whether the service has ready endpoints, with a local one where its traffic policy is Local',
  },
  NO_TUNNEL_OR_ENCAPSULATION_ENDPOINT: {
    means: 'the node behind the destination has no tunnel endpoint',
    next: 'see whether the agent of that node is up and known here (`cilium-dbg node list`)',
  },
  FAILED_TO_INSERT_INTO_PROXYMAP: {
    means:
      'the packet needs a translation between IPv4 and IPv6 that is not enabled (in old versions: the proxy could not note the connection)',
    next: 'enable the NAT46/64 gateway, or see why a client of one version is led to a service of the other',
  },
  REACHED_EDT_RATE_LIMITING_DROP_HORIZON: {
    means: 'the pod sends so much above its bandwidth limit that the packet would have waited too long',
    next: 'raise the annotation kubernetes.io/egress-bandwidth of the pod, or let it send less',
  },
  UNKNOWN_CONNECTION_TRACKING_STATE: {
    means: 'connection tracking gave a state that has no meaning here',
    next: 'look at earlier packets of this connection, and report it if it goes on',
  },
  LOCAL_HOST_IS_UNREACHABLE: {
    means: 'the packet is for the node itself, and the datapath has no way to hand it over',
    next: 'see whether the interface cilium_host is up on that node',
  },
  NO_CONFIGURATION_AVAILABLE_TO_PERFORM_POLICY_DECISION: {
    means: 'there was no configuration to decide by for this endpoint',
    next: 'see whether the endpoint was just made; if it goes on, restart the agent of that node',
  },
  UNSUPPORTED_L2_PROTOCOL: {
    means: 'the frame is neither IP nor ARP',
    next: 'see which protocol the sender uses; such frames are not forwarded',
  },
  NO_MAPPING_FOR_NAT_MASQUERADE: {
    means: 'no free port was found to masquerade the connection with, or none was noted for this answer',
    next: 'see how full the NAT table is (`cilium-dbg bpf nat list`) and who holds so many connections to one destination',
  },
  UNSUPPORTED_PROTOCOL_FOR_NAT_MASQUERADE: {
    means: 'the protocol cannot be masqueraded',
    next: 'use TCP, UDP or ICMP, or leave the destination out of masquerading',
  },
  FIB_LOOKUP_FAILED: {
    means: 'the routing table of the node has no route or no neighbour for this address',
    next: 'on the node, ask `ip route get ADDRESS` and look at `ip neigh`',
  },
  ENCAPSULATION_TRAFFIC_IS_PROHIBITED: {
    means: 'a pod sent to the tunnel port of the nodes, which only nodes may',
    next: 'see why the pod sends UDP to that port, and give its own tunnel another port',
  },
  INVALID_IDENTITY: {
    means: 'the packet claims an identity that nobody may have there, such as that of the local host from another node',
    next: 'see whether something forges tunnel packets, and whether nodes disagree on identities after an upgrade',
  },
  UNKNOWN_SENDER: {
    means: 'the node could not tell who sent the packet',
    next: 'see whether the source address is known there (`cilium-dbg bpf ipcache list`)',
  },
  NAT_NOT_NEEDED: { means: 'the packet needs no translation', next: noDrop },
  IS_A_CLUSTERIP: {
    means: 'the packet came from outside for a ClusterIP, which is reachable from inside only',
    next: 'use a LoadBalancer or NodePort service, or enable external access to ClusterIPs',
  },
  FIRST_LOGICAL_DATAGRAM_FRAGMENT_NOT_FOUND: {
    means: 'a fragment came whose first one, which has the ports, was not seen',
    next: 'look for fragments out of order or lost, a fragment table that is too small, or an MTU that does not fit',
  },
  FORBIDDEN_ICMPV6_MESSAGE: {
    means: 'the firewall of the host does not let this kind of ICMPv6 message in',
    next: 'see who sends it; ordinary neighbour discovery and echo are let in',
  },
  DENIED_BY_LB_SRC_RANGE_CHECK: {
    means: 'the client is outside the source ranges that the service allows',
    next: 'add the address to loadBalancerSourceRanges of the service, if it is meant',
  },
  SOCKET_LOOKUP_FAILED: {
    means: 'the socket of the proxy for this connection was not found',
    next: 'see whether the proxy is up and was restarted during the connection',
  },
  SOCKET_ASSIGN_FAILED: {
    means: 'the connection could not be handed to the socket of the proxy',
    next: 'see whether the proxy is up, and read the log of the agent',
  },
  PROXY_REDIRECTION_NOT_SUPPORTED_FOR_PROTOCOL: {
    means: 'a policy sends this to the proxy, which takes TCP and UDP only',
    next: 'take the L7 rule off this protocol',
  },
  POLICY_DENY: {
    means: 'a deny rule matches this packet; deny goes before every allow rule',
    next: 'change the deny rule if it is not meant: no allow rule helps against it',
  },
  VLAN_FILTERED: {
    means: 'the frame has a VLAN tag that is not let through',
    next: 'add the VLAN id to `vlan-bpf-bypass`, if it is meant',
  },
  INVALID_VNI: {
    means: 'a packet of an outside tunnel endpoint came with the wrong network identifier',
    next: 'compare the VNI of that endpoint with the VTEP settings of the agent',
  },
  INVALID_TC_BUFFER: {
    means: 'the note that goes with the packet between the programs could not be read or written',
    next: 'read the log of the agent, and report it if it goes on',
  },
  NO_SID: {
    means: 'there is no SRv6 segment identifier for the destination',
    next: 'look at the SRv6 policies and the segments the router announces',
  },
  MISSING_SRV6_STATE: {
    means: 'the SRv6 state of the packet was gone between two programs',
    next: retired,
  },
  NAT46: {
    means: 'the packet could not be translated from IPv4 to IPv6',
    next: 'capture it on the node: options and fragments cannot be translated',
  },
  NAT64: {
    means: 'the packet could not be translated from IPv6 to IPv4',
    next: 'capture it on the node: extension headers and fragments cannot be translated',
  },
  AUTH_REQUIRED: {
    means: 'a policy demands mutual authentication, and the two ends have not authenticated yet',
    next: 'expect it on the first packets; if it goes on, see whether SPIRE is up and both workloads have an identity there',
  },
  CT_NO_MAP_FOUND: {
    means: 'there is no connection table for the cluster this packet belongs to',
    next: 'see whether that cluster is connected (`cilium-dbg status --verbose`, ClusterMesh)',
  },
  SNAT_NO_MAP_FOUND: {
    means: 'there is no NAT table for the cluster this packet belongs to',
    next: 'see whether that cluster is connected (`cilium-dbg status --verbose`, ClusterMesh)',
  },
  INVALID_CLUSTER_ID: {
    means: 'the packet carries a cluster id that cannot be',
    next: 'see whether the clusters of the mesh have ids of their own within the allowed range',
  },
  UNSUPPORTED_PROTOCOL_FOR_DSR_ENCAP: {
    means: 'direct server return cannot wrap packets of this protocol',
    next: 'use SNAT mode for this service, or TCP or UDP',
  },
  NO_EGRESS_GATEWAY: {
    means: 'an egress gateway policy matches and no gateway node is there',
    next: 'see whether a node matches the nodeSelector of the CiliumEgressGatewayPolicy',
  },
  UNENCRYPTED_TRAFFIC: {
    means: 'strict encryption is on and this packet would have travelled, or came, unencrypted',
    next: 'see whether the other node has encryption on and its key is known here',
  },
  TTL_EXCEEDED: {
    means: 'the packet has used up its hops',
    next: 'look for a routing loop; traceroute makes such packets on purpose',
  },
  NO_NODE_ID: {
    means: 'the other node has no node id here, which encryption and authentication need',
    next: 'see whether that node has just joined; if it goes on, look at `cilium-dbg node list` and the log of the agent',
  },
  DROP_RATE_LIMITED: {
    means: 'more answers of this kind were asked for than the node gives in a time',
    next: 'look for the client that asks so often, such as one that keeps calling a service without backends',
  },
  IGMP_HANDLED: { means: 'the IGMP message was taken in by the datapath itself', next: noDrop },
  IGMP_SUBSCRIBED: { means: 'the pod joined or left a multicast group', next: noDrop },
  MULTICAST_HANDLED: { means: 'the multicast packet was copied to its subscribers', next: noDrop },
  DROP_HOST_NOT_READY: {
    means: 'the datapath of the node was not ready yet',
    next: 'expect it while the agent starts; if it goes on, read the log of the agent',
  },
  DROP_EP_NOT_READY: {
    means: 'the policy program of the pod was not loaded yet',
    next: 'expect it for a moment when a pod starts; if it goes on, look at the state of the endpoint (`cilium-dbg endpoint list`)',
  },
  DROP_NO_EGRESS_IP: {
    means: 'the gateway node has no egress address for this policy',
    next: 'see whether the egressIP or the interface of the CiliumEgressGatewayPolicy is there on the gateway node',
  },
  DROP_PUNT_PROXY: { means: 'the packet was handed to the proxy through the stack', next: noDrop },
} as const satisfies Readonly<Record<DropReasonName, DropReasonWords>>;

function isDropReasonName(name: string): name is DropReasonName {
  return Object.hasOwn(words, name);
}

/** Returns what a code of DropReason means and what to do next; undefined for a code of a newer datapath. */
export function dropReasonWords(code: number): DropReasonWords | undefined {
  const name = enumName(DropReason, code);
  return isDropReasonName(name) ? words[name] : undefined;
}
