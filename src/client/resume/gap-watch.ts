/** Whether a stream that was asked for from before a break begins before it. */

import { compareTimestamps, type Timestamp } from '../../base/time/timestamp.ts';
import type { SeenFlow, SeenFlows } from './seen-flows.ts';

/** Looks at the first flow of each node after a break. */
export interface GapWatch {
  /**
   * Tells whether flows of this node may be missing before `flow`: the stream was asked for from a minute before the last
   * one seen, so a server that still held that one would have sent it, or an earlier one, first. True at most once for
   * a node.
   */
  mayMissBefore(flow: SeenFlow): boolean;
}

/** Returns the watch over the nodes in `seen`, as they stand now. */
export function createGapWatch(seen: SeenFlows): GapWatch {
  const open = new Map<string, Timestamp | undefined>(seen.nodes().map((node) => [node, seen.lastOf(node)]));
  return {
    mayMissBefore({ node, time }) {
      const last = open.get(node);
      open.delete(node);
      return last !== undefined && compareTimestamps(time, last) > 0;
    },
  };
}
