/**
 * Every field of FlowFilter: one row each, in the order in which Hubble builds them, which decides the error shown when
 * several values are bad.
 */

import type { FlowFilter } from '../flow/flow-filter.ts';
import { compileCelExpression } from './fields/cel-expression.ts';
import { compileClusterName } from './fields/cluster-name.ts';
import { compileDnsQuery } from './fields/dns-query.ts';
import { compileDropReason } from './fields/drop-reason.ts';
import { compileEncrypted } from './fields/encrypted.ts';
import { compileEventType } from './fields/event-type.ts';
import { compileFqdn } from './fields/fqdn.ts';
import { compileHttpHeader, compileHttpMethod, compileHttpStatus } from './fields/http.ts';
import { compileHttpPath, compileHttpUrl } from './fields/http-pattern.ts';
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
import type { FieldCompiler, FilterField, FilterValues, FlowPredicate } from './predicate.ts';

type Registry = { readonly [F in FilterField]: FieldCompiler<FilterValues[F]> };

const registry: Registry = {
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
  dns_query: compileDnsQuery,
  source_label: compileLabel('source', (flow) => flow.source?.labels),
  destination_label: compileLabel('destination', (flow) => flow.destination?.labels),
  source_port: compilePort('source'),
  destination_port: compilePort('destination'),
  http_status_code: compileHttpStatus,
  http_method: compileHttpMethod,
  http_path: compileHttpPath,
  http_url: compileHttpUrl,
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
};

function isField(name: string): name is FilterField {
  return Object.hasOwn(registry, name);
}

const fieldsInOrder = Object.keys(registry).filter(isField);

type FieldValues = { readonly [F in FilterField]?: readonly FilterValues[F][] };

// One type parameter ties the values of a field to its compiler.
async function compileValues<F extends FilterField>(
  field: F,
  values: FieldValues[F],
  filter: FlowFilter,
): Promise<FlowPredicate | undefined> {
  const list: readonly FilterValues[F][] = values ?? [];
  return list.length === 0 ? undefined : await registry[field](list, filter);
}

/**
 * Returns the predicates of the fields that are set, in Hubble's order. An empty list of values sets nothing. Rejects with a
 * UsageError for a bad value.
 */
export async function compileFields(filter: FlowFilter): Promise<readonly FlowPredicate[]> {
  const predicates: FlowPredicate[] = [];
  for (const field of fieldsInOrder) {
    const predicate = await compileValues(field, filter[field], filter);
    if (predicate !== undefined) predicates.push(predicate);
  }
  const expressions = filter.experimental?.cel_expression ?? [];
  if (expressions.length > 0) predicates.push(await compileCelExpression(expressions, filter));
  return predicates;
}
