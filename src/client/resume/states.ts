/** What a stream that is resumed tells of itself, for people. */

import type { NodesState } from './nodes-away.ts';

/** A change of state. */
export type FollowState =
  /**
   * The connection is gone, and the attempt with the number `attempt` (from 1) at a new one has failed as well. The next
   * one is in `retryInMs` ms. Told after every attempt.
   */
  | { readonly kind: 'waiting'; readonly error: Error; readonly attempt: number; readonly retryInMs: number }
  /**
   * The stream goes on, `afterMs` after the break. `missed` is the most flows that came meanwhile and are held no more;
   * undefined when the server cannot say.
   */
  | { readonly kind: 'resumed'; readonly afterMs: number; readonly missed: number | undefined }
  /** Nodes went away or came back. */
  | { readonly kind: 'nodes'; readonly nodes: NodesState };
