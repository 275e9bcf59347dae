/** Debug events: messages of the datapath for those who work on it. */

import type { DebugEvent } from '../../flow/agent-event.ts';
import { messageToJson } from '../../flow/codec/json.ts';
import type { Endpoint } from '../../flow/endpoint.ts';
import { enumName } from '../../flow/enum-table.ts';
import { DebugEventType } from '../../flow/enums.ts';
import type { GetDebugEventsResponse } from '../../flow/messages.ts';
import type { EventKind, EventText } from './event-kind.ts';

const notAvailable = 'N/A';

function endpointText(endpoint: Endpoint | undefined): string {
  if (endpoint === undefined) return notAvailable;
  const { ID: id = 0, namespace = '', pod_name: pod = '', labels = [] } = endpoint;
  const [label] = labels;
  if (namespace !== '' && pod !== '') return `${namespace}/${pod} (ID: ${id})`;
  return labels.length === 1 && label?.startsWith('reserved:') === true ? `${label} (ID: ${id})` : `ID: ${id}`;
}

function markText(hash: number | undefined): string {
  return hash === undefined ? notAvailable : `0x${hash.toString(16)}`;
}

// The sign counts for the width, as with Go's %02d.
function cpuText(cpu: number | undefined): string {
  if (cpu === undefined) return notAvailable;
  return cpu < 0 ? String(cpu) : String(cpu).padStart(2, '0');
}

function describe(event: DebugEvent): EventText {
  const type = enumName(DebugEventType, event.type);
  const from = endpointText(event.source);
  const mark = markText(event.hash);
  const cpu = cpuText(event.cpu);
  const message = event.message ?? '';
  return {
    line: `${from} ${type} MARK: ${mark} CPU: ${cpu} (${message})`,
    fields: [
      ['TYPE', type],
      ['FROM', from],
      ['MARK', mark],
      ['CPU', cpu],
      ['MESSAGE', message],
    ],
    // Hubble ends the FROM cell with two tabs, which makes a column of nothing.
    cells: [from, '', type, `${cpu} ${mark}`, message],
  };
}

/** How debug events are printed. */
export const debugEvents: EventKind<GetDebugEventsResponse> = {
  header: ['FROM', '', 'TYPE', 'CPU/MARK', 'MESSAGE'],
  describe: ({ debug_event: event }) => (event === undefined ? undefined : describe(event)),
  json: (response) => messageToJson('observer.GetDebugEventsResponse', response),
  bareJson: ({ debug_event: event }) => (event === undefined ? undefined : messageToJson('flow.DebugEvent', event)),
};
