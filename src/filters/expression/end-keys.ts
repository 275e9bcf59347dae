/** Keys about the ends of a flow. Each asks for either end, and has a `from-` and a `to-` key beside it. */

import { identityNames, readEnd, readIp, readLabel, readPod, readPort, type EndPrefix } from './address-form.ts';
import { barKey, type BarKey } from './bar-key.ts';
import { byFlag, noValue, type FieldFlagName, type ValueReading } from './value-reading.ts';
import type { FilterVocabulary } from './vocabulary.ts';

type EndKeyText = Omit<Parameters<typeof barKey>[0], 'read' | 'meaning' | 'example'> & {
  /** The end in words, with `of` before it. */
  readonly what: string;
  readonly value: string;
  readonly read: (end: EndPrefix, value: string) => ValueReading;
};

const endWords: Readonly<Record<EndPrefix, string>> = {
  '': 'Flows from or to',
  'from-': 'Flows from',
  'to-': 'Flows to',
};

function endKeys({ what, value, read, aliases = [], ...text }: EndKeyText): readonly BarKey[] {
  return (['', 'from-', 'to-'] as const).map((end) =>
    barKey({
      ...text,
      name: end + text.name,
      aliases: aliases.map((alias) => end + alias),
      meaning: `${endWords[end]} ${what}`,
      example: `${end}${text.name}:${value}`,
      read: (given) => read(end, given),
    }),
  );
}

function plainFlag(name: 'fqdn' | 'cluster'): (end: EndPrefix, value: string) => ValueReading {
  return (end, value) => byFlag(`${end}${name}`, [value]);
}

// As pods are: without a namespace in any, which the command line takes for the namespace `default`.
function readService(end: EndPrefix, value: string): ValueReading {
  return byFlag(`${end}service`, [value.includes('/') ? value : `/${value}`]);
}

function readNamespace(end: EndPrefix, value: string): ValueReading {
  if (value.includes('/')) return noValue(`"${value}" is no namespace`, 'for pods of one write pod:namespace/name');
  return byFlag(`${end}pod`, [value === '*' ? '/' : `${value}/`]);
}

function readIdentity(end: EndPrefix, value: string): ValueReading {
  const reading = byFlag(`${end}identity`, [value]);
  return reading.ok ? reading : noValue(`"${value}" is no identity`, `a number, or one of ${identityNames.join(', ')}`);
}

const namespaceName = /^[a-z0-9][-a-z0-9.]*$/;

/** Kinds of workloads start with a capital letter and namespaces never do, so both may stand before the slash. */
function readWorkload(end: EndPrefix, value: string): ValueReading {
  const flag: FieldFlagName = `${end}workload`;
  const slash = value.indexOf('/');
  if (!namespaceName.test(value.slice(0, Math.max(slash, 0)))) return byFlag(flag, [value]);
  const [workloads, pods] = [byFlag(flag, [value.slice(slash + 1)]), byFlag(`${end}pod`, [value.slice(0, slash + 1)])];
  if (!workloads.ok || !pods.ok) return workloads.ok ? pods : workloads;
  return { ok: true, filters: workloads.filters.map((filter, index) => ({ ...pods.filters[index], ...filter })) };
}

function endNames({ namespaces, pods, addresses, ports }: FilterVocabulary): readonly string[] {
  const places = [...namespaces.map((name) => `${name}/`), ...pods, ...identityNames, ...addresses];
  return [...places, ...ports.map((port) => `:${port}`)];
}

const wholeEndHint =
  'NAMESPACE/, NAMESPACE/POD, an address or network, :PORT, world or another reserved identity, a domain, label=value, or the start of a name';

function wholeEnd(name: string, aliases: readonly string[], end: 'from-' | 'to-'): BarKey {
  return barKey({
    name,
    aliases,
    placeholder: 'WHO',
    meaning: `${endWords[end]} this end: ${wholeEndHint}`,
    example: `${name}:shop/`,
    suggest: endNames,
    read: (value) => readEnd(end, value),
  });
}

/** Keys about ends, in the order they are explained. */
export const keysOfEnds: readonly BarKey[] = [
  wholeEnd('from', ['src', 'source'], 'from-'),
  wholeEnd('to', ['dst', 'dest', 'destination'], 'to-'),
  ...endKeys({
    name: 'ns',
    aliases: ['namespace'],
    placeholder: 'NAMESPACE',
    what: 'this namespace; * is any',
    value: 'shop',
    suggest: ({ namespaces }) => namespaces,
    read: readNamespace,
  }),
  ...endKeys({
    name: 'pod',
    placeholder: '[NAMESPACE/]POD',
    what: 'pods whose name starts so, in any namespace unless one is given',
    value: 'shop/web',
    suggest: ({ pods }) => pods,
    read: readPod,
  }),
  ...endKeys({
    name: 'workload',
    aliases: ['wl'],
    placeholder: '[KIND/|NAMESPACE/]NAME',
    what: 'this workload',
    value: 'Deployment/web',
    suggest: ({ workloads }) => workloads,
    read: readWorkload,
  }),
  ...endKeys({
    name: 'svc',
    aliases: ['service'],
    placeholder: '[NAMESPACE/]SERVICE',
    what: 'services whose name starts so, in any namespace unless one is given',
    value: 'shop/web',
    suggest: ({ namespaces }) => namespaces.map((name) => `${name}/`),
    read: readService,
  }),
  ...endKeys({
    name: 'ip',
    aliases: ['cidr'],
    placeholder: 'ADDRESS|NETWORK',
    what: 'this address or network',
    value: '10.0.0.0/8',
    suggest: ({ addresses }) => addresses,
    read: readIp,
  }),
  ...endKeys({
    name: 'port',
    placeholder: 'PORT',
    what: 'this port',
    value: '5432',
    suggest: ({ ports }) => ports,
    read: readPort,
  }),
  ...endKeys({
    name: 'label',
    placeholder: 'SELECTOR',
    what: 'endpoints with these labels; commas mean and',
    value: 'app=web',
    isList: false,
    suggest: ({ labels }) => labels,
    read: readLabel,
  }),
  ...endKeys({
    name: 'identity',
    aliases: ['id'],
    placeholder: 'IDENTITY',
    what: 'this security identity, by number or reserved name',
    value: 'world',
    suggest: () => identityNames,
    read: readIdentity,
  }),
  ...endKeys({
    name: 'fqdn',
    aliases: ['domain'],
    placeholder: 'PATTERN',
    what: 'this domain name; * stands for any part',
    value: '*.example.com',
    read: plainFlag('fqdn'),
  }),
  ...endKeys({
    name: 'cluster',
    placeholder: 'CLUSTER',
    what: 'endpoints of this cluster',
    value: 'prod-eu',
    read: plainFlag('cluster'),
  }),
];
