/** What a word that names one end of a flow is: a pod, an address, a port, a domain, a label or a reserved identity. */

import { isIP } from 'node:net';

import { ReservedIdentity } from '../../flow/monitor.ts';
import { compileRange } from '../ip-range.ts';
import { parseSelector } from '../label-selector.ts';
import { byFlag, noValue, type FieldFlagName, type ValueReading } from './value-reading.ts';

/** Which flags are asked: those of either end, of the source or of the destination. */
export type EndPrefix = '' | 'from-' | 'to-';

type EndName = 'pod' | 'ip' | 'port' | 'label' | 'identity' | 'fqdn';

const flags: Readonly<Record<EndPrefix, Readonly<Record<EndName, FieldFlagName>>>> = {
  '': { pod: 'pod', ip: 'ip', port: 'port', label: 'label', identity: 'identity', fqdn: 'fqdn' },
  'from-': {
    pod: 'from-pod',
    ip: 'from-ip',
    port: 'from-port',
    label: 'from-label',
    identity: 'from-identity',
    fqdn: 'from-fqdn',
  },
  'to-': { pod: 'to-pod', ip: 'to-ip', port: 'to-port', label: 'to-label', identity: 'to-identity', fqdn: 'to-fqdn' },
};

const greatestPort = 65_535;

/** Whether `text` is an IP address or a network such as `10.0.0.0/8`. */
export function isAddress(text: string): boolean {
  return isIP(text) !== 0 || (text.includes('/') && compileRange(text).ok);
}

/** Whether `text` is a port number. */
export function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) <= greatestPort;
}

/** Reserved identities by the names a word may have. `unknown` cannot be asked for. */
export const identityNames: readonly string[] = Object.keys(ReservedIdentity).filter((name) => name !== 'unknown');

/** Reads an address or network. */
export function readIp(end: EndPrefix, value: string): ValueReading {
  const range = compileRange(value);
  if (!range.ok) return noValue(`"${value}" is no IP address`, 'write one such as 10.0.0.1 or a network, 10.0.0.0/8');
  return byFlag(flags[end].ip, [value]);
}

/** Reads a port, with or without the colon before it. */
export function readPort(end: EndPrefix, value: string): ValueReading {
  const digits = value.replace(/^:/, '');
  if (!isPort(digits)) return noValue(`"${value}" is no port`, 'ports are numbers from 0 to 65535');
  return byFlag(flags[end].port, [digits]);
}

/** Reads a label selector. */
export function readLabel(end: EndPrefix, value: string): ValueReading {
  const selector = parseSelector(value);
  if (!selector.ok) return noValue(selector.reason, 'write label:app=web, or label:"tier in (a,b)"');
  return byFlag(flags[end].label, [value]);
}

/** Reads `namespace/pod-prefix`, `namespace/`, or a prefix of pods in any namespace. A `*` at the end changes nothing. */
export function readPod(end: EndPrefix, value: string): ValueReading {
  const prefix = value.replace(/\*+$/, '');
  return byFlag(flags[end].pod, [prefix.includes('/') ? prefix : `/${prefix}`]);
}

/**
 * Reads a word that names an end, by its form: `:5432` or digits are a port, an address or network, `app=web` a label,
 * `namespace/pod-prefix` and `namespace/` pods, a reserved identity such as `world`, a name with a dot or `*` a domain. Any
 * other name is a namespace, or how the names of pods start.
 */
export function readEnd(end: EndPrefix, value: string): ValueReading {
  if (value.startsWith(':') && isPort(value.slice(1))) return readPort(end, value);
  if (isPort(value)) return readPort(end, value);
  if (isAddress(value)) return readIp(end, value);
  if (value.includes('=')) return readLabel(end, value);
  if (value.includes('/')) return readPod(end, value);
  if (identityNames.includes(value)) return byFlag(flags[end].identity, [value]);
  if (/[.*]/.test(value)) return byFlag(flags[end].fqdn, [value]);
  return byFlag(flags[end].pod, [`${value}/`, `/${value}`]);
}
