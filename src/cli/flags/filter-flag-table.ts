/** The filter flags of `observe`: one row each, in the order help shows them. */

import { MonitorEventType } from '../../flow/monitor.ts';
import { protocolNames } from '../../filters/fields/protocol.ts';
import { directionWords, verdictWords } from '../../filters/filter-values.ts';
import { filterFlag, notFlag, type Flag, type FilterFlagTable } from './flag.ts';

function filter(
  placeholder: string,
  help: string,
  more: { short?: string; words?: readonly string[] } = {},
): Flag<undefined> {
  return filterFlag({ group: 'Filters', placeholder, help, ...more });
}

function switchFilter(help: string, short?: string): Flag<undefined> {
  return filterFlag({ group: 'Filters', help, ...(short === undefined ? {} : { short }) });
}

/** `--not`, which turns the filter flag after it. */
export const negationFlag = {
  not: notFlag({ group: 'Filters', help: 'Turn the next filter round: leave out the flows it matches' }),
};

/** Hubble's filter flags. */
export const filterFlagTable: FilterFlagTable = {
  verdict: filter('VERDICT', 'Flows with this verdict', { words: verdictWords }),
  type: filter(
    'TYPE[:SUBTYPE]',
    'Flows of this event type, by name or number; trace takes a sub-type such as trace:to-endpoint',
    {
      short: 't',
      words: Object.keys(MonitorEventType),
    },
  ),
  protocol: filter('PROTOCOL', 'Flows of this protocol', { words: protocolNames }),
  ip: filter('ADDRESS|CIDR', 'Flows from or to this address or network'),
  'from-ip': filter('ADDRESS|CIDR', 'Flows from this address or network'),
  'to-ip': filter('ADDRESS|CIDR', 'Flows to this address or network'),
  'snat-ip': filter('ADDRESS|CIDR', 'Flows whose source was translated to this address or network'),
  port: filter('PORT', 'Flows from or to this port'),
  'from-port': filter('PORT', 'Flows from this port'),
  'to-port': filter('PORT', 'Flows to this port'),
  'traffic-direction': filter('DIRECTION', 'Flows in this direction, as the endpoint whose policy decided sees it', {
    words: directionWords,
  }),
  'node-name': filter('[CLUSTER/]NODE', 'Flows seen on this node; * stands for any part of a name'),
  'node-label': filter('SELECTOR', 'Flows seen on nodes with these labels'),
  'tcp-flags': filter('FLAG[,FLAG]', 'Flows with all of these TCP flags set, such as SYN,ACK'),
  ipv4: switchFilter('IPv4 flows', '4'),
  ipv6: switchFilter('IPv6 flows', '6'),
  'ip-version': filter('VERSION', 'Flows of this IP version: 4, 6, or none for flows without IP'),
  pod: filter('[NAMESPACE/]POD', 'Flows from or to pods whose name starts so; namespace default when left out'),
  'from-pod': filter('[NAMESPACE/]POD', 'Flows from such pods'),
  'to-pod': filter('[NAMESPACE/]POD', 'Flows to such pods'),
  namespace: filter('NAMESPACE', 'Flows from or to this namespace', { short: 'n' }),
  'from-namespace': filter('NAMESPACE', 'Flows from this namespace'),
  'to-namespace': filter('NAMESPACE', 'Flows to this namespace'),
  'all-namespaces': switchFilter('Flows from or to pods of any namespace', 'A'),
  'from-all-namespaces': switchFilter('Flows from pods of any namespace'),
  'to-all-namespaces': switchFilter('Flows to pods of any namespace'),
  service: filter('[NAMESPACE/]SERVICE', 'Flows from or to services whose name starts so'),
  'from-service': filter('[NAMESPACE/]SERVICE', 'Flows from such services'),
  'to-service': filter('[NAMESPACE/]SERVICE', 'Flows to such services'),
  workload: filter('[KIND/]NAME', 'Flows from or to this workload, such as Deployment/web or DaemonSet/'),
  'from-workload': filter('[KIND/]NAME', 'Flows from this workload'),
  'to-workload': filter('[KIND/]NAME', 'Flows to this workload'),
  label: filter('SELECTOR', 'Flows from or to endpoints with these labels, such as app=web or k8s:tier in (a,b)', {
    short: 'l',
  }),
  'from-label': filter('SELECTOR', 'Flows from endpoints with these labels'),
  'to-label': filter('SELECTOR', 'Flows to endpoints with these labels'),
  identity: filter('IDENTITY', 'Flows from or to this security identity, by number or reserved name such as world'),
  'from-identity': filter('IDENTITY', 'Flows from this security identity'),
  'to-identity': filter('IDENTITY', 'Flows to this security identity'),
  fqdn: filter('PATTERN', 'Flows from or to this domain name; * stands for any part'),
  'from-fqdn': filter('PATTERN', 'Flows from this domain name'),
  'to-fqdn': filter('PATTERN', 'Flows to this domain name'),
  cluster: filter('CLUSTER', 'Flows from or to endpoints of this cluster'),
  'from-cluster': filter('CLUSTER', 'Flows from endpoints of this cluster'),
  'to-cluster': filter('CLUSTER', 'Flows to endpoints of this cluster'),
  'drop-reason-desc': filter('REASON', 'Dropped flows with this reason, such as POLICY_DENIED'),
  'http-status': filter('CODE', 'HTTP responses with this status: 404, or 5+ for all that start with 5'),
  'http-method': filter('METHOD', 'HTTP with this method'),
  'http-path': filter('REGEXP', 'HTTP whose path, decoded, this regular expression (RE2) matches anywhere'),
  'http-url': filter('REGEXP', 'HTTP whose URL, as recorded, this regular expression (RE2) matches anywhere'),
  'http-header': filter('KEY:VALUE', 'HTTP with this header'),
  interface: filter('NAME', 'Flows seen on this network interface'),
  encrypted: switchFilter('Encrypted flows'),
  unencrypted: switchFilter('Flows that are not encrypted'),
  'trace-id': filter('ID', 'Flows with this trace id'),
  'ip-trace-id': filter('N', 'Flows with this IP trace id'),
  uuid: filter('UUID', 'The flow with this id'),
  'cel-expression': filter(
    'EXPRESSION',
    "Flows this CEL expression is true of, such as _flow.verdict == Verdict.DROPPED && _flow.source.namespace == 'shop'",
  ),
};
