/** Flags of the command line inside the filter bar. */

import { fieldFlags, isNamespaceFlag, namespaceFlags, type FilterFlagName } from '../filter-flags.ts';
import type { FilterNode } from './node.ts';

/** Flags by the letter or digit they may be written with. */
export const flagShorts: ReadonlyMap<string, FilterFlagName> = new Map([
  ['t', 'type'],
  ['4', 'ipv4'],
  ['6', 'ipv6'],
  ['n', 'namespace'],
  ['A', 'all-namespaces'],
  ['l', 'label'],
]);

/** Flags that need no value. */
export const switchFlags: ReadonlySet<string> = new Set<FilterFlagName>([
  'ipv4',
  'ipv6',
  'all-namespaces',
  'from-all-namespaces',
  'to-all-namespaces',
  'encrypted',
  'unencrypted',
]);

/** Whether `name` is a filter flag. */
export function isFilterFlag(name: string): name is FilterFlagName {
  return Object.hasOwn(fieldFlags, name) || Object.hasOwn(namespaceFlags, name);
}

/** Every filter flag. */
export const filterFlagNames: readonly FilterFlagName[] = [
  ...Object.keys(fieldFlags),
  ...Object.keys(namespaceFlags),
].filter(isFilterFlag);

function field(key: string, value: string): FilterNode {
  return { kind: 'field', key, values: [value] };
}

function endOf(flag: FilterFlagName): 'from-' | 'to-' | '' {
  if (flag.startsWith('from-')) return 'from-';
  return flag.startsWith('to-') ? 'to-' : '';
}

// Without a namespace the command line takes `default`, the bar any.
function qualified(name: string): string {
  return name.includes('/') ? name : `default/${name}`;
}

const asKey: Readonly<Record<string, (value: string) => FilterNode>> = {
  verdict: (value) => field('verdict', value === 'AUDIT' ? 'audited' : value.toLowerCase()),
  type: (value) => field('type', value),
  protocol: (value) => field('proto', value.toLowerCase()),
  'traffic-direction': (value) => field('dir', value.toLowerCase()),
  'drop-reason-desc': (value) => field('reason', value),
  'tcp-flags': (value) => field('flags', value.replaceAll(',', '+')),
  'node-name': (value) => field('node', value),
  'node-label': (value) => field('node-label', value),
  interface: (value) => field('iface', value),
  ipv4: () => field('ipv', '4'),
  ipv6: () => field('ipv', '6'),
  // Any text that is no version means none to the command line.
  'ip-version': (value) => field('ipv', /^(?:ip)?v?([46])$/i.exec(value)?.[1] ?? 'none'),
  encrypted: () => field('encrypted', 'yes'),
  unencrypted: () => field('encrypted', 'no'),
  'http-status': (value) => field('http.status', value),
  'http-method': (value) => field('http.method', value),
  'http-path': (value) => field('http.path', value),
  'http-url': (value) => field('http.url', value),
  'http-header': (value) => field('http.header', value),
  'cel-expression': (expression) => ({ kind: 'cel', expression }),
};

const asEndKey: Readonly<Record<string, (end: string, value: string) => FilterNode>> = {
  pod: (end, value) => (end === '' ? field('pod', qualified(value)) : field(end.slice(0, -1), qualified(value))),
  service: (end, value) => field(`${end}svc`, qualified(value)),
  ip: (end, value) => (end === '' ? field('ip', value) : field(end.slice(0, -1), value)),
  namespace: (end, value) => (end === '' ? field('ns', value) : field(end.slice(0, -1), `${value}/`)),
  'all-namespaces': (end) => field(`${end}ns`, '*'),
};

/** Returns the node that means what one flag by itself means. */
export function nodeOfFlag(flag: FilterFlagName, value: string): FilterNode {
  const direct = Object.hasOwn(asKey, flag) ? asKey[flag] : undefined;
  if (direct !== undefined) return direct(value);
  const end = endOf(flag);
  const ofEnd = flag.slice(end.length);
  const make = Object.hasOwn(asEndKey, ofEnd) ? asEndKey[ofEnd] : undefined;
  return make === undefined ? field(flag, value) : make(end, value);
}

/** Flags that mean the same whatever other flags stand beside them, as words do. */
const independentFlags: ReadonlySet<string> = new Set<FilterFlagName>([
  'verdict',
  'type',
  'protocol',
  'traffic-direction',
  'drop-reason-desc',
  'tcp-flags',
  'node-name',
  'node-label',
  'interface',
  'ipv4',
  'ipv6',
  'ip-version',
  'snat-ip',
  'http-status',
  'http-method',
  'http-path',
  'http-url',
  'http-header',
  'uuid',
  'trace-id',
  'ip-trace-id',
]);

/**
 * Whether a flag means the same whatever flags stand beside it. Those about ends do not: on the command line
 * `--pod a --port 80` asks for both at one end, and a namespace goes with the pods.
 */
export function isIndependent(flag: FilterFlagName): boolean {
  return !isNamespaceFlag(flag) && independentFlags.has(flag);
}
