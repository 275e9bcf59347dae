/** What an agent event means for somebody who looks at flows: policies and modes, in plain words. */

import type { PolicyUpdateNotification } from '../../flow/agent-event.ts';
import { AgentEventType } from '../../flow/enums.ts';
import type { GetAgentEventsResponse } from '../../flow/messages.ts';
import type { MarkerEntry } from '../state/timeline-entry.ts';

/** A marker before it has its place. */
export type Marker = Pick<MarkerEntry, 'about' | 'text' | 'time'>;

/** The word of our own server for a changed drop action override, in an event of unknown type. */
const modeChange = 'drop-action-override';

/** Returns the marker for a change of a policy or of the mode; undefined for all other events, of which agents have many. */
export function markerOf({ agent_event: event, time }: GetAgentEventsResponse): Marker | undefined {
  switch (event?.type ?? AgentEventType.AGENT_EVENT_UNKNOWN) {
    case AgentEventType.POLICY_UPDATED:
      return { about: 'policy', text: `${policyName(event?.policy_update)} updated`, time };
    case AgentEventType.POLICY_DELETED:
      return { about: 'policy', text: `${policyName(event?.policy_update)} deleted`, time };
    case AgentEventType.AGENT_EVENT_UNKNOWN: {
      if (event?.unknown?.type !== modeChange) return undefined;
      const text = modeText(event.unknown.notification ?? '');
      return text === undefined ? undefined : { about: 'mode', text, time };
    }
    default:
      return undefined;
  }
}

function policyName({ labels = [], revision }: PolicyUpdateNotification = {}): string {
  const name = labelValue(labels, 'policy.name');
  const namespace = labelValue(labels, 'policy.namespace');
  if (name !== undefined) return `policy ${namespace === undefined ? '' : `${namespace}/`}${name}`;
  if (labels.length > 0) return `policy ${labels.join(', ')}`;
  return revision === undefined ? 'a policy' : `policies (revision ${revision})`;
}

/** Labels are `source:key=value`; the keys of Cilium and of Calico end alike. */
function labelValue(labels: readonly string[], key: string): string | undefined {
  for (const label of labels) {
    const equals = label.indexOf('=');
    if (equals >= 0 && label.slice(0, equals).endsWith(key)) return label.slice(equals + 1);
  }
  return undefined;
}

/** Returns the words for the notification, which is JSON with `node`, `from`, `to` and `origin`; undefined when it is none. */
function modeText(notification: string): string | undefined {
  const fields = new Map(Object.entries(parsedObject(notification)));
  const field = (name: string): string => {
    const value = fields.get(name);
    return typeof value === 'string' ? value : '';
  };
  const to = field('to');
  if (to === '') return undefined;
  const from = field('from') === '' ? '' : ` from ${field('from')}`;
  const node = field('node') === '' ? '' : ` on ${field('node')}`;
  const origin = field('origin') === '' ? '' : ` (${field('origin')})`;
  return `drop action override${node} changed${from} to ${to}${origin}`;
}

function parsedObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
