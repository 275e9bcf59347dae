/** Every filter flag by name, and which fields it fills. */

import { IPVersion } from '../flow/enums.ts';
import { fieldFlag, type ApplyFilterFlag, type DraftField, type FlagFields } from './filter-flag.ts';
import * as values from './filter-values.ts';

function both<F extends DraftField>(field: F): FlagFields<F> {
  return { left: field, right: field };
}

function either<L extends DraftField, R extends DraftField>(left: L, right: R): { left: L; right: R } {
  return { left, right };
}

/**
 * Flags that fill a field. A flag about either end asks for it at the source in the left filter and at the destination in
 * the right one; all others ask for the same in both.
 */
export const fieldFlags = {
  uuid: fieldFlag(both('uuid'), values.parseText),
  fqdn: fieldFlag(either('source_fqdn', 'destination_fqdn'), values.parseText),
  'from-fqdn': fieldFlag(both('source_fqdn'), values.parseText),
  'to-fqdn': fieldFlag(both('destination_fqdn'), values.parseText),
  pod: fieldFlag(either('source_pod', 'destination_pod'), values.parseText),
  'from-pod': fieldFlag(both('source_pod'), values.parseText),
  'to-pod': fieldFlag(both('destination_pod'), values.parseText),
  ip: fieldFlag(either('source_ip', 'destination_ip'), values.parseText),
  'from-ip': fieldFlag(both('source_ip'), values.parseText),
  'to-ip': fieldFlag(both('destination_ip'), values.parseText),
  'snat-ip': fieldFlag(both('source_ip_xlated'), values.parseText),
  ipv4: fieldFlag(both('ip_version'), values.always(IPVersion.IPv4)),
  ipv6: fieldFlag(both('ip_version'), values.always(IPVersion.IPv6)),
  'ip-version': fieldFlag(both('ip_version'), values.parseIpVersion),
  label: fieldFlag(either('source_label', 'destination_label'), values.parseText),
  'from-label': fieldFlag(both('source_label'), values.parseText),
  'to-label': fieldFlag(both('destination_label'), values.parseText),
  service: fieldFlag(either('source_service', 'destination_service'), values.parseText),
  'from-service': fieldFlag(both('source_service'), values.parseText),
  'to-service': fieldFlag(both('destination_service'), values.parseText),
  port: fieldFlag(either('source_port', 'destination_port'), values.parseText),
  'from-port': fieldFlag(both('source_port'), values.parseText),
  'to-port': fieldFlag(both('destination_port'), values.parseText),
  'trace-id': fieldFlag(both('trace_id'), values.parseText),
  'ip-trace-id': fieldFlag(both('ip_trace_id'), values.parseIpTraceId),
  verdict: fieldFlag(both('verdict'), values.parseVerdict),
  'drop-reason-desc': fieldFlag(both('drop_reason_desc'), values.parseDropReason),
  'http-status': fieldFlag(both('http_status_code'), values.parseText),
  'http-method': fieldFlag(both('http_method'), values.parseText),
  'http-path': fieldFlag(both('http_path'), values.parseText),
  'http-url': fieldFlag(both('http_url'), values.parseText),
  'http-header': fieldFlag(both('http_header'), values.parseHttpHeader),
  type: fieldFlag(both('event_type'), values.parseEventType),
  protocol: fieldFlag(both('protocol'), values.parseText),
  workload: fieldFlag(either('source_workload', 'destination_workload'), values.parseWorkload),
  'from-workload': fieldFlag(both('source_workload'), values.parseWorkload),
  'to-workload': fieldFlag(both('destination_workload'), values.parseWorkload),
  identity: fieldFlag(either('source_identity', 'destination_identity'), values.parseIdentity),
  'from-identity': fieldFlag(both('source_identity'), values.parseIdentity),
  'to-identity': fieldFlag(both('destination_identity'), values.parseIdentity),
  cluster: fieldFlag(either('source_cluster_name', 'destination_cluster_name'), values.parseText),
  'from-cluster': fieldFlag(both('source_cluster_name'), values.parseText),
  'to-cluster': fieldFlag(both('destination_cluster_name'), values.parseText),
  'node-name': fieldFlag(both('node_name'), values.parseText),
  'node-label': fieldFlag(both('node_labels'), values.parseText),
  'tcp-flags': fieldFlag(both('tcp_flags'), values.parseTcpFlags),
  'traffic-direction': fieldFlag(both('traffic_direction'), values.parseDirection),
  interface: fieldFlag(both('interface'), values.parseInterface),
  encrypted: fieldFlag(both('encrypted'), values.always(true)),
  unencrypted: fieldFlag(both('encrypted'), values.always(false)),
  'cel-expression': fieldFlag(both('cel_expression'), values.parseText),
} satisfies Readonly<Record<string, ApplyFilterFlag>>;

/** Which ends a namespace flag speaks of. `either` is the source in the left filter, the destination in the right. */
export type NamespaceEnd = 'either' | 'source' | 'destination';

/** Flags that name namespaces: where, and a fixed namespace where they take none (empty is all of them). */
export const namespaceFlags: Readonly<
  Record<NamespaceFlagName, { readonly end: NamespaceEnd; readonly fixed?: string }>
> = {
  namespace: { end: 'either' },
  'from-namespace': { end: 'source' },
  'to-namespace': { end: 'destination' },
  'all-namespaces': { end: 'either', fixed: '' },
  'from-all-namespaces': { end: 'source', fixed: '' },
  'to-all-namespaces': { end: 'destination', fixed: '' },
};

type NamespaceFlagName =
  | 'namespace'
  | 'from-namespace'
  | 'to-namespace'
  | 'all-namespaces'
  | 'from-all-namespaces'
  | 'to-all-namespaces';

/** Name of a filter flag. */
export type FilterFlagName = keyof typeof fieldFlags | NamespaceFlagName;

/** Whether `name` is a namespace flag. */
export function isNamespaceFlag(name: FilterFlagName): name is NamespaceFlagName {
  return Object.hasOwn(namespaceFlags, name);
}

/** Flags of which any two different ones cannot be combined, in the order messages name them. */
export const conflictGroups: readonly (readonly FilterFlagName[])[] = [
  ['from-fqdn', 'from-ip', 'ip', 'fqdn', 'from-namespace', 'namespace', 'from-all-namespaces', 'all-namespaces'],
  ['from-fqdn', 'from-ip', 'ip', 'fqdn', 'from-pod', 'pod'],
  ['to-fqdn', 'to-ip', 'ip', 'fqdn', 'to-namespace', 'namespace', 'to-all-namespaces', 'all-namespaces'],
  ['to-fqdn', 'to-ip', 'ip', 'fqdn', 'to-pod', 'pod'],
  ['to-pod', 'namespace', 'all-namespaces'],
  ['from-pod', 'namespace', 'all-namespaces'],
  ['to-service', 'namespace', 'all-namespaces'],
  ['from-service', 'namespace', 'all-namespaces'],
  ['label', 'from-label'],
  ['label', 'to-label'],
  ['service', 'from-service'],
  ['service', 'to-service'],
  ['port', 'to-port'],
  ['port', 'from-port'],
  ['identity', 'to-identity'],
  ['identity', 'from-identity'],
  ['workload', 'to-workload'],
  ['workload', 'from-workload'],
  ['encrypted', 'unencrypted'],
];
