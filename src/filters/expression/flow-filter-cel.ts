/** FlowFilters as CEL, field by field: the expression is true of the same flows. */

import { DropReason } from '../../flow/drop-reason.ts';
import { enumName, type EnumTable } from '../../flow/enum-table.ts';
import { IPVersion, TrafficDirection } from '../../flow/enums.ts';
import type { Workload } from '../../flow/endpoint.ts';
import type { EventTypeFilter, FlowFilter } from '../../flow/flow-filter.ts';
import type { NetworkInterface } from '../../flow/flow.ts';
import type { TCPFlags } from '../../flow/l4.ts';
import { Verdict } from '../../flow/verdict.ts';
import { tcpFlagNames } from '../fields/tcp-flags.ts';
import type { FilterField, FilterValues, FlowEnd } from '../predicate.ts';
import { networkPattern } from './address-cel.ts';
import { celJoin, celList, celString, literalPattern } from './cel-quote.ts';
import { labelExpression } from './label-cel.ts';
import { domainPattern, nodePattern } from './name-cel.ts';

/** Returns CEL for one value of a field, or undefined where CEL cannot say it. */
type ValueExpression<Value> = (value: Value) => string | undefined;

function equals(path: string): (value: string) => string {
  return (value) => `${path} == ${celString(value)}`;
}

function enumEquals(path: string, name: string, table: EnumTable): (code: number) => string {
  return (code) => {
    const known = enumName(table, code);
    return `${path} == ${/^\d/.test(known) ? known : `${name}.${known}`}`;
  };
}

function matches(path: string, pattern: string): string {
  return `${path}.matches(${celString(pattern)})`;
}

function address(path: string): ValueExpression<string> {
  return (value) => {
    if (!value.includes('/')) return `${path} == ${celString(value)}`;
    const pattern = networkPattern(value);
    return pattern === undefined ? undefined : matches(path, pattern);
  };
}

/** Of `namespace/prefix`: the namespace where there is one, the prefix where there is one, else that either is known. */
function namespacedName(object: string, nameField: string): ValueExpression<string> {
  return (value) => {
    const [first = '', second] = value.split('/');
    const [namespace, prefix] = second === undefined ? ['default', first] : [first, second];
    const name = `${object}.${nameField}`;
    const tests = [
      ...(namespace === '' ? [] : [`${object}.namespace == ${celString(namespace)}`]),
      ...(prefix === '' ? [] : [`${name}.startsWith(${celString(prefix)})`]),
    ];
    return tests.length === 0 ? `${object}.namespace != '' || ${name} != ''` : celJoin(tests, '&&');
  };
}

function fqdn(names: string): ValueExpression<string> {
  return (value) => `${names}.exists(n, ${matches('n', domainPattern(value))})`;
}

function workload(end: FlowEnd): ValueExpression<Workload> {
  return ({ name = '', kind = '' }) => {
    const tests = [
      ...(name === '' ? [] : [`w.name == ${celString(name)}`]),
      ...(kind === '' ? [] : [`w.kind == ${celString(kind)}`]),
    ];
    return `_flow.${end}.workloads.exists(w, ${tests.length === 0 ? 'true' : celJoin(tests, '&&')})`;
  };
}

const transports = ['TCP', 'UDP', 'SCTP'];

// Where there is no transport its ports read 0, so only port 0 must ask for one.
function port(field: 'source_port' | 'destination_port'): ValueExpression<string> {
  return (value) => {
    const number = `${Number(value)}u`;
    const ports = transports.map((name) => `_flow.l4.${name}.${field}`);
    if (Number(value) !== 0) return `${number} in ${celList(ports)}`;
    return celJoin(
      transports.map((name, index) => `has(_flow.l4.${name}) && ${ports[index]} == 0u`),
      '||',
    );
  };
}

function identity(end: FlowEnd): ValueExpression<number> {
  return (value) => `has(_flow.${end}) && _flow.${end}.identity == ${value}u`;
}

const protocolTests: Readonly<Record<string, string>> = {
  icmp: 'has(_flow.l4.ICMPv4) || has(_flow.l4.ICMPv6)',
  icmpv4: 'has(_flow.l4.ICMPv4)',
  icmpv6: 'has(_flow.l4.ICMPv6)',
  tcp: 'has(_flow.l4.TCP)',
  udp: 'has(_flow.l4.UDP)',
  sctp: 'has(_flow.l4.SCTP)',
  vrrp: 'has(_flow.l4.VRRP)',
  igmp: 'has(_flow.l4.IGMP)',
  dns: 'has(_flow.l7.dns)',
  http: 'has(_flow.l7.http)',
  kafka: 'has(_flow.l7.kafka)',
};

const eventType: ValueExpression<EventTypeFilter> = ({
  type = 0,
  match_sub_type: hasSubType = false,
  sub_type: subType = 0,
}) => {
  const tests = [
    'has(_flow.event_type)',
    ...(type === 0 ? [] : [`_flow.event_type.type == ${type}`]),
    ...(hasSubType ? [`_flow.event_type.sub_type == ${subType}`] : []),
  ];
  return celJoin(tests, '&&');
};

const networkInterface: ValueExpression<NetworkInterface> = ({ index = 0, name = '' }) => {
  const tests = [
    'has(_flow.interface)',
    ...(index === 0 ? [] : [`_flow.interface.index == ${index}u`]),
    ...(name === '' ? [] : [`_flow.interface.name == ${celString(name)}`]),
  ];
  return celJoin(tests, '&&');
};

// Codes are compared from their first digit, and shorter ones than three digits start with a zero.
const httpStatus: ValueExpression<string> = (value) => {
  const code = '_flow.l7.http.code';
  const prefix = value.replace('+', '');
  return `${code} >= 100u && string(${code}).startsWith(${celString(prefix)})`;
};

const tcpFlags: ValueExpression<TCPFlags> = (wanted) => {
  const flags = '_flow.l4.TCP.flags';
  const names = tcpFlagNames.filter((name) => wanted[name] === true);
  return celJoin([`has(${flags})`, ...names.map((name) => `${flags}.${name}`)], '&&');
};

type FieldExpressions = { readonly [F in FilterField]: ValueExpression<FilterValues[F]> };

const fields: FieldExpressions = {
  uuid: equals('_flow.uuid'),
  event_type: eventType,
  verdict: enumEquals('_flow.verdict', 'Verdict', Verdict),
  drop_reason_desc: (code) =>
    `_flow.verdict == Verdict.DROPPED && ${enumEquals('_flow.drop_reason_desc', 'DropReason', DropReason)(code)}`,
  reply: (value) =>
    value
      ? 'has(_flow.is_reply) && _flow.is_reply'
      : 'has(_flow.is_reply) ? !_flow.is_reply : _flow.verdict == Verdict.DROPPED',
  encrypted: (value) => `_flow.IP.encrypted == ${value}`,
  source_identity: identity('source'),
  destination_identity: identity('destination'),
  protocol: (value) => protocolTests[value.toLowerCase()],
  source_ip: address('_flow.IP.source'),
  source_ip_xlated: address('_flow.IP.source_xlated'),
  destination_ip: address('_flow.IP.destination'),
  source_pod: namespacedName('_flow.source', 'pod_name'),
  destination_pod: namespacedName('_flow.destination', 'pod_name'),
  source_workload: workload('source'),
  destination_workload: workload('destination'),
  source_service: namespacedName('_flow.source_service', 'name'),
  destination_service: namespacedName('_flow.destination_service', 'name'),
  source_fqdn: fqdn('_flow.source_names'),
  destination_fqdn: fqdn('_flow.destination_names'),
  dns_query: (value) => `has(_flow.l7.dns) && ${matches('_flow.l7.dns.query', value)}`,
  source_label: (value) => labelExpression('_flow.source.labels', value),
  destination_label: (value) => labelExpression('_flow.destination.labels', value),
  source_port: port('source_port'),
  destination_port: port('destination_port'),
  http_status_code: httpStatus,
  http_method: (value) => matches('_flow.l7.http.method', `(?i)^${literalPattern(value)}$`),
  // CEL cannot decode a URL.
  http_path: () => undefined,
  http_url: (value) => `_flow.l7.http.url != '' && ${matches('_flow.l7.http.url', value)}`,
  http_header: ({ key = '', value = '' }) =>
    `_flow.l7.http.headers.exists(h, h.key == ${celString(key)} && h.value == ${celString(value)})`,
  tcp_flags: tcpFlags,
  node_name: (value) => `_flow.node_name != '' && ${matches('_flow.node_name', nodePattern(value))}`,
  node_labels: (value) => labelExpression('_flow.node_labels', value),
  source_cluster_name: equals('_flow.source.cluster_name'),
  destination_cluster_name: equals('_flow.destination.cluster_name'),
  ip_version: enumEquals('_flow.IP.ipVersion', 'IPVersion', IPVersion),
  trace_id: equals('_flow.trace_context.parent.trace_id'),
  traffic_direction: enumEquals('_flow.traffic_direction', 'TrafficDirection', TrafficDirection),
  interface: networkInterface,
  ip_trace_id: (value) => `has(_flow.ip_trace_id) && _flow.ip_trace_id.trace_id == ${value}u`,
};

function isField(name: string): name is FilterField {
  return Object.hasOwn(fields, name);
}

// One type parameter ties the values of a field to its expression.
function fieldExpression<F extends FilterField>(
  field: F,
  values: { readonly [G in FilterField]?: readonly FilterValues[G][] }[F],
): string | undefined {
  const list: readonly FilterValues[F][] = values ?? [];
  const expressions = list.map((value) => fields[field](value));
  const known = expressions.filter((expression) => expression !== undefined);
  return known.length < expressions.length ? undefined : celJoin(known, '||');
}

/** Returns CEL that is true of the flows a filter matches, or undefined where CEL cannot say it. */
export function flowFilterExpression(filter: FlowFilter): string | undefined {
  const tests: (string | undefined)[] = [];
  for (const name of Object.keys(filter)) {
    if (isField(name) && (filter[name]?.length ?? 0) > 0) tests.push(fieldExpression(name, filter[name]));
  }
  const raw = filter.experimental?.cel_expression ?? [];
  if (raw.length > 0) tests.push(celJoin(raw, '||'));
  const known = tests.filter((test) => test !== undefined);
  if (known.length < tests.length) return undefined;
  return known.length === 0 ? 'true' : celJoin(known, '&&');
}

/** Returns CEL that is true of the flows any of the filters matches. */
export function anyFilterExpression(filters: readonly FlowFilter[]): string | undefined {
  const tests = filters.map(flowFilterExpression);
  const known = tests.filter((test) => test !== undefined);
  return known.length < tests.length ? undefined : celJoin(known, '||');
}
