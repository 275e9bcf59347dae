/** The state of the UI for components. */

import { useSyncExternalStore } from 'react';
import type { Snapshot } from '../screen.ts';

/** What publishes pictures of the moment. */
export interface SnapshotSource {
  readonly subscribe: (listener: () => void) => () => void;
  readonly getSnapshot: () => Snapshot;
}

/** Returns the picture of the moment; the component is drawn again with each new one. */
export function useSnapshot(source: SnapshotSource): Snapshot {
  return useSyncExternalStore(source.subscribe, source.getSnapshot);
}
