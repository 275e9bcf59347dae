/** Asking a server now and then which of its nodes are away. */

import type { NodeStatusEvent, ServerStatusResponse } from '../../flow/messages.ts';
import { createNodesAway, type NodesState } from './nodes-away.ts';
import type { Connection } from './connection.ts';

/**
 * How often in ms the status is asked for. The answer also keeps a quiet connection from looking idle to a proxy, and
 * our pings from looking excessive to a server of Go, which counts those between two answers.
 */
const statusEveryMs = 60_000;

/** What a watch works with and tells. */
export interface NodesWatchOptions {
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Called whenever the server answers. */
  readonly onAnswer: () => void;
  readonly onNodes: (state: NodesState) => void;
}

/** A watch that runs. What it learns elsewhere is given to it. */
export interface NodesWatch {
  event(event: NodeStatusEvent): void;
  status(status: ServerStatusResponse): void;
}

/** Asks over `connection` until `signal` aborts. A question without an answer is nothing: the stream says what is wrong. */
export function watchNodes(connection: Connection, signal: AbortSignal, options: NodesWatchOptions): NodesWatch {
  const { sleep, onAnswer, onNodes } = options;
  const away = createNodesAway();
  const tell = (state: NodesState | undefined): void => {
    if (state !== undefined) onNodes(state);
  };
  const watch = async (): Promise<void> => {
    while (!signal.aborted) {
      const status = await connection
        .current()
        .serverStatus({ signal })
        .catch(() => undefined);
      if (status !== undefined) {
        onAnswer();
        tell(away.status(status));
      }
      await sleep(statusEveryMs, signal);
    }
  };
  void watch();
  return {
    event: (event) => tell(away.event(event)),
    status: (status) => tell(away.status(status)),
  };
}
