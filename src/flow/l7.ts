/** Application layer of a flow. */

import type { OneOf } from './one-of.ts';

/** A DNS message. */
export interface DNS {
  readonly query?: string;
  readonly ips?: readonly string[];
  readonly ttl?: number;
  readonly cnames?: readonly string[];
  readonly observation_source?: string;
  readonly rcode?: number;
  readonly qtypes?: readonly string[];
  readonly rrtypes?: readonly string[];
}

/** One HTTP header. */
export interface HTTPHeader {
  readonly key?: string;
  readonly value?: string;
}

/** An HTTP request or response. */
export interface HTTP {
  readonly code?: number;
  readonly method?: string;
  readonly url?: string;
  readonly protocol?: string;
  readonly headers?: readonly HTTPHeader[];
}

/** A Kafka message. */
export interface Kafka {
  readonly error_code?: number;
  readonly api_version?: number;
  readonly api_key?: string;
  readonly correlation_id?: number;
  readonly topic?: string;
}

/** The record of an application protocol; `latency_ns` is in nanoseconds. */
export type Layer7 = OneOf<{
  dns: DNS;
  http: HTTP;
  kafka: Kafka;
}> & {
  readonly type?: number;
  readonly latency_ns?: bigint;
};
