/** Agent and debug events of a Cilium agent. */

import type { Timestamp } from '../base/time/timestamp.ts';
import type { Endpoint } from './endpoint.ts';
import type { OneOf } from './one-of.ts';

export interface AgentEventUnknown {
  readonly type?: string;
  readonly notification?: string;
}

export interface TimeNotification {
  readonly time?: Timestamp;
}

export interface PolicyUpdateNotification {
  readonly labels?: readonly string[];
  readonly revision?: bigint;
  readonly rule_count?: bigint;
}

export interface EndpointRegenNotification {
  readonly id?: bigint;
  readonly labels?: readonly string[];
  readonly error?: string;
}

export interface EndpointUpdateNotification {
  readonly id?: bigint;
  readonly labels?: readonly string[];
  readonly error?: string;
  readonly pod_name?: string;
  readonly namespace?: string;
}

export interface IPCacheNotification {
  readonly cidr?: string;
  readonly identity?: number;
  readonly old_identity?: number;
  readonly host_ip?: string;
  readonly old_host_ip?: string;
  readonly encrypt_key?: number;
  readonly namespace?: string;
  readonly pod_name?: string;
}

export interface ServiceUpsertNotificationAddr {
  readonly ip?: string;
  readonly port?: number;
}

export interface ServiceUpsertNotification {
  readonly id?: number;
  readonly frontend_address?: ServiceUpsertNotificationAddr;
  readonly backend_addresses?: readonly ServiceUpsertNotificationAddr[];
  readonly type?: string;
  readonly traffic_policy?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly ext_traffic_policy?: string;
  readonly int_traffic_policy?: string;
}

export interface ServiceDeleteNotification {
  readonly id?: number;
}

/** What an agent reports about itself; `type` is a code of AgentEventType. */
export type AgentEvent = OneOf<{
  unknown: AgentEventUnknown;
  agent_start: TimeNotification;
  policy_update: PolicyUpdateNotification;
  endpoint_regenerate: EndpointRegenNotification;
  endpoint_update: EndpointUpdateNotification;
  ipcache_update: IPCacheNotification;
  service_upsert: ServiceUpsertNotification;
  service_delete: ServiceDeleteNotification;
}> & {
  readonly type?: number;
};

/** A datapath debug message; `type` is a code of DebugEventType. */
export interface DebugEvent {
  readonly type?: number;
  readonly source?: Endpoint;
  readonly hash?: number;
  readonly arg1?: number;
  readonly arg2?: number;
  readonly arg3?: number;
  readonly message?: string;
  readonly cpu?: number;
}
