/** What the stream says of itself, in words: losses, and nodes that come and go. */

import { LostEventSource, NodeState } from '../../flow/enums.ts';
import type { LostEvent } from '../../flow/lost-event.ts';
import type { NodeStatusEvent } from '../../flow/messages.ts';
import type { GapEntry } from './timeline-entry.ts';

const namesShown = 3;

/** A node's own words may be long; this much of them is kept. */
const messageLimit = 300;

/** Returns who lost the events. A source that does not say where lost them before this reader was asked. */
export function gapBy(lost: LostEvent): GapEntry['by'] {
  return lost.source === LostEventSource.HUBBLE_RING_BUFFER ? 'reader' : 'source';
}

const causes: ReadonlyMap<number, string> = new Map([
  [LostEventSource.PERF_EVENT_RING_BUFFER, "the kernel's ring buffer overran"],
  [LostEventSource.OBSERVER_EVENTS_QUEUE, "the server's queue was full"],
  [LostEventSource.HUBBLE_RING_BUFFER, 'this reader was too slow'],
]);

/**
 * Returns the line of a gap; no number of losses means that nobody knows it, as after a break. `source` is a code of LostEventSource;
 * not each event lost would have been a flow shown.
 */
export function lossText(missed: number, source: number | undefined): string {
  if (missed === 0) return 'flows may be missing here, nobody knows how many';
  const text = `up to ${missed} ${missed === 1 ? 'flow' : 'flows'} lost`;
  const cause = causes.get(source ?? 0);
  return cause === undefined ? text : `${text}: ${cause}`;
}

const changes: ReadonlyMap<number, string> = new Map([
  [NodeState.NODE_CONNECTED, 'connected'],
  [NodeState.NODE_UNAVAILABLE, 'unavailable'],
  [NodeState.NODE_GONE, 'gone'],
  [NodeState.NODE_ERROR, 'reports an error'],
]);

function nodesText(names: readonly string[]): string {
  if (names.length === 0) return 'a node';
  const shown = names.slice(0, namesShown).join(', ');
  const more = names.length - namesShown;
  return `${names.length === 1 ? 'node' : 'nodes'} ${shown}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Returns the line of a change among the nodes, such as `node prod/a unavailable: connection refused`. */
export function nodeStatusText(status: NodeStatusEvent): string {
  const change = changes.get(status.state_change ?? 0) ?? 'changed';
  const message = (status.message ?? '').slice(0, messageLimit);
  return `${nodesText(status.node_names ?? [])} ${change}${message === '' ? '' : `: ${message}`}`;
}
