/** Which of the nodes behind a server send nothing at the moment. */

import { NodeState } from '../../flow/enums.ts';
import type { NodeStatusEvent, ServerStatusResponse } from '../../flow/messages.ts';

/** How many nodes send flows, of how many. */
export interface NodesState {
  readonly connected: number;
  readonly total: number;
  /** Names of those that are away, sorted, as far as the server names them. */
  readonly away: readonly string[];
}

/** Follows what a server says of its nodes. Each method returns the state when it is to be told, once for each change. */
export interface NodesAway {
  event(event: NodeStatusEvent): NodesState | undefined;
  status(status: ServerStatusResponse): NodesState | undefined;
}

/** Returns the watch. The first state is told when a node is away in it; later ones when they differ. */
export function createNodesAway(): NodesAway {
  let up = new Set<string>();
  let away = new Set<string>();
  /** Nodes the server counts as connected, or as away, without a name. */
  let unnamed: Unnamed = { up: 0, away: 0 };
  let told = '';

  const change = (): NodesState | undefined => {
    const connected = up.size + unnamed.up;
    const total = connected + away.size + unnamed.away;
    const state = { connected, total, away: Array.from(away).toSorted() };
    const text = connected === total ? '' : JSON.stringify(state);
    if (text === told) return undefined;
    told = text;
    return state;
  };

  const place = (name: string, to: Set<string>): void => {
    // A name that is told for the first time is one of those that were only counted.
    if (!up.has(name) && !away.has(name)) unnamed = withoutOne(unnamed);
    up.delete(name);
    away.delete(name);
    to.add(name);
  };

  return {
    event({ state_change: state, node_names: names = [] }) {
      for (const name of names) {
        if (state === NodeState.NODE_CONNECTED) place(name, up);
        else if (state === NodeState.NODE_UNAVAILABLE || state === NodeState.NODE_ERROR) place(name, away);
        else if (state === NodeState.NODE_GONE) [up, away].forEach((held) => held.delete(name));
      }
      return change();
    },
    status({ num_connected_nodes: connected = 0, num_unavailable_nodes: missing = 0, unavailable_nodes: names = [] }) {
      away = new Set(names);
      up = new Set(Array.from(up).filter((name) => !away.has(name)));
      if (up.size > connected) up = new Set();
      unnamed = { up: connected - up.size, away: Math.max(0, missing - away.size) };
      return change();
    },
  };
}

interface Unnamed {
  readonly up: number;
  readonly away: number;
}

function withoutOne({ up, away }: Unnamed): Unnamed {
  return up > 0 ? { up: up - 1, away } : { up, away: Math.max(0, away - 1) };
}
