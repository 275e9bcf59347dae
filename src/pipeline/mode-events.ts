/** A change of the drop action override as an agent event: from then on a log line means something else. */

import type { Timestamp } from '../base/time/timestamp.ts';
import type { GetAgentEventsResponse } from '../flow/messages.ts';
import type { ModeStatus } from '../flow/observed-status.ts';

/** The word in `unknown.type`: Hubble's schema has no event for it, and no other event of its may stand for it. */
const changeType = 'drop-action-override';

/** When the change was found, and the names of nodes. */
export interface ModeChange {
  readonly before: readonly ModeStatus[];
  readonly after: readonly ModeStatus[];
  readonly time: Timestamp;
  readonly clusterName: string;
  /** Who tells of the mode of every node without one of its own: `<cluster>/<node>`. */
  readonly nodeName: string;
}

/**
 * Returns an event for every node whose mode is another one, that for all others first. The notification is JSON: `node` (empty
 * for every node without a mode of its own), `from`, `to` and the `origin` of the new mode.
 */
export function modeEvents(change: ModeChange): readonly GetAgentEventsResponse[] {
  const [before, after] = [byNode(change.before), byNode(change.after)];
  const names = new Set(['', ...before.keys(), ...after.keys()]);
  return [...names].flatMap((node) => {
    const from = before.get(node) ?? before.get('');
    const to = after.get(node) ?? after.get('');
    if (from?.drop_action_override === to?.drop_action_override) return [];
    const notification = { node, from: from?.drop_action_override, to: to?.drop_action_override, origin: to?.origin };
    return [
      {
        agent_event: { unknown: { type: changeType, notification: JSON.stringify(notification) } },
        node_name: node === '' ? change.nodeName : `${change.clusterName}/${node}`,
        time: change.time,
      },
    ];
  });
}

function byNode(modes: readonly ModeStatus[]): ReadonlyMap<string, ModeStatus> {
  return new Map(modes.map((mode) => [mode.node_name ?? '', mode]));
}
