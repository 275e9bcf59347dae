/**
 * The flow: one packet or request as an observer saw it. The shape is Hubble's schema (`proto/flow/flow.proto`), with
 * the schema's own field names, so that JSON output, field masks and filters speak one vocabulary. An absent field is
 * the protobuf default. Enums are wire codes (see the tables beside this file); 64-bit integers are bigint.
 */

import type { Timestamp } from '../base/time/timestamp.ts';
import type { Any } from './any.ts';
import type { Endpoint, Service } from './endpoint.ts';
import type { Ethernet, IP, Layer4, Tunnel } from './l4.ts';
import type { Layer7 } from './l7.ts';
import type { Policy } from './policy.ts';

export interface Emitter {
  readonly name?: string;
  readonly version?: string;
}

export interface FileInfo {
  readonly name?: string;
  readonly line?: number;
}

export interface CiliumEventType {
  readonly type?: number;
  readonly sub_type?: number;
}

export interface NetworkInterface {
  readonly index?: number;
  readonly name?: string;
}

export interface TraceParent {
  readonly trace_id?: string;
}

export interface TraceContext {
  readonly parent?: TraceParent;
}

export interface IPTraceID {
  readonly trace_id?: bigint;
  readonly ip_option_type?: number;
}

export interface Aggregate {
  readonly ingress_flow_count?: number;
  readonly egress_flow_count?: number;
  readonly unknown_direction_flow_count?: number;
}

/** A flow. */
export interface Flow {
  readonly time?: Timestamp;
  readonly uuid?: string;
  readonly emitter?: Emitter;
  readonly verdict?: number;
  readonly drop_reason?: number;
  readonly auth_type?: number;
  readonly ethernet?: Ethernet;
  readonly IP?: IP;
  readonly l4?: Layer4;
  readonly tunnel?: Tunnel;
  readonly source?: Endpoint;
  readonly destination?: Endpoint;
  readonly Type?: number;
  readonly node_name?: string;
  readonly node_labels?: readonly string[];
  readonly source_names?: readonly string[];
  readonly destination_names?: readonly string[];
  readonly l7?: Layer7;
  readonly reply?: boolean;
  readonly event_type?: CiliumEventType;
  readonly source_service?: Service;
  readonly destination_service?: Service;
  readonly traffic_direction?: number;
  readonly policy_match_type?: number;
  readonly trace_observation_point?: number;
  readonly trace_reason?: number;
  readonly file?: FileInfo;
  readonly ip_trace_id?: IPTraceID;
  readonly drop_reason_desc?: number;
  readonly is_reply?: boolean;
  readonly debug_capture_point?: number;
  readonly interface?: NetworkInterface;
  readonly proxy_port?: number;
  readonly trace_context?: TraceContext;
  readonly sock_xlate_point?: number;
  readonly socket_cookie?: bigint;
  readonly cgroup_id?: bigint;
  readonly Summary?: string;
  readonly extensions?: Any;
  readonly egress_allowed_by?: readonly Policy[];
  readonly ingress_allowed_by?: readonly Policy[];
  readonly egress_denied_by?: readonly Policy[];
  readonly ingress_denied_by?: readonly Policy[];
  readonly policy_log?: readonly string[];
  readonly aggregate?: Aggregate;
}
