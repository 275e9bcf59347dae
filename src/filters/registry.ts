/**
 * Every field of FlowFilter that can be compiled: one row each, in the order in which Hubble builds them, which decides
 * the error shown when several values are bad.
 */

import type { FlowFilter } from '../flow/flow-filter.ts';
import { compileClusterName } from './fields/cluster-name.ts';
import { compileDropReason } from './fields/drop-reason.ts';
import { compileEncrypted } from './fields/encrypted.ts';
import { compileEventType } from './fields/event-type.ts';
import { compileFqdn } from './fields/fqdn.ts';
import { compileHttpHeader, compileHttpMethod, compileHttpStatus } from './fields/http.ts';
import { compileIdentity } from './fields/identity.ts';
import { compileInterface } from './fields/interface.ts';
import { compileIp } from './fields/ip.ts';
import { compileIpVersion } from './fields/ip-version.ts';
import { compileLabel } from './fields/label.ts';
import { compileNodeName } from './fields/node-name.ts';
import { compilePod } from './fields/pod.ts';
import { compilePort } from './fields/port.ts';
import { compileProtocol } from './fields/protocol.ts';
import { compileReply } from './fields/reply.ts';
import { compileService } from './fields/service.ts';
import { compileTcpFlags } from './fields/tcp-flags.ts';
import { compileIpTraceId, compileTraceId } from './fields/trace-id.ts';
import { compileTrafficDirection } from './fields/traffic-direction.ts';
import { compileUuid } from './fields/uuid.ts';
import { compileVerdict } from './fields/verdict.ts';
import { compileWorkload } from './fields/workload.ts';
import {
  filterError,
  type FieldCompiler,
  type FilterField,
  type FilterValues,
  type FlowPredicate,
} from './predicate.ts';

type Registry = { readonly [F in FilterField]?: FieldCompiler<FilterValues[F]> };

const registry = {
  uuid: compileUuid,
  event_type: compileEventType,
  verdict: compileVerdict,
  drop_reason_desc: compileDropReason,
  reply: compileReply,
  encrypted: compileEncrypted,
  source_identity: compileIdentity('source'),
  destination_identity: compileIdentity('destination'),
  protocol: compileProtocol,
  source_ip: compileIp('source'),
  source_ip_xlated: compileIp('source_xlated'),
  destination_ip: compileIp('destination'),
  source_pod: compilePod('source'),
  destination_pod: compilePod('destination'),
  source_workload: compileWorkload('source'),
  destination_workload: compileWorkload('destination'),
  source_service: compileService('source_service'),
  destination_service: compileService('destination_service'),
  source_fqdn: compileFqdn('source_names'),
  destination_fqdn: compileFqdn('destination_names'),
  source_label: compileLabel('source', (flow) => flow.source?.labels),
  destination_label: compileLabel('destination', (flow) => flow.destination?.labels),
  source_port: compilePort('source'),
  destination_port: compilePort('destination'),
  http_status_code: compileHttpStatus,
  http_method: compileHttpMethod,
  http_header: compileHttpHeader,
  tcp_flags: compileTcpFlags,
  node_name: compileNodeName,
  node_labels: compileLabel('node', (flow) => flow.node_labels),
  source_cluster_name: compileClusterName('source'),
  destination_cluster_name: compileClusterName('destination'),
  ip_version: compileIpVersion,
  trace_id: compileTraceId,
  traffic_direction: compileTrafficDirection,
  interface: compileInterface,
  ip_trace_id: compileIpTraceId,
} as const satisfies Registry;

type SupportedField = keyof typeof registry;

const supportedFields: ReadonlySet<string> = new Set(Object.keys(registry));

function isSupported(field: string): field is SupportedField {
  return supportedFields.has(field);
}

const fieldsInOrder = Object.keys(registry).filter(isSupported);

type FieldCompilers = { readonly [F in SupportedField]: FieldCompiler<FilterValues[F]> };
type FieldValues = { readonly [F in SupportedField]?: readonly FilterValues[F][] };

// One type parameter ties the values of a field to its compiler.
function compileValues<F extends SupportedField>(
  field: F,
  values: FieldValues[F],
  filter: FlowFilter,
): FlowPredicate | undefined {
  const compilers: FieldCompilers = registry;
  const list: readonly FilterValues[F][] = values ?? [];
  return list.length === 0 ? undefined : compilers[field](list, filter);
}

function rejectUnsupported(filter: FlowFilter): void {
  const entries = Object.entries({ ...filter, experimental: filter.experimental?.cel_expression });
  const unsupported = entries.find(
    ([field, values]) => values !== undefined && values.length > 0 && !isSupported(field),
  );
  if (unsupported === undefined) return;
  const field = unsupported[0] === 'experimental' ? 'experimental.cel_expression' : unsupported[0];
  throw filterError(`filter field not supported: ${field}`, 'leave the field out of the request');
}

/**
 * Returns the predicates of the fields that are set, in Hubble's order. An empty list of values sets nothing. Throws
 * UsageError for a bad value, or for a field that is set and not supported: never is one ignored.
 */
export function compileFields(filter: FlowFilter): readonly FlowPredicate[] {
  rejectUnsupported(filter);
  return fieldsInOrder
    .map((field) => compileValues(field, filter[field], filter))
    .filter((predicate): predicate is FlowPredicate => predicate !== undefined);
}
