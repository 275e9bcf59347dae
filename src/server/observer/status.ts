/** The answers that are about the server, not about flows. */

import type { Timestamp } from '../../base/time/timestamp.ts';
import { nanosBetween } from '../../base/time/timestamp.ts';
import { NodeState } from '../../flow/enums.ts';
import type { GetNodesResponse, Node, ServerStatusResponse } from '../../flow/messages.ts';
import type { ModeStatus, ObservedStatus, SourceStatus, WindowStatus } from '../../flow/observed-status.ts';
import type { FlowStore, StoreWindow } from '../../store/flow-store.ts';
import type { SeenNode } from '../../store/seen-nodes.ts';

/** What the server knows from elsewhere: the pipelines' counts and modes, warnings of its start. */
export interface StatusInputs {
  readonly sources: () => readonly SourceStatus[];
  readonly modes: () => readonly ModeStatus[];
  readonly warnings: () => readonly string[];
  readonly bootId: string;
}

/** The server itself. */
export interface ServerIdentity {
  /** `<cluster>/<node>`. */
  readonly nodeName: string;
  /** Version as shown to people, such as `observed v0.1.0`. */
  readonly versionText: string;
  /** Version alone, such as `0.1.0`. */
  readonly version: string;
}

/**
 * Returns Hubble's status. The nodes are those that flows came from, for one server may read the logs of many; before
 * the first flow it is this node alone.
 */
export function serverStatusOf(store: FlowStore, identity: ServerIdentity, uptimeNs: bigint): ServerStatusResponse {
  const { held, capacity, seen } = store.counts();
  return {
    num_flows: BigInt(held),
    max_flows: BigInt(capacity),
    seen_flows: BigInt(seen),
    uptime_ns: uptimeNs,
    num_connected_nodes: Math.max(1, store.nodes().length),
    num_unavailable_nodes: 0,
    version: identity.versionText,
    flows_rate: store.flowsRate(),
  };
}

/**
 * Returns the nodes that flows came from, this one among them only when it has flows or is the only one. A node's uptime
 * is the time since its first flow; this node's is that of the server.
 */
export function nodesOf(store: FlowStore, identity: ServerIdentity, times: NodeTimes): GetNodesResponse {
  const seen = store.nodes();
  const nodes: readonly SeenNode[] =
    seen.length > 0 ? seen : [{ name: identity.nodeName, first: undefined, last: undefined, seen: 0, held: 0 }];
  const maxFlows = BigInt(store.counts().capacity);
  return { nodes: nodes.map((node) => nodeOf(node, identity, { ...times, maxFlows })) };
}

/** Times a node's age is counted from. */
export interface NodeTimes {
  readonly now: Timestamp;
  readonly uptimeNs: bigint;
}

function nodeOf(node: SeenNode, identity: ServerIdentity, times: NodeTimes & { readonly maxFlows: bigint }): Node {
  const age = node.first === undefined ? 0n : BigInt(Math.max(0, nanosBetween(times.now, node.first)));
  return {
    name: node.name,
    version: identity.versionText,
    state: NodeState.NODE_CONNECTED,
    uptime_ns: node.name === identity.nodeName ? times.uptimeNs : age,
    num_flows: BigInt(node.held),
    max_flows: times.maxFlows,
    seen_flows: BigInt(node.seen),
  };
}

/** Returns the status that only our own server has. */
export function observedStatusOf(store: FlowStore, identity: ServerIdentity, inputs: StatusInputs): ObservedStatus {
  const { kernel, queue, reader } = store.losses();
  return {
    version: identity.version,
    boot_id: inputs.bootId,
    sources: inputs.sources(),
    modes: inputs.modes(),
    windows: store.windows().map(windowStatusOf),
    lost: { kernel: countOf(kernel), queue: countOf(queue), reader: countOf(reader) },
    warnings: inputs.warnings(),
    log_rule_flows: BigInt(store.counts().logRuleFlows),
  };
}

const greatestCount = 2n ** 64n - 1n;

/** A count that others tell may be as large as its type, and the sum of two of them larger. */
function countOf(count: number): bigint {
  const whole = BigInt(count);
  return whole > greatestCount ? greatestCount : whole;
}

function windowStatusOf({ retention, oldest, newest, held, capacity, evicted }: StoreWindow): WindowStatus {
  return {
    retention_class: retention,
    ...(oldest === undefined ? {} : { oldest }),
    ...(newest === undefined ? {} : { newest }),
    held: BigInt(held),
    capacity: BigInt(capacity),
    evicted: BigInt(evicted),
  };
}
