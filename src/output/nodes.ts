/** The answer to GetNodes, as `hubble list nodes` prints it. */

import { messageToJson } from '../flow/codec/json.ts';
import { NodeState } from '../flow/enums.ts';
import type { GetNodesResponse, Node } from '../flow/messages.ts';
import { alignTabs } from './elastic-tabs.ts';
import type { ListFormatName } from './formats.ts';
import { jsonListText } from './json-list.ts';
import { percentText, spanText, twoDecimals } from './number-text.ts';
import { createTerminalEscape } from './terminal-text.ts';

const notAvailable = 'N/A';
const nanosPerSecond = 1_000_000_000n;
const escape = createTerminalEscape(false);

const stateTexts: ReadonlyMap<number, string> = new Map([
  [NodeState.NODE_CONNECTED, 'Connected'],
  [NodeState.NODE_UNAVAILABLE, 'Unavailable'],
  [NodeState.NODE_GONE, 'Gone'],
  [NodeState.NODE_ERROR, 'Error'],
]);

/** Returns the uptime in whole seconds, rounded. */
function uptimeSeconds(node: Node): bigint {
  return ((node.uptime_ns ?? 0n) + nanosPerSecond / 2n) / nanosPerSecond;
}

function rateText(node: Node): string {
  const seconds = uptimeSeconds(node);
  return seconds === 0n ? notAvailable : twoDecimals(Number(node.seen_flows ?? 0n) / Number(seconds));
}

function heldText(node: Node): string {
  const [held, capacity] = [node.num_flows ?? 0n, node.max_flows ?? 0n];
  return capacity === 0n ? notAvailable : `${held}/${capacity} (${percentText(held, capacity).padStart(6)}%)`;
}

function tlsText(node: Node): string {
  if (node.tls === undefined) return notAvailable;
  return node.tls.enabled === true ? 'Enabled' : 'Disabled';
}

function narrowCells(node: Node): readonly string[] {
  const seconds = uptimeSeconds(node);
  const age = seconds === 0n ? notAvailable : spanText(seconds * nanosPerSecond);
  const state = stateTexts.get(node.state ?? NodeState.UNKNOWN_NODE_STATE) ?? 'Unknown';
  return [node.name ?? '', state, age, rateText(node), heldText(node)];
}

function tableText(nodes: readonly Node[], wide: boolean): string {
  const header = [
    'NAME',
    'STATUS',
    'AGE',
    'FLOWS/S',
    'CURRENT/MAX-FLOWS',
    ...(wide ? ['VERSION', 'ADDRESS', 'TLS'] : []),
  ];
  const rows = nodes.map((node) => {
    const more = wide ? [node.version || notAvailable, node.address ?? '', tlsText(node)] : [];
    return [...narrowCells(node), ...more];
  });
  return alignTabs(escape([header, ...rows].map((row) => `${row.join('\t')}\n`).join('')));
}

function byName(a: Node, b: Node): number {
  const [nameOfA, nameOfB] = [a.name ?? '', b.name ?? ''];
  if (nameOfA === nameOfB) return 0;
  return nameOfA < nameOfB ? -1 : 1;
}

/** Returns the nodes sorted by name, whole lines; the table's header is there without nodes, too. */
export function formatNodes(response: GetNodesResponse, format: ListFormatName): string {
  const nodes = (response.nodes ?? []).toSorted(byName);
  if (format === 'json') return jsonListText(nodes.map((node) => messageToJson('observer.Node', node)));
  return tableText(nodes, format === 'wide');
}
