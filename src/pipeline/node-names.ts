/** Which node a record is from. */

import { escapeControl } from '../base/escape.ts';

/** A node as flows name it. */
export interface NodeName {
  /** As the log or the operator has it. */
  readonly node: string;
  /** `<cluster>/<node>`, as in Hubble. */
  readonly qualified: string;
}

/** Options of node names. */
export interface NodeNamesOptions {
  readonly clusterName: string;
  /** The node of records that name none. */
  readonly nodeName?: string | undefined;
  /** True: `nodeName` stands for whatever the records say. */
  readonly forceNodeName?: boolean | undefined;
}

/** Finds the node of a record. */
export interface NodeNames {
  /** Returns the node of an envelope with this host; the same object for the same host. */
  of(host: string | undefined): NodeName;
}

/** Where neither the record nor the operator names a node. */
const unknownNode = 'unknown';

// The longest name DNS and Kubernetes allow; whatever is longer is no node.
const longestName = 253;

/** Hosts remembered at most, as they come from the log. */
const rememberedHosts = 4096;

/**
 * Returns the names of nodes. The host of an envelope is the node, unless the operator's name is forced; it is text from
 * outside, so control characters in it are escaped and its length is cut.
 */
export function createNodeNames({ clusterName, nodeName, forceNodeName }: NodeNamesOptions): NodeNames {
  const known = new Map<string, NodeName>();
  const name = (node: string): NodeName => ({ node, qualified: `${clusterName}/${node}` });
  const own = name(nodeName ?? unknownNode);
  return {
    of(host) {
      if (host === undefined || host === '' || (forceNodeName === true && nodeName !== undefined)) return own;
      const before = known.get(host);
      if (before !== undefined) return before;
      if (known.size >= rememberedHosts) known.clear();
      const found = name(escapeControl(host).slice(0, longestName));
      known.set(host, found);
      return found;
    },
  };
}
