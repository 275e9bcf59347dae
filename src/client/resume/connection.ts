/** The connection that a follower's calls go over. */

import type { Observer } from '../../flow/observer.ts';

/** An observer that can be replaced by a new one. */
export interface Connection {
  current(): Observer;
  /** Returns a new observer and closes the one before, where there is a way to make one. */
  renew(): Promise<Observer>;
}

/** Returns the connection over `inner`: one observer for good, or what a function makes anew for each connection. */
export function connectionOf(inner: Observer | (() => Observer)): Connection {
  if (typeof inner !== 'function') return { current: () => inner, renew: async () => inner };
  let current = inner();
  return {
    current: () => current,
    async renew() {
      const [before, after] = [current, inner()];
      // Replaced before it is closed: other calls begin at any time, and must not find a closed one.
      current = after;
      await before.close();
      return after;
    },
  };
}
