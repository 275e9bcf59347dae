/** FlowFilters as the flags that build them, where there are such flags. */

import { DropReason } from '../../flow/drop-reason.ts';
import { enumName, type EnumTable } from '../../flow/enum-table.ts';
import { IPVersion, TrafficDirection } from '../../flow/enums.ts';
import type { Workload } from '../../flow/endpoint.ts';
import type { EventTypeFilter, FlowFilter } from '../../flow/flow-filter.ts';
import { MonitorEventType, ReservedIdentity } from '../../flow/monitor.ts';
import { Verdict } from '../../flow/verdict.ts';
import { createFilterBuilder } from '../builder.ts';
import { tcpFlagNames } from '../fields/tcp-flags.ts';
import type { FilterFlagName } from '../filter-flags.ts';
import type { FilterField, FilterValues } from '../predicate.ts';
import { sameFilters, sameJson } from './canonical.ts';

/** A flag and its text; a switch has the text `true`. */
export interface GivenFlag {
  readonly flag: FilterFlagName;
  readonly value: string;
}

type FlagsOfValue<Value> = (value: Value) => GivenFlag | undefined;

function text(flag: FilterFlagName): (value: string) => GivenFlag {
  return (value) => ({ flag, value });
}

function named(flag: FilterFlagName, table: EnumTable): (code: number) => GivenFlag {
  return (code) => ({ flag, value: enumName(table, code) });
}

function identity(flag: FilterFlagName): (code: number) => GivenFlag {
  return (code) => ({ flag, value: code === 0 ? '0' : enumName(ReservedIdentity, code) });
}

function workload(flag: FilterFlagName): FlagsOfValue<Workload> {
  return ({ name = '', kind }) => ({ flag, value: kind === undefined ? name : `${kind}/${name}` });
}

const eventType: FlagsOfValue<EventTypeFilter> = ({ type = 0, match_sub_type: hasSubType, sub_type: subType = 0 }) => {
  const name = enumName(MonitorEventType, type);
  return { flag: 'type', value: hasSubType === true ? `${name}:${subType}` : name };
};

const ipVersions: ReadonlyMap<number, GivenFlag> = new Map([
  [IPVersion.IPv4, { flag: 'ipv4', value: 'true' }],
  [IPVersion.IPv6, { flag: 'ipv6', value: 'true' }],
  [IPVersion.IP_NOT_USED, { flag: 'ip-version', value: 'none' }],
]);

type FieldFlags = { readonly [F in FilterField]: FlagsOfValue<FilterValues[F]> };

const fields: FieldFlags = {
  uuid: text('uuid'),
  event_type: eventType,
  verdict: (code) => ({ flag: 'verdict', value: code === Verdict.AUDIT ? 'AUDITED' : enumName(Verdict, code) }),
  drop_reason_desc: named('drop-reason-desc', DropReason),
  reply: () => undefined,
  encrypted: (value) => ({ flag: value ? 'encrypted' : 'unencrypted', value: 'true' }),
  source_identity: identity('from-identity'),
  destination_identity: identity('to-identity'),
  protocol: text('protocol'),
  source_ip: text('from-ip'),
  source_ip_xlated: text('snat-ip'),
  destination_ip: text('to-ip'),
  source_pod: text('from-pod'),
  destination_pod: text('to-pod'),
  source_workload: workload('from-workload'),
  destination_workload: workload('to-workload'),
  source_service: text('from-service'),
  destination_service: text('to-service'),
  source_fqdn: text('from-fqdn'),
  destination_fqdn: text('to-fqdn'),
  dns_query: () => undefined,
  source_label: text('from-label'),
  destination_label: text('to-label'),
  source_port: text('from-port'),
  destination_port: text('to-port'),
  http_status_code: text('http-status'),
  http_method: text('http-method'),
  http_path: text('http-path'),
  http_url: text('http-url'),
  http_header: ({ key = '', value = '' }) => ({ flag: 'http-header', value: `${key}:${value}` }),
  tcp_flags: (wanted) => ({ flag: 'tcp-flags', value: tcpFlagNames.filter((name) => wanted[name] === true).join(',') }),
  node_name: text('node-name'),
  node_labels: text('node-label'),
  source_cluster_name: text('from-cluster'),
  destination_cluster_name: text('to-cluster'),
  ip_version: (code) => ipVersions.get(code),
  trace_id: text('trace-id'),
  traffic_direction: (code) => ({ flag: 'traffic-direction', value: enumName(TrafficDirection, code).toLowerCase() }),
  interface: ({ name = '' }) => ({ flag: 'interface', value: name }),
  ip_trace_id: (value) => ({ flag: 'ip-trace-id', value: String(value) }),
};

function isField(name: string): name is FilterField {
  return Object.hasOwn(fields, name);
}

// One type parameter ties the values of a field to its flags.
function valuesAsFlags<F extends FilterField>(
  field: F,
  values: { readonly [G in FilterField]?: readonly FilterValues[G][] }[F],
): readonly (GivenFlag | undefined)[] {
  const list: readonly FilterValues[F][] = values ?? [];
  return list.map((value) => fields[field](value));
}

/** Returns flags for every field of one filter, as those of one end each, or undefined where a field has none. */
function flagsOfFilter(filter: FlowFilter): readonly GivenFlag[] | undefined {
  const flags = Object.keys(filter)
    .filter(isField)
    .flatMap((field) => valuesAsFlags(field, filter[field]));
  const expressions = (filter.experimental?.cel_expression ?? []).map(text('cel-expression'));
  const known = flags.filter((flag) => flag !== undefined);
  return known.length < flags.length ? undefined : [...known, ...expressions];
}

const namespaceFlagOf: ReadonlyMap<string, FilterFlagName> = new Map([
  ['pod', 'namespace'],
  ['from-pod', 'from-namespace'],
  ['to-pod', 'to-namespace'],
]);

// `shop/` as a pod is the namespace `shop`, which reads better.
function withNamespaces(flags: readonly GivenFlag[]): readonly GivenFlag[] {
  return flags.map(({ flag, value }) => {
    const namespace = /^([^/]+)\/$/.exec(value)?.[1];
    const shorter = namespaceFlagOf.get(flag);
    return namespace === undefined || shorter === undefined ? { flag, value } : { flag: shorter, value: namespace };
  });
}

const eitherFlags: ReadonlyMap<string, FilterFlagName> = new Map([
  ['from-pod', 'pod'],
  ['from-ip', 'ip'],
  ['from-port', 'port'],
  ['from-fqdn', 'fqdn'],
  ['from-label', 'label'],
  ['from-service', 'service'],
  ['from-workload', 'workload'],
  ['from-identity', 'identity'],
  ['from-cluster', 'cluster'],
]);

// What only the left filter asks of the source the right one has to ask of the destination; the check is left to the builder.
function flagsOfPair(left: FlowFilter, right: FlowFilter): readonly GivenFlag[] | undefined {
  const [ofLeft, ofRight] = [flagsOfFilter(left), flagsOfFilter(right)];
  if (ofLeft === undefined || ofRight === undefined) return undefined;
  return ofLeft.map((given) => {
    const isShared = ofRight.some((other) => sameJson(other, given));
    const either = isShared ? undefined : eitherFlags.get(given.flag);
    return either === undefined ? given : { flag: either, value: given.value };
  });
}

function builds(flags: readonly GivenFlag[], filters: readonly FlowFilter[]): boolean {
  const builder = createFilterBuilder();
  const isTaken = flags.every(({ flag, value }) => builder.set(flag, value, false).ok);
  return isTaken && sameFilters(builder.build().whitelist, filters);
}

/**
 * Returns flags from which the command line builds exactly these filters, whatever their order, or undefined where there are
 * none.
 */
export function flagsFor(filters: readonly FlowFilter[]): readonly GivenFlag[] | undefined {
  const [first, second, ...more] = filters;
  if (first === undefined || more.length > 0) return undefined;
  const tries =
    second === undefined ? [flagsOfFilter(first)] : [flagsOfPair(first, second), flagsOfPair(second, first)];
  const known = tries.filter((flags) => flags !== undefined);
  return known.flatMap((flags) => [withNamespaces(flags), flags]).find((flags) => builds(flags, filters));
}
