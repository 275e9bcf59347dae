/** The filter of Hubble's API: fields are ANDed, the values of one field are ORed. */

import type { Workload } from './endpoint.ts';
import type { NetworkInterface } from './flow.ts';
import type { TCPFlags } from './l4.ts';
import type { HTTPHeader } from './l7.ts';

/** An event type, with its sub-type when `match_sub_type` is set. */
export interface EventTypeFilter {
  readonly type?: number;
  readonly match_sub_type?: boolean;
  readonly sub_type?: number;
}

export interface FlowFilterExperimental {
  readonly cel_expression?: readonly string[];
}

/** A filter. An absent field matches every flow. */
export interface FlowFilter {
  readonly uuid?: readonly string[];
  readonly source_ip?: readonly string[];
  readonly source_ip_xlated?: readonly string[];
  readonly source_pod?: readonly string[];
  readonly source_fqdn?: readonly string[];
  readonly source_label?: readonly string[];
  readonly source_service?: readonly string[];
  readonly source_workload?: readonly Workload[];
  readonly source_cluster_name?: readonly string[];
  readonly destination_ip?: readonly string[];
  readonly destination_pod?: readonly string[];
  readonly destination_fqdn?: readonly string[];
  readonly destination_label?: readonly string[];
  readonly destination_service?: readonly string[];
  readonly destination_workload?: readonly Workload[];
  readonly destination_cluster_name?: readonly string[];
  readonly traffic_direction?: readonly number[];
  readonly verdict?: readonly number[];
  readonly drop_reason_desc?: readonly number[];
  readonly interface?: readonly NetworkInterface[];
  readonly event_type?: readonly EventTypeFilter[];
  readonly http_status_code?: readonly string[];
  readonly protocol?: readonly string[];
  readonly source_port?: readonly string[];
  readonly destination_port?: readonly string[];
  readonly reply?: readonly boolean[];
  readonly dns_query?: readonly string[];
  readonly source_identity?: readonly number[];
  readonly destination_identity?: readonly number[];
  readonly http_method?: readonly string[];
  readonly http_path?: readonly string[];
  readonly http_url?: readonly string[];
  readonly http_header?: readonly HTTPHeader[];
  readonly tcp_flags?: readonly TCPFlags[];
  readonly node_name?: readonly string[];
  readonly node_labels?: readonly string[];
  readonly ip_version?: readonly number[];
  readonly trace_id?: readonly string[];
  readonly ip_trace_id?: readonly bigint[];
  readonly encrypted?: readonly boolean[];
  readonly experimental?: FlowFilterExperimental;
}
