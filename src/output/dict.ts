/** The dict format: a record of `KEY: value` lines a flow. */

import type { Flow } from '../flow/flow.ts';
import type { LostEvent } from '../flow/lost-event.ts';
import type { GetFlowsResponse } from '../flow/messages.ts';
import { flowHosts } from './columns/host.ts';
import { lostEventsCount, lostEventsCpu, lostEventsSource } from './columns/lost-events.ts';
import { summaryText } from './columns/summary.ts';
import { flowTypeText } from './columns/type.ts';
import { verdictText } from './columns/verdict.ts';
import type { FlowFormat, TextStyle } from './flow-format.ts';
import { nodeStatusRecord } from './node-status.ts';

const separator = '------------\n';

function nodeLine(name: string, style: TextStyle): string {
  return style.nodeName ? `       NODE: ${name}\n` : '';
}

function flowRecord(flow: Flow, style: TextStyle): string {
  const hosts = flowHosts(flow, style);
  return style.escape(
    `  TIMESTAMP: ${style.time(flow.time)}\n` +
      nodeLine(flow.node_name ?? '', style) +
      `     SOURCE: ${hosts.source}\n` +
      `DESTINATION: ${hosts.destination}\n` +
      `       TYPE: ${flowTypeText(flow)}\n` +
      `    VERDICT: ${verdictText(flow, style)}\n` +
      `    SUMMARY: ${summaryText(flow, style.palette)}\n`,
  );
}

function lostEventsRecord(lost: LostEvent, response: GetFlowsResponse, style: TextStyle): string {
  return style.escape(
    `  TIMESTAMP: ${style.time(response.time)}\n` +
      nodeLine(response.node_name || '-', style) +
      `     SOURCE: ${lostEventsSource(lost)}\n` +
      '       TYPE: EVENTS LOST\n' +
      '    VERDICT: -\n' +
      `    SUMMARY: ${lostEventsCpu(lost)} - ${lostEventsCount(lost, style.time)}\n`,
  );
}

/**
 * Returns the dict format. A line of dashes parts the records; a node status, which goes to stderr, counts as one, so
 * that the two streams read well when they meet on a terminal.
 */
export function createDictFormat(style: TextStyle): FlowFormat {
  let records = 0;
  const parted = (record: string): string => {
    records += 1;
    return records === 1 ? record : separator + record;
  };
  return {
    flow: (flow) => parted(flowRecord(flow, style)),
    lostEvents: (lost, response) => parted(lostEventsRecord(lost, response, style)),
    nodeStatus: (status, response) => parted(nodeStatusRecord(status, response, style)),
    end: () => '',
  };
}
