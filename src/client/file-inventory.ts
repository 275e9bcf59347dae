/** The nodes and namespaces that the flows of a file tell of. */

import type { Endpoint } from '../flow/endpoint.ts';
import type { GetFlowsResponse, Namespace, Node } from '../flow/messages.ts';

/** Collects nodes and namespaces from responses. */
export interface FileInventory {
  add(response: GetFlowsResponse): void;
  /** Nodes by name, each with the number of its flows. */
  nodes(): Node[];
  /** Namespaces by cluster and name. */
  namespaces(): Namespace[];
}

/** Returns an empty inventory. */
export function createFileInventory(): FileInventory {
  const flowsByNode = new Map<string, bigint>();
  const namespaces = new Map<string, Namespace>();

  const addEndpoint = (endpoint: Endpoint | undefined) => {
    if (endpoint?.namespace === undefined || endpoint.namespace === '') return;
    const { cluster_name: cluster = '', namespace } = endpoint;
    namespaces.set(`${cluster}\n${namespace}`, { cluster, namespace });
  };

  return {
    add({ flow, node_name: nodeName = flow?.node_name ?? '' }) {
      if (flow === undefined) return;
      if (nodeName !== '') flowsByNode.set(nodeName, (flowsByNode.get(nodeName) ?? 0n) + 1n);
      addEndpoint(flow.source);
      addEndpoint(flow.destination);
    },
    nodes: () => sortedEntries(flowsByNode).map(([name, flows]) => ({ name, num_flows: flows, seen_flows: flows })),
    namespaces: () => sortedEntries(namespaces).map(([, namespace]) => namespace),
  };
}

function sortedEntries<V>(map: ReadonlyMap<string, V>): [string, V][] {
  return [...map].toSorted(([a], [b]) => (a < b ? -1 : 1));
}
