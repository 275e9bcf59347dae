/** The compact format: a line a flow. */

import type { Flow } from '../flow/flow.ts';
import type { LostEvent } from '../flow/lost-event.ts';
import type { GetFlowsResponse } from '../flow/messages.ts';
import { flowHosts } from './columns/host.ts';
import { identityText } from './columns/identity.ts';
import { lostEventsCount, lostEventsCpu, lostEventsSource } from './columns/lost-events.ts';
import { replyArrow } from './columns/reply.ts';
import { summaryText } from './columns/summary.ts';
import { flowTypeText } from './columns/type.ts';
import { verdictText } from './columns/verdict.ts';
import type { FlowFormat, TextStyle } from './flow-format.ts';
import { nodeStatusLine } from './node-status.ts';

/** Returns `HOST (ID) ARROW HOST (ID)`; a reply is turned round, so that the one who began stands left. */
function connectionText(flow: Flow, style: TextStyle): string {
  const hosts = flowHosts(flow, style);
  const source = `${hosts.source} ${identityText(flow.source, style.palette)}`;
  const destination = `${hosts.destination} ${identityText(flow.destination, style.palette)}`;
  const arrow = replyArrow(flow);
  return arrow === '<-' ? `${destination} ${arrow} ${source}` : `${source} ${arrow} ${destination}`;
}

function flowLine(flow: Flow, style: TextStyle): string {
  const node = style.nodeName ? ` [${flow.node_name ?? ''}]` : '';
  const what = `${flowTypeText(flow)} ${verdictText(flow, style)} (${summaryText(flow, style.palette)})`;
  return style.escape(`${style.time(flow.time)}${node}: ${connectionText(flow, style)} ${what}\n`);
}

function lostEventsLine(lost: LostEvent, response: GetFlowsResponse, style: TextStyle): string {
  const count = lostEventsCount(lost, style.time);
  return `${style.time(response.time)} EVENTS LOST: ${lostEventsSource(lost)} ${lostEventsCpu(lost)} ${count}\n`;
}

/** Returns the compact format: `TIME: HOST (ID) -> HOST (ID) TYPE VERDICT (SUMMARY)`. */
export function createCompactFormat(style: TextStyle): FlowFormat {
  return {
    flow: (flow) => flowLine(flow, style),
    lostEvents: (lost, response) => lostEventsLine(lost, response, style),
    nodeStatus: (status, response) => nodeStatusLine(status, response, style),
    end: () => '',
  };
}
