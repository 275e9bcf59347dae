/** Changes among the nodes behind a relay, told on stderr. */

import { enumName } from '../flow/enum-table.ts';
import { NodeState } from '../flow/enums.ts';
import type { GetFlowsResponse, NodeStatusEvent } from '../flow/messages.ts';
import type { TextStyle } from './flow-format.ts';
import { quote } from '../base/quote.ts';

const namesLimit = 50;
const separator = ', ';

/**
 * Returns the names joined by commas, cut where they would pass 50 bytes, each counted with the separator behind it. The
 * first is always there; what was left out is counted: `a, b (and 7 more)`.
 */
function nodeNamesText(names: readonly string[]): string {
  let length = 0;
  const cut = names.findIndex((name, index) => {
    length += Buffer.byteLength(name) + separator.length;
    return index > 0 && length > namesLimit;
  });
  if (cut < 0) return names.join(separator);
  return `${names.slice(0, cut).join(separator)} (and ${names.length - cut} more)`;
}

/** Returns whether the change is told without `--debug`: only what means missing flows. */
export function isTroubleOfNodes(status: NodeStatusEvent): boolean {
  return status.state_change === NodeState.NODE_UNAVAILABLE || status.state_change === NodeState.NODE_ERROR;
}

function sentence(status: NodeStatusEvent): string {
  const names = status.node_names ?? [];
  const listed = nodeNamesText(names);
  switch (status.state_change) {
    case NodeState.NODE_CONNECTED:
      return `Receiving flows from ${names.length} nodes: ${listed}`;
    case NodeState.NODE_UNAVAILABLE:
      return `${names.length} nodes are unavailable: ${listed}`;
    case NodeState.NODE_GONE:
      return `${names.length} nodes removed from cluster: ${listed}`;
    case NodeState.NODE_ERROR:
      return `Error ${quote(status.message ?? '')} on ${names.length} nodes: ${listed}`;
    default:
      return `unknown node status event: ${enumName(NodeState, status.state_change)} ${listed}`.trimEnd();
  }
}

/** Returns the change as one line: `TIME [NODE]: what happened`. */
export function nodeStatusLine(status: NodeStatusEvent, response: GetFlowsResponse, style: TextStyle): string {
  const line = `${style.time(response.time)} [${response.node_name ?? ''}]: ${sentence(status)}\n`;
  return style.escape(line);
}

/** Returns the change as the record of the dict format, without a separator. */
export function nodeStatusRecord(status: NodeStatusEvent, response: GetFlowsResponse, style: TextStyle): string {
  const message = status.message ?? '';
  return style.escape(
    `  TIMESTAMP: ${style.time(response.time)}\n` +
      `      STATE: ${enumName(NodeState, status.state_change)}\n` +
      `      NODES: ${nodeNamesText(status.node_names ?? [])}\n` +
      `    MESSAGE: ${message === '' ? 'N/A' : quote(message)}\n`,
  );
}
