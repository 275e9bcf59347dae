/** The remaining enums of the flow schema, one table each: wire code by name. */

/** Layer of the event. */
export const FlowType = {
  UNKNOWN_TYPE: 0,
  L3_L4: 1,
  L7: 2,
  SOCK: 3,
} as const;

/** Mutual authentication of the connection. */
export const AuthType = {
  DISABLED: 0,
  SPIRE: 1,
  TEST_ALWAYS_FAIL: 2,
} as const;

/** Where a trace event was taken. TO_ENDPOINT is 101 here, sub-type 0 on the event. */
export const TraceObservationPoint = {
  UNKNOWN_POINT: 0,
  TO_PROXY: 1,
  TO_HOST: 2,
  TO_STACK: 3,
  TO_OVERLAY: 4,
  TO_ENDPOINT: 101,
  FROM_ENDPOINT: 5,
  FROM_PROXY: 6,
  FROM_HOST: 7,
  FROM_STACK: 8,
  FROM_OVERLAY: 9,
  FROM_NETWORK: 10,
  TO_NETWORK: 11,
  FROM_CRYPTO: 12,
  TO_CRYPTO: 13,
} as const;

/** Connection-tracking state of a traced packet. */
export const TraceReason = {
  TRACE_REASON_UNKNOWN: 0,
  NEW: 1,
  ESTABLISHED: 2,
  REPLY: 3,
  RELATED: 4,
  REOPENED: 5,
  SRV6_ENCAP: 6,
  SRV6_DECAP: 7,
  ENCRYPT_OVERLAY: 8,
} as const;

/** Request, response or sample. */
export const L7FlowType = {
  UNKNOWN_L7_TYPE: 0,
  REQUEST: 1,
  RESPONSE: 2,
  SAMPLE: 3,
} as const;

/** IP version of a flow. */
export const IPVersion = {
  IP_NOT_USED: 0,
  IPv4: 1,
  IPv6: 2,
} as const;

/** Direction relative to the endpoint whose policy decided. */
export const TrafficDirection = {
  TRAFFIC_DIRECTION_UNKNOWN: 0,
  INGRESS: 1,
  EGRESS: 2,
} as const;

/** Where a debug capture was taken. */
export const DebugCapturePoint = {
  DBG_CAPTURE_POINT_UNKNOWN: 0,
  DBG_CAPTURE_DELIVERY: 4,
  DBG_CAPTURE_FROM_LB: 5,
  DBG_CAPTURE_AFTER_V46: 6,
  DBG_CAPTURE_AFTER_V64: 7,
  DBG_CAPTURE_PROXY_PRE: 8,
  DBG_CAPTURE_PROXY_POST: 9,
  DBG_CAPTURE_SNAT_PRE: 10,
  DBG_CAPTURE_SNAT_POST: 11,
} as const;

/** Who lost events: the kernel side, our queue, or a reader that was overrun. */
export const LostEventSource = {
  UNKNOWN_LOST_EVENT_SOURCE: 0,
  PERF_EVENT_RING_BUFFER: 1,
  OBSERVER_EVENTS_QUEUE: 2,
  HUBBLE_RING_BUFFER: 3,
} as const;

/** Step of a socket translation. */
export const SocketTranslationPoint = {
  SOCK_XLATE_POINT_UNKNOWN: 0,
  SOCK_XLATE_POINT_PRE_DIRECTION_FWD: 1,
  SOCK_XLATE_POINT_POST_DIRECTION_FWD: 2,
  SOCK_XLATE_POINT_PRE_DIRECTION_REV: 3,
  SOCK_XLATE_POINT_POST_DIRECTION_REV: 4,
} as const;

/** Tunnel protocol. */
export const TunnelProtocol = {
  UNKNOWN: 0,
  VXLAN: 1,
  GENEVE: 2,
} as const;

/** State of a node behind a relay. */
export const NodeState = {
  UNKNOWN_NODE_STATE: 0,
  NODE_CONNECTED: 1,
  NODE_UNAVAILABLE: 2,
  NODE_GONE: 3,
  NODE_ERROR: 4,
} as const;

/** Kind of an agent event. */
export const AgentEventType = {
  AGENT_EVENT_UNKNOWN: 0,
  AGENT_STARTED: 2,
  POLICY_UPDATED: 3,
  POLICY_DELETED: 4,
  ENDPOINT_REGENERATE_SUCCESS: 5,
  ENDPOINT_REGENERATE_FAILURE: 6,
  ENDPOINT_CREATED: 7,
  ENDPOINT_DELETED: 8,
  IPCACHE_UPSERTED: 9,
  IPCACHE_DELETED: 10,
  SERVICE_UPSERTED: 11,
  SERVICE_DELETED: 12,
} as const;

/** Kind of a debug event. */
export const DebugEventType = {
  DBG_EVENT_UNKNOWN: 0,
  DBG_GENERIC: 1,
  DBG_LOCAL_DELIVERY: 2,
  DBG_ENCAP: 3,
  DBG_LXC_FOUND: 4,
  DBG_POLICY_DENIED: 5,
  DBG_CT_LOOKUP: 6,
  DBG_CT_LOOKUP_REV: 7,
  DBG_CT_MATCH: 8,
  DBG_CT_CREATED: 9,
  DBG_CT_CREATED2: 10,
  DBG_ICMP6_HANDLE: 11,
  DBG_ICMP6_REQUEST: 12,
  DBG_ICMP6_NS: 13,
  DBG_ICMP6_TIME_EXCEEDED: 14,
  DBG_CT_VERDICT: 15,
  DBG_DECAP: 16,
  DBG_PORT_MAP: 17,
  DBG_ERROR_RET: 18,
  DBG_TO_HOST: 19,
  DBG_TO_STACK: 20,
  DBG_PKT_HASH: 21,
  DBG_LB6_LOOKUP_FRONTEND: 22,
  DBG_LB6_LOOKUP_FRONTEND_FAIL: 23,
  DBG_LB6_LOOKUP_BACKEND_SLOT: 24,
  DBG_LB6_LOOKUP_BACKEND_SLOT_SUCCESS: 25,
  DBG_LB6_LOOKUP_BACKEND_SLOT_V2_FAIL: 26,
  DBG_LB6_LOOKUP_BACKEND_FAIL: 27,
  DBG_LB6_REVERSE_NAT_LOOKUP: 28,
  DBG_LB6_REVERSE_NAT: 29,
  DBG_LB4_LOOKUP_FRONTEND: 30,
  DBG_LB4_LOOKUP_FRONTEND_FAIL: 31,
  DBG_LB4_LOOKUP_BACKEND_SLOT: 32,
  DBG_LB4_LOOKUP_BACKEND_SLOT_SUCCESS: 33,
  DBG_LB4_LOOKUP_BACKEND_SLOT_V2_FAIL: 34,
  DBG_LB4_LOOKUP_BACKEND_FAIL: 35,
  DBG_LB4_REVERSE_NAT_LOOKUP: 36,
  DBG_LB4_REVERSE_NAT: 37,
  DBG_LB4_LOOPBACK_SNAT: 38,
  DBG_LB4_LOOPBACK_SNAT_REV: 39,
  DBG_CT_LOOKUP4: 40,
  DBG_RR_BACKEND_SLOT_SEL: 41,
  DBG_REV_PROXY_LOOKUP: 42,
  DBG_REV_PROXY_FOUND: 43,
  DBG_REV_PROXY_UPDATE: 44,
  DBG_L4_POLICY: 45,
  DBG_NETDEV_IN_CLUSTER: 46,
  DBG_NETDEV_ENCAP4: 47,
  DBG_CT_LOOKUP4_1: 48,
  DBG_CT_LOOKUP4_2: 49,
  DBG_CT_CREATED4: 50,
  DBG_CT_LOOKUP6_1: 51,
  DBG_CT_LOOKUP6_2: 52,
  DBG_CT_CREATED6: 53,
  DBG_SKIP_PROXY: 54,
  DBG_L4_CREATE: 55,
  DBG_IP_ID_MAP_FAILED4: 56,
  DBG_IP_ID_MAP_FAILED6: 57,
  DBG_IP_ID_MAP_SUCCEED4: 58,
  DBG_IP_ID_MAP_SUCCEED6: 59,
  DBG_LB_STALE_CT: 60,
  DBG_INHERIT_IDENTITY: 61,
  DBG_SK_LOOKUP4: 62,
  DBG_SK_LOOKUP6: 63,
  DBG_SK_ASSIGN: 64,
  DBG_L7_LB: 65,
  DBG_SKIP_POLICY: 66,
  DBG_LB6_LOOPBACK_SNAT: 67,
  DBG_LB6_LOOPBACK_SNAT_REV: 68,
} as const;
