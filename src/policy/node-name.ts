/** Names of nodes, which Kubernetes and syslog may write differently. */

const ipv4Pattern = /^\d+\.\d+\.\d+\.\d+$/;

function shortName(name: string): string {
  const dot = name.indexOf('.');
  return dot < 0 || ipv4Pattern.test(name) ? name : name.slice(0, dot);
}

/** How well two node names agree: `exact` beats `short`. */
export type NodeNameMatch = 'exact' | 'short' | 'none';

/**
 * Returns how `a` and `b` name one node. Letter case does not matter. `short`: one of them is the first label of the
 * other (`worker-1` and `worker-1.example.com`), as a log may hold the short name of a node that Kubernetes knows by its
 * full one. Two full names of different domains are different nodes.
 */
export function matchNodeNames(a: string, b: string): NodeNameMatch {
  const [left, right] = [a.toLowerCase(), b.toLowerCase()];
  if (left === right) return 'exact';
  const [shortLeft, shortRight] = [shortName(left), shortName(right)];
  const oneIsShort = shortLeft === left || shortRight === right;
  return oneIsShort && shortLeft === shortRight ? 'short' : 'none';
}
