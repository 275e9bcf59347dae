/** The table format: a header and a row a flow, printed once the last flow is known. */

import type { Flow } from '../flow/flow.ts';
import type { LostEvent } from '../flow/lost-event.ts';
import type { GetFlowsResponse } from '../flow/messages.ts';
import { flowHosts } from './columns/host.ts';
import { lostEventsCount, lostEventsCpu, lostEventsSource } from './columns/lost-events.ts';
import { summaryText } from './columns/summary.ts';
import { flowTypeText } from './columns/type.ts';
import { verdictText } from './columns/verdict.ts';
import { alignTabs } from './elastic-tabs.ts';
import type { FlowFormat, TextStyle } from './flow-format.ts';
import { nodeStatusLine } from './node-status.ts';

/** A row with its TIMESTAMP, NODE (when asked for) and other cells; the last one has no tab behind it. */
function row(style: TextStyle, time: string, node: string, cells: string): string {
  return style.escape(`${time}\t${style.nodeName ? `${node}\t` : ''}${cells}\n`);
}

function header(style: TextStyle): string {
  return row(style, 'TIMESTAMP', 'NODE', 'SOURCE\tDESTINATION\tTYPE\tVERDICT\tSUMMARY');
}

function flowRow(flow: Flow, style: TextStyle): string {
  const { source, destination } = flowHosts(flow, style);
  const type = flowTypeText(flow);
  const cells = `${source}\t${destination}\t${type}\t${verdictText(flow, style)}\t${summaryText(flow, style.palette)}`;
  return row(style, style.time(flow.time), flow.node_name ?? '', cells);
}

function lostEventsRow(lost: LostEvent, response: GetFlowsResponse, style: TextStyle): string {
  const summary = `${lostEventsCpu(lost)} - ${lostEventsCount(lost, style.time)}`;
  const cells = `${lostEventsSource(lost)}\t-\tEVENTS LOST\t-\t${summary}`;
  return row(style, style.time(response.time), response.node_name || '-', cells);
}

/** Returns the table format. Nothing at all is printed for an answer without flows. */
export function createTableFormat(style: TextStyle): FlowFormat {
  const rows: string[] = [];
  const keep = (text: string): string => {
    rows.push(text);
    return '';
  };
  return {
    flow: (flow) => keep(flowRow(flow, style)),
    lostEvents: (lost, response) => keep(lostEventsRow(lost, response, style)),
    nodeStatus: (status, response) => nodeStatusLine(status, response, style),
    end: () => (rows.length === 0 ? '' : alignTabs(header(style) + rows.join(''))),
  };
}
