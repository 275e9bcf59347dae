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
  /** Notes a flow and returns the number its node is known by as long as a flow of it is held. */
  add(name: string, time: Timestamp | undefined): number;
  /** Takes one flow off what is held of the node with this number. */
  evict(node: number): void;
  /** Returns the nodes sorted by name. */
  list(): readonly SeenNode[];
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A node and its number. A node that was forgotten keeps its number until none of its flows is held. */
type NumberedNode = Mutable<SeenNode> & { readonly number: number };

/** Returns an empty record of nodes. */
export function createSeenNodes(): SeenNodes {
  const nodes = new Map<string, NumberedNode>();
  const numbered: (NumberedNode | undefined)[] = [];
  const free: number[] = [];
  let newest: NumberedNode | undefined;

  const release = (node: NumberedNode) => {
    if (node.held > 0 || nodes.get(node.name) === node) return;
    numbered[node.number] = undefined;
    free.push(node.number);
  };
  const find = (name: string, time: Timestamp | undefined): NumberedNode => {
    if (newest?.name === name) return newest;
    const known = nodes.get(name);
    const node = known ?? { number: free.pop() ?? numbered.length, name, first: time, last: time, seen: 0, held: 0 };
    numbered[node.number] = node;
    // Set anew, so that the order of the map is the order of silence.
    nodes.delete(name);
    nodes.set(name, node);
    newest = node;
    if (nodes.size > maxNodes) forgetFirst();
    return node;
  };
  const forgetFirst = () => {
    const [first] = nodes.values();
    if (first === undefined) return;
    nodes.delete(first.name);
    release(first);
  };

  return {
    add(name, time) {
      const node = find(name, time);
      node.seen += 1;
      node.held += 1;
      widen(node, time);
      return node.number;
    },
    evict(number) {
      const node = numbered[number];
      if (node === undefined) return;
      node.held -= 1;
      release(node);
    },
    list: () =>
      Array.from(nodes.values(), ({ name, first, last, seen, held }) => ({ name, first, last, seen, held })).toSorted(
        (a, b) => (a.name < b.name ? -1 : 1),
      ),
  };
}

function widen(node: NumberedNode, time: Timestamp | undefined): void {
  if (time === undefined) return;
  if (node.first === undefined || compareTimestamps(time, node.first) < 0) node.first = time;
  if (node.last === undefined || compareTimestamps(time, node.last) > 0) node.last = time;
}
