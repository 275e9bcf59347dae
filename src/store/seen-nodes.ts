/** The nodes that flows came from. */

import { compareTimestamps, type Timestamp } from '../base/time/timestamp.ts';

/** Node names may come from a network: past this number the one that was silent longest is forgotten. */
const maxNodes = 4096;

/** One node. Times are those of its flows. */
export interface SeenNode {
  readonly name: string;
  readonly first: Timestamp | undefined;
  readonly last: Timestamp | undefined;
  /** Flows seen, and those of them that are still held. */
  readonly seen: number;
  readonly held: number;
}

/** What is known of the nodes. */
export interface SeenNodes {
  add(name: string, time: Timestamp | undefined): void;
  /** Takes one flow off what is held of the node. */
  evict(name: string): void;
  /** Returns the nodes sorted by name. */
  list(): readonly SeenNode[];
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Returns an empty record of nodes. */
export function createSeenNodes(): SeenNodes {
  const nodes = new Map<string, Mutable<SeenNode>>();
  return {
    add(name, time) {
      const node = nodes.get(name) ?? { name, first: time, last: time, seen: 0, held: 0 };
      node.seen += 1;
      node.held += 1;
      widen(node, time);
      // Set anew, so that the order of the map is the order of silence.
      nodes.delete(name);
      nodes.set(name, node);
      if (nodes.size > maxNodes) forgetFirst(nodes);
    },
    evict(name) {
      const node = nodes.get(name);
      if (node !== undefined && node.held > 0) node.held -= 1;
    },
    list: () => [...nodes.values()].map((node) => ({ ...node })).toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

function widen(node: Mutable<SeenNode>, time: Timestamp | undefined): void {
  if (time === undefined) return;
  if (node.first === undefined || compareTimestamps(time, node.first) < 0) node.first = time;
  if (node.last === undefined || compareTimestamps(time, node.last) > 0) node.last = time;
}

function forgetFirst(map: Map<string, unknown>): void {
  const [first] = map.keys();
  if (first !== undefined) map.delete(first);
}
