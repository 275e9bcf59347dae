/** Values a flag is known to take, for completion. */

import { tcpFlagNames } from '../../filters/fields/tcp-flags.ts';
import { DropReason } from '../../flow/drop-reason.ts';
import { AgentNotificationSubType, MonitorEventType, ReservedIdentity, TraceSubType } from '../../flow/monitor.ts';
import type { Flag } from '../flags/flag.ts';

/** Names only a server knows. */
export type ServerNames = 'namespaces' | 'nodes' | 'pods';

const identities = Object.keys(ReservedIdentity);
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'CONNECT', 'TRACE'];

/** Values that are too many, or too well known, to stand in help. */
const unlisted: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ['drop-reason-desc', Object.keys(DropReason)],
  ['tcp-flags', tcpFlagNames],
  ['ip-version', ['4', '6']],
  ['identity', identities],
  ['from-identity', identities],
  ['to-identity', identities],
  ['http-method', methods],
]);

const askedOfServer: ReadonlyMap<string, ServerNames> = new Map([
  ['namespace', 'namespaces'],
  ['from-namespace', 'namespaces'],
  ['to-namespace', 'namespaces'],
  ['node-name', 'nodes'],
  ['pod', 'pods'],
  ['from-pod', 'pods'],
  ['to-pod', 'pods'],
]);

function eventTypes(text: string): readonly string[] {
  if (text.startsWith('trace:')) return Object.keys(TraceSubType).map((name) => `trace:${name}`);
  if (text.startsWith('agent:')) return Object.keys(AgentNotificationSubType).map((name) => `agent:${name}`);
  return Object.keys(MonitorEventType);
}

/** Returns the values of the flag `name` that may begin with `text`; where values are joined by commas, whole texts. */
export function knownValues(name: string, flag: Flag<unknown>, text: string): readonly string[] {
  if (name === 'type') return eventTypes(text);
  if (name === 'log-timezone') return ['local', 'UTC', ...Intl.supportedValuesOf('timeZone')];
  if (flag.kind === 'boolean') return ['true', 'false'];
  const values = flag.words ?? unlisted.get(name) ?? [];
  const before = flag.placeholder?.includes('[,') === true ? text.slice(0, text.lastIndexOf(',') + 1) : '';
  return before === '' ? values : values.map((value) => before + value);
}

/** Returns what the server is to be asked for the flag `name`, undefined for a flag it knows nothing about. */
export function serverNamesFor(name: string): ServerNames | undefined {
  return askedOfServer.get(name);
}
