/** What an agent event says, in the words of Hubble's command line. */

import type { TimeText } from '../../base/time/layouts.ts';
import type {
  AgentEvent,
  EndpointRegenNotification,
  EndpointUpdateNotification,
  IPCacheNotification,
  PolicyUpdateNotification,
  ServiceUpsertNotification,
  ServiceUpsertNotificationAddr,
} from '../../flow/agent-event.ts';
import { AgentEventType } from '../../flow/enums.ts';

/** A part of the details; an undefined or empty text leaves it out. */
type Part = readonly [name: string, text: string | undefined];

function joined(parts: readonly Part[]): string {
  return parts
    .filter(([, text]) => text !== undefined && text !== '')
    .map(([name, text]) => `${name}: ${text}`)
    .join(', ');
}

function listed(texts: readonly string[] | undefined): string {
  return `[${(texts ?? []).join(',')}]`;
}

function policyText({ labels, revision = 0n, rule_count: count = 0n }: PolicyUpdateNotification): string {
  return joined([
    ['labels', listed(labels)],
    ['revision', String(revision)],
    ['count', String(count)],
  ]);
}

function regenerationText({ id = 0n, labels, error }: EndpointRegenNotification): string {
  return joined([
    ['id', String(id)],
    ['labels', listed(labels)],
    ['error', error],
  ]);
}

function endpointText({ id = 0n, namespace, pod_name: pod }: EndpointUpdateNotification): string {
  return joined([
    ['id', String(id)],
    ['namespace', namespace],
    ['pod name', pod],
  ]);
}

function cacheText(update: IPCacheNotification): string {
  const { cidr = '', identity = 0, encrypt_key: key = 0 } = update;
  const more = joined([
    ['old identity', update.old_identity === undefined ? undefined : String(update.old_identity)],
    ['host ip', update.host_ip],
    ['old host ip', update.old_host_ip],
    ['encrypt key', String(key)],
  ]);
  return `cidr: ${cidr}, identity: ${identity}, ${more}`;
}

function addressText({ ip = '', port = 0 }: ServiceUpsertNotificationAddr): string {
  return `${ip.includes(':') ? `[${ip}]` : ip}:${port}`;
}

function serviceText(service: ServiceUpsertNotification): string {
  const { frontend_address: frontend, backend_addresses: backends = [] } = service;
  return joined([
    ['id', String(service.id ?? 0)],
    ['frontend', frontend === undefined ? undefined : addressText(frontend)],
    ['backends', backends.length === 0 ? undefined : listed(backends.map(addressText))],
    ['type', service.type],
    ['traffic policy', service.traffic_policy],
    ['namespace', service.namespace],
    ['name', service.name],
  ]);
}

// The type says which notification is looked at; one that carries another is as good as empty.
function knownDetails(event: AgentEvent, time: TimeText): string | undefined {
  switch (event.type ?? AgentEventType.AGENT_EVENT_UNKNOWN) {
    case AgentEventType.AGENT_EVENT_UNKNOWN:
      return event.unknown && `type: ${event.unknown.type ?? ''}, notification: ${event.unknown.notification ?? ''}`;
    case AgentEventType.AGENT_STARTED:
      return event.agent_start && `start time: ${time(event.agent_start.time)}`;
    case AgentEventType.POLICY_UPDATED:
    case AgentEventType.POLICY_DELETED:
      return event.policy_update && policyText(event.policy_update);
    case AgentEventType.ENDPOINT_REGENERATE_SUCCESS:
    case AgentEventType.ENDPOINT_REGENERATE_FAILURE:
      return event.endpoint_regenerate && regenerationText(event.endpoint_regenerate);
    case AgentEventType.ENDPOINT_CREATED:
    case AgentEventType.ENDPOINT_DELETED:
      return event.endpoint_update && endpointText(event.endpoint_update);
    case AgentEventType.IPCACHE_UPSERTED:
    case AgentEventType.IPCACHE_DELETED:
      return event.ipcache_update && cacheText(event.ipcache_update);
    case AgentEventType.SERVICE_UPSERTED:
      return event.service_upsert && serviceText(event.service_upsert);
    case AgentEventType.SERVICE_DELETED:
      return event.service_delete && `id: ${event.service_delete.id ?? 0}`;
    default:
      return undefined;
  }
}

/** Returns the details of an agent event, `UNKNOWN` for a type that is not known or comes without its notification. */
export function agentEventDetails(event: AgentEvent, time: TimeText): string {
  return knownDetails(event, time) ?? 'UNKNOWN';
}
