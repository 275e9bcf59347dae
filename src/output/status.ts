/** The answer to ServerStatus, as `hubble status` prints it. */

import { messageToJson } from '../flow/codec/json.ts';
import type { ServerStatusResponse } from '../flow/messages.ts';
import { alignTabs } from './elastic-tabs.ts';
import type { StatusFormatName } from './formats.ts';
import { groupedText, percentText, spanText, twoDecimals } from './number-text.ts';
import { createTerminalEscape } from './terminal-text.ts';

/** What the answer does not say itself. */
export interface StatusOptions {
  readonly format: StatusFormatName;
  /** The server as the user would name it, such as `localhost:4245`. */
  readonly target: string;
}

const notAvailable = 'N/A';
const escape = createTerminalEscape(false);

function reportedRate(status: ServerStatusResponse): string | undefined {
  const rate = status.flows_rate ?? 0;
  return rate > 0 ? twoDecimals(rate) : undefined;
}

/** Returns flows a second since the start: what stands in where the server reports no rate. */
function averageRate(status: ServerStatusResponse): string {
  const uptime = status.uptime_ns ?? 0n;
  return uptime === 0n ? notAvailable : twoDecimals(Number(status.seen_flows ?? 0n) / (Number(uptime) / 1e9));
}

function flowsHeld(status: ServerStatusResponse): string {
  const [held, capacity] = [status.num_flows ?? 0n, status.max_flows ?? 0n];
  const ratio = capacity === 0n ? '' : ` (${percentText(held, capacity)}%)`;
  return `Current/Max Flows: ${groupedText(held)}/${groupedText(capacity)}${ratio}`;
}

function connectedNodes(status: ServerStatusResponse): readonly string[] {
  const { num_connected_nodes: connected, num_unavailable_nodes: unavailable } = status;
  if (connected === undefined) return [];
  return [`Connected Nodes: ${connected}${unavailable === undefined ? '' : `/${connected + unavailable}`}`];
}

function unavailableNodes(status: ServerStatusResponse): readonly string[] {
  const count = status.num_unavailable_nodes ?? 0;
  if (count === 0) return [];
  const names = (status.unavailable_nodes ?? []).toSorted();
  const more = names.length > 0 && count > names.length ? [`and ${count - names.length} more...`] : [];
  return [`Unavailable Nodes: ${count}`, ...[...names, ...more].map((name) => `  - ${name}`)];
}

function compactStatus(status: ServerStatusResponse, target: string): string {
  const lines = [
    `Healthcheck (via ${target}): Ok`,
    flowsHeld(status),
    `Flows/s: ${reportedRate(status) ?? averageRate(status)}`,
    ...connectedNodes(status),
    ...unavailableNodes(status),
  ];
  return `${lines.join('\n')}\n`;
}

function cells(status: ServerStatusResponse): readonly string[] {
  return [
    groupedText(status.num_flows ?? 0n),
    groupedText(status.max_flows ?? 0n),
    groupedText(status.seen_flows ?? 0n),
    reportedRate(status) ?? notAvailable,
    spanText(status.uptime_ns ?? 0n),
    String(status.num_connected_nodes ?? notAvailable),
    String(status.num_unavailable_nodes ?? notAvailable),
    status.version ?? '',
  ];
}

const tableHeader =
  'NUM FLOWS\tMAX FLOWS\tSEEN FLOWS\tFLOWS PER SECOND\tUPTIME\tNUM CONNECTED NODES\tNUM UNAVAILABLE NODES\tVERSION';

const dictKeys = [
  '          NUM FLOWS',
  '          MAX FLOWS',
  '         SEEN FLOWS',
  '   FLOWS PER SECOND',
  '             UPTIME',
  'NUM CONNECTED NODES',
  ' NUM UNAVAIL. NODES',
  '            VERSION',
];

function dictStatus(status: ServerStatusResponse): string {
  const values = cells(status);
  return dictKeys.map((key, index) => `${key}: ${values[index] ?? ''}\n`).join('');
}

/**
 * Returns the status of a server that is healthy, whole lines. Only the compact format begins with the health check.
 */
export function formatServerStatus(status: ServerStatusResponse, options: StatusOptions): string {
  switch (options.format) {
    case 'compact':
      return escape(compactStatus(status, options.target));
    case 'dict':
      return escape(dictStatus(status));
    case 'table':
      return alignTabs(escape(`${tableHeader}\n${cells(status).join('\t')}\n`));
    case 'json':
      return `${messageToJson('observer.ServerStatusResponse', status)}\n`;
    default:
      return options.format satisfies never;
  }
}
