/** Requests and responses of `observer.Observer` and `peer.Peer`, as `proto/observer/observer.proto` has them. */

import type { Timestamp } from '../base/time/timestamp.ts';
import type { AgentEvent, DebugEvent } from './agent-event.ts';
import type { Any } from './any.ts';
import type { FlowFilter } from './flow-filter.ts';
import type { Flow } from './flow.ts';
import type { LostEvent } from './lost-event.ts';
import type { OneOf } from './one-of.ts';

/** Paths of fields, in the schema's own names. */
export interface FieldMask {
  readonly paths?: readonly string[];
}

/** A change among the nodes behind a relay; `state_change` is a code of NodeState. */
export interface NodeStatusEvent {
  readonly state_change?: number;
  readonly node_names?: readonly string[];
  readonly message?: string;
}

export interface GetFlowsRequest {
  readonly number?: bigint;
  readonly first?: boolean;
  readonly follow?: boolean;
  readonly blacklist?: readonly FlowFilter[];
  readonly whitelist?: readonly FlowFilter[];
  readonly since?: Timestamp;
  readonly until?: Timestamp;
  readonly field_mask?: FieldMask;
  readonly extensions?: Any;
}

export type GetFlowsResponse = OneOf<{
  flow: Flow;
  node_status: NodeStatusEvent;
  lost_events: LostEvent;
}> & {
  readonly node_name?: string;
  readonly time?: Timestamp;
};

export interface GetAgentEventsRequest {
  readonly number?: bigint;
  readonly first?: boolean;
  readonly follow?: boolean;
  readonly since?: Timestamp;
  readonly until?: Timestamp;
}

export interface GetAgentEventsResponse {
  readonly agent_event?: AgentEvent;
  readonly node_name?: string;
  readonly time?: Timestamp;
}

export interface GetDebugEventsRequest {
  readonly number?: bigint;
  readonly first?: boolean;
  readonly follow?: boolean;
  readonly since?: Timestamp;
  readonly until?: Timestamp;
}

export interface GetDebugEventsResponse {
  readonly debug_event?: DebugEvent;
  readonly node_name?: string;
  readonly time?: Timestamp;
}

export interface TLS {
  readonly enabled?: boolean;
  readonly server_name?: string;
}

export interface Node {
  readonly name?: string;
  readonly version?: string;
  readonly address?: string;
  readonly state?: number;
  readonly tls?: TLS;
  readonly uptime_ns?: bigint;
  readonly num_flows?: bigint;
  readonly max_flows?: bigint;
  readonly seen_flows?: bigint;
}

export interface GetNodesResponse {
  readonly nodes?: readonly Node[];
}

export interface Namespace {
  readonly cluster?: string;
  readonly namespace?: string;
}

export interface GetNamespacesResponse {
  readonly namespaces?: readonly Namespace[];
}

export interface ServerStatusResponse {
  readonly num_flows?: bigint;
  readonly max_flows?: bigint;
  readonly seen_flows?: bigint;
  readonly uptime_ns?: bigint;
  readonly num_connected_nodes?: number;
  readonly num_unavailable_nodes?: number;
  readonly unavailable_nodes?: readonly string[];
  readonly version?: string;
  readonly flows_rate?: number;
}

export type ExportEvent = OneOf<{
  flow: Flow;
  node_status: NodeStatusEvent;
  lost_events: LostEvent;
  agent_event: AgentEvent;
  debug_event: DebugEvent;
}> & {
  readonly node_name?: string;
  readonly time?: Timestamp;
};
