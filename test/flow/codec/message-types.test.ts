import { describe, expect, it } from 'vitest';
import type {
  Aggregate,
  CiliumEventType,
  Emitter,
  FileInfo,
  Flow,
  IPTraceID,
  NetworkInterface,
} from '../../../src/flow/flow.ts';
import type * as agent from '../../../src/flow/agent-event.ts';
import type { Endpoint, Service, Workload } from '../../../src/flow/endpoint.ts';
import type { EventTypeFilter } from '../../../src/flow/flow-filter.ts';
import type { EmbeddedPacket } from '../../../src/flow/flow-extension.ts';
import type * as l4 from '../../../src/flow/l4.ts';
import type { DNS, HTTP, HTTPHeader, Kafka, Layer7 } from '../../../src/flow/l7.ts';
import type { MessageTypes } from '../../../src/flow/codec/message-types.ts';
import type { TLS } from '../../../src/flow/messages.ts';
import type { Policy } from '../../../src/flow/policy.ts';
import { flowSchema } from '../../../src/flow/codec/schema.ts';

/** Every key of a type, of all members of a union. */
type KeysOf<T> = T extends unknown ? keyof T : never;

/** The keys of a type, spelled out: the compiler refuses a missing one and a wrong one. */
type KeyTable<T> = Readonly<Record<KeysOf<T>, 0>>;

/** The messages inside other messages; those of MessageTypes come on top. */
interface InnerTypes {
  'flow.Emitter': Emitter;
  'flow.FileInfo': FileInfo;
  'flow.CiliumEventType': CiliumEventType;
  'flow.NetworkInterface': NetworkInterface;
  'flow.IPTraceID': IPTraceID;
  'flow.Aggregate': Aggregate;
  'flow.Endpoint': Endpoint;
  'flow.Workload': Workload;
  'flow.Service': Service;
  'flow.Policy': Policy;
  'flow.Layer4': l4.Layer4;
  'flow.TCP': l4.TCP;
  'flow.TCPFlags': l4.TCPFlags;
  'flow.UDP': l4.UDP;
  'flow.SCTP': l4.SCTP;
  'flow.ICMPv4': l4.ICMPv4;
  'flow.ICMPv6': l4.ICMPv6;
  'flow.VRRP': l4.VRRP;
  'flow.IGMP': l4.IGMP;
  'flow.IP': l4.IP;
  'flow.Ethernet': l4.Ethernet;
  'flow.Tunnel': l4.Tunnel;
  'flow.Layer7': Layer7;
  'flow.DNS': DNS;
  'flow.HTTP': HTTP;
  'flow.HTTPHeader': HTTPHeader;
  'flow.Kafka': Kafka;
  'flow.EventTypeFilter': EventTypeFilter;
  'flow.IPCacheNotification': agent.IPCacheNotification;
  'flow.PolicyUpdateNotification': agent.PolicyUpdateNotification;
  'flow.EndpointRegenNotification': agent.EndpointRegenNotification;
  'flow.EndpointUpdateNotification': agent.EndpointUpdateNotification;
  'flow.ServiceUpsertNotification': agent.ServiceUpsertNotification;
  'observer.TLS': TLS;
  'observed.v1.EmbeddedPacket': EmbeddedPacket;
}

type AllTypes = MessageTypes & InnerTypes;

/** Messages without fields have no keys to compare. */
type EmptyNames =
  | 'observer.GetNodesRequest'
  | 'observer.GetNamespacesRequest'
  | 'observer.ServerStatusRequest'
  | 'peer.NotifyRequest'
  | 'observed.v1.GetStatusRequest';

const flow: KeyTable<Flow> = {
  time: 0,
  uuid: 0,
  emitter: 0,
  verdict: 0,
  drop_reason: 0,
  auth_type: 0,
  ethernet: 0,
  IP: 0,
  l4: 0,
  tunnel: 0,
  source: 0,
  destination: 0,
  Type: 0,
  node_name: 0,
  node_labels: 0,
  source_names: 0,
  destination_names: 0,
  l7: 0,
  reply: 0,
  event_type: 0,
  source_service: 0,
  destination_service: 0,
  traffic_direction: 0,
  policy_match_type: 0,
  trace_observation_point: 0,
  trace_reason: 0,
  file: 0,
  ip_trace_id: 0,
  drop_reason_desc: 0,
  is_reply: 0,
  debug_capture_point: 0,
  interface: 0,
  proxy_port: 0,
  trace_context: 0,
  sock_xlate_point: 0,
  socket_cookie: 0,
  cgroup_id: 0,
  Summary: 0,
  extensions: 0,
  egress_allowed_by: 0,
  ingress_allowed_by: 0,
  egress_denied_by: 0,
  ingress_denied_by: 0,
  policy_log: 0,
  aggregate: 0,
};

const responseKeys = { flow: 0, node_status: 0, lost_events: 0, node_name: 0, time: 0 } as const;
const eventRequestKeys = { number: 0, first: 0, follow: 0, since: 0, until: 0 } as const;
const ports = { source_port: 0, destination_port: 0 } as const;

const keys: { readonly [N in Exclude<keyof AllTypes, EmptyNames>]: KeyTable<AllTypes[N]> } = {
  'flow.Flow': flow,
  'flow.FlowFilter': {
    uuid: 0,
    source_ip: 0,
    source_ip_xlated: 0,
    source_pod: 0,
    source_fqdn: 0,
    source_label: 0,
    source_service: 0,
    source_workload: 0,
    source_cluster_name: 0,
    destination_ip: 0,
    destination_pod: 0,
    destination_fqdn: 0,
    destination_label: 0,
    destination_service: 0,
    destination_workload: 0,
    destination_cluster_name: 0,
    traffic_direction: 0,
    verdict: 0,
    drop_reason_desc: 0,
    interface: 0,
    event_type: 0,
    http_status_code: 0,
    protocol: 0,
    source_port: 0,
    destination_port: 0,
    reply: 0,
    dns_query: 0,
    source_identity: 0,
    destination_identity: 0,
    http_method: 0,
    http_path: 0,
    http_url: 0,
    http_header: 0,
    tcp_flags: 0,
    node_name: 0,
    node_labels: 0,
    ip_version: 0,
    trace_id: 0,
    ip_trace_id: 0,
    encrypted: 0,
    experimental: 0,
  },
  'flow.LostEvent': { source: 0, num_events_lost: 0, cpu: 0, first: 0, last: 0 },
  'flow.AgentEvent': {
    type: 0,
    unknown: 0,
    agent_start: 0,
    policy_update: 0,
    endpoint_regenerate: 0,
    endpoint_update: 0,
    ipcache_update: 0,
    service_upsert: 0,
    service_delete: 0,
  },
  'flow.DebugEvent': { type: 0, source: 0, hash: 0, arg1: 0, arg2: 0, arg3: 0, message: 0, cpu: 0 },
  'relay.NodeStatusEvent': { state_change: 0, node_names: 0, message: 0 },
  'observer.GetFlowsRequest': {
    number: 0,
    first: 0,
    follow: 0,
    blacklist: 0,
    whitelist: 0,
    since: 0,
    until: 0,
    field_mask: 0,
    extensions: 0,
  },
  'observer.GetFlowsResponse': responseKeys,
  'observer.GetAgentEventsRequest': eventRequestKeys,
  'observer.GetAgentEventsResponse': { agent_event: 0, node_name: 0, time: 0 },
  'observer.GetDebugEventsRequest': eventRequestKeys,
  'observer.GetDebugEventsResponse': { debug_event: 0, node_name: 0, time: 0 },
  'observer.GetNodesResponse': { nodes: 0 },
  'observer.Node': {
    name: 0,
    version: 0,
    address: 0,
    state: 0,
    tls: 0,
    uptime_ns: 0,
    num_flows: 0,
    max_flows: 0,
    seen_flows: 0,
  },
  'observer.GetNamespacesResponse': { namespaces: 0 },
  'observer.Namespace': { cluster: 0, namespace: 0 },
  'observer.ServerStatusResponse': {
    num_flows: 0,
    max_flows: 0,
    seen_flows: 0,
    uptime_ns: 0,
    num_connected_nodes: 0,
    num_unavailable_nodes: 0,
    unavailable_nodes: 0,
    version: 0,
    flows_rate: 0,
  },
  'observer.ExportEvent': { ...responseKeys, agent_event: 0, debug_event: 0 },
  'observer.TLS': { enabled: 0, server_name: 0 },
  'peer.ChangeNotification': { name: 0, address: 0, type: 0, tls: 0 },
  'observed.v1.FlowExtension': {
    raw_line: 0,
    log_prefix: 0,
    in_interface: 0,
    out_interface: 0,
    physical_in_interface: 0,
    physical_out_interface: 0,
    mark: 0,
    ttl: 0,
    length: 0,
    ip_id: 0,
    ip_protocol: 0,
    fragment_offset: 0,
    more_fragments: 0,
    uid: 0,
    gid: 0,
    spi: 0,
    embedded: 0,
    verdict_basis: 0,
    drop_action_override: 0,
    time_approximate: 0,
    policy_approximate: 0,
    policy_tier: 0,
  },
  'observed.v1.FlowsRequestExtension': { include_flow_extension: 0, resume_after: 0 },
  'observed.v1.StreamCursor': { boot_id: 0, denied_audited: 0, other: 0, notice: 0, missed: 0 },
  'observed.v1.GetStatusResponse': {
    version: 0,
    boot_id: 0,
    sources: 0,
    modes: 0,
    windows: 0,
    lost: 0,
    warnings: 0,
    log_rule_flows: 0,
  },
  'observed.v1.SourceStatus': {
    name: 0,
    state: 0,
    records: 0,
    flows: 0,
    skipped: 0,
    rejected: 0,
    lost: 0,
    suppressed: 0,
    facility_known: 0,
    message: 0,
    skipped_by_reason: 0,
  },
  'observed.v1.ModeStatus': {
    node_name: 0,
    drop_action_override: 0,
    basis: 0,
    origin: 0,
    blind: 0,
    warning: 0,
  },
  'observed.v1.WindowStatus': { retention_class: 0, oldest: 0, newest: 0, held: 0, capacity: 0, evicted: 0 },
  'observed.v1.EmbeddedPacket': { source: 0, destination: 0, protocol: 0, ...ports },
  'flow.Emitter': { name: 0, version: 0 },
  'flow.FileInfo': { name: 0, line: 0 },
  'flow.CiliumEventType': { type: 0, sub_type: 0 },
  'flow.NetworkInterface': { index: 0, name: 0 },
  'flow.IPTraceID': { trace_id: 0, ip_option_type: 0 },
  'flow.Aggregate': { ingress_flow_count: 0, egress_flow_count: 0, unknown_direction_flow_count: 0 },
  'flow.Endpoint': { ID: 0, identity: 0, cluster_name: 0, namespace: 0, labels: 0, pod_name: 0, workloads: 0 },
  'flow.Workload': { name: 0, kind: 0 },
  'flow.Service': { name: 0, namespace: 0 },
  'flow.Policy': { name: 0, namespace: 0, labels: 0, revision: 0, kind: 0 },
  'flow.Layer4': { TCP: 0, UDP: 0, ICMPv4: 0, ICMPv6: 0, SCTP: 0, VRRP: 0, IGMP: 0 },
  'flow.TCP': { ...ports, flags: 0 },
  'flow.TCPFlags': { FIN: 0, SYN: 0, RST: 0, PSH: 0, ACK: 0, URG: 0, ECE: 0, CWR: 0, NS: 0 },
  'flow.UDP': ports,
  'flow.SCTP': ports,
  'flow.ICMPv4': { type: 0, code: 0 },
  'flow.ICMPv6': { type: 0, code: 0 },
  'flow.VRRP': { type: 0, vrid: 0, priority: 0 },
  'flow.IGMP': { type: 0, group_address: 0 },
  'flow.IP': { source: 0, source_xlated: 0, destination: 0, ipVersion: 0, encrypted: 0 },
  'flow.Ethernet': { source: 0, destination: 0 },
  'flow.Tunnel': { protocol: 0, IP: 0, l4: 0, vni: 0 },
  'flow.Layer7': { type: 0, latency_ns: 0, dns: 0, http: 0, kafka: 0 },
  'flow.DNS': {
    query: 0,
    ips: 0,
    ttl: 0,
    cnames: 0,
    observation_source: 0,
    rcode: 0,
    qtypes: 0,
    rrtypes: 0,
  },
  'flow.HTTP': { code: 0, method: 0, url: 0, protocol: 0, headers: 0 },
  'flow.HTTPHeader': { key: 0, value: 0 },
  'flow.Kafka': { error_code: 0, api_version: 0, api_key: 0, correlation_id: 0, topic: 0 },
  'flow.EventTypeFilter': { type: 0, match_sub_type: 0, sub_type: 0 },
  'flow.IPCacheNotification': {
    cidr: 0,
    identity: 0,
    old_identity: 0,
    host_ip: 0,
    old_host_ip: 0,
    encrypt_key: 0,
    namespace: 0,
    pod_name: 0,
  },
  'flow.PolicyUpdateNotification': { labels: 0, revision: 0, rule_count: 0 },
  'flow.EndpointRegenNotification': { id: 0, labels: 0, error: 0 },
  'flow.EndpointUpdateNotification': { id: 0, labels: 0, error: 0, pod_name: 0, namespace: 0 },
  'flow.ServiceUpsertNotification': {
    id: 0,
    frontend_address: 0,
    backend_addresses: 0,
    type: 0,
    traffic_policy: 0,
    name: 0,
    namespace: 0,
    ext_traffic_policy: 0,
    int_traffic_policy: 0,
  },
};

/** The one field our types leave out: a message without fields that Hubble reserves for experiments. */
const leftOut = new Set(['observer.GetFlowsRequest.experimental']);

describe('message types', () => {
  it.each(Object.entries(keys))('%s has the fields of the schema', (name, table) => {
    const message = flowSchema().message(name);
    const fields = message?.fields.map((field) => field.name).filter((field) => !leftOut.has(`${name}.${field}`));
    expect(Object.keys(table).toSorted()).toEqual(fields?.toSorted());
  });
});
