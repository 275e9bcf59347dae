/** Agent events: what a Cilium agent reports about itself. */

import { messageToJson } from '../../flow/codec/json.ts';
import { enumName } from '../../flow/enum-table.ts';
import { AgentEventType } from '../../flow/enums.ts';
import type { GetAgentEventsResponse } from '../../flow/messages.ts';
import { agentEventDetails } from './agent-event-details.ts';
import type { EventKind } from './event-kind.ts';

/** How agent events are printed. */
export const agentEvents: EventKind<GetAgentEventsResponse> = {
  header: ['TYPE', 'DETAILS'],
  describe({ agent_event: event }, time) {
    if (event === undefined) return undefined;
    const type = enumName(AgentEventType, event.type);
    const details = agentEventDetails(event, time);
    return {
      line: `${type} (${details})`,
      fields: [
        ['TYPE', type],
        ['DETAILS', details],
      ],
      cells: [type, details],
    };
  },
  json: (response) => messageToJson('observer.GetAgentEventsResponse', response),
  bareJson: ({ agent_event: event }) => (event === undefined ? undefined : messageToJson('flow.AgentEvent', event)),
};
