/** The namespaces that flows came from or went to. */

import type { Clock } from '../base/clock.ts';
import type { Endpoint } from '../flow/endpoint.ts';
import type { Flow } from '../flow/flow.ts';
import type { Namespace } from '../flow/messages.ts';

/** Hubble forgets a namespace one hour after its last flow. */
const expiryMs = 3_600_000;

/** Names come from labels of others: past this number the one that was silent longest is forgotten. */
const maxNamespaces = 16_384;

/** What is known of the namespaces. */
export interface SeenNamespaces {
  add(flow: Flow): void;
  /** Returns those seen within the last hour, sorted by cluster, then by namespace. */
  list(): readonly Namespace[];
}

/** Returns an empty record of namespaces. Their hour is counted on the monotonic clock. */
export function createSeenNamespaces(clock: Clock): SeenNamespaces {
  const lastSeen = new Map<string, { readonly namespace: Namespace; readonly atMs: number }>();

  const note = (endpoint: Endpoint | undefined, nodeName: string | undefined) => {
    if (!endpoint?.namespace) return;
    const namespace = { cluster: endpoint.cluster_name || clusterOf(nodeName), namespace: endpoint.namespace };
    const key = `${namespace.cluster}/${namespace.namespace}`;
    lastSeen.delete(key);
    lastSeen.set(key, { namespace, atMs: clock.monotonicMs() });
    if (lastSeen.size > maxNamespaces) dropOldest();
  };
  const dropOldest = () => {
    const [oldest] = lastSeen.keys();
    if (oldest !== undefined) lastSeen.delete(oldest);
  };
  const expire = () => {
    const before = clock.monotonicMs() - expiryMs;
    for (const [key, { atMs }] of lastSeen) if (atMs < before) lastSeen.delete(key);
  };

  return {
    add(flow) {
      note(flow.source, flow.node_name);
      note(flow.destination, flow.node_name);
    },
    list() {
      expire();
      return [...lastSeen.values()].map(({ namespace }) => namespace).toSorted(byClusterThenName);
    },
  };
}

/** Node names are `<cluster>/<node>`. */
function clusterOf(nodeName: string | undefined): string {
  const slash = nodeName?.indexOf('/') ?? -1;
  return slash > 0 ? (nodeName ?? '').slice(0, slash) : '';
}

function byClusterThenName(a: Namespace, b: Namespace): number {
  return compareText(a.cluster, b.cluster) || compareText(a.namespace, b.namespace);
}

function compareText(a = '', b = ''): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
