/** The nodes behind a server, and the server itself, as far as it tells of them. */

import { NodeState } from '../../flow/enums.ts';
import type { Node, ServerStatusResponse } from '../../flow/messages.ts';
import type { SessionReader, StreamState } from '../state/readers.ts';
import { clean } from '../text/clean.ts';
import { countOf, countText, spanText } from '../text/amounts.ts';
import { alignedRows } from '../text/aligned.ts';
import { textWidth } from '../text/width.ts';
import { fact, joined, type DetailPart } from './detail-part.ts';

const stateWords: ReadonlyMap<number, string> = new Map([
  [NodeState.NODE_CONNECTED, 'connected'],
  [NodeState.NODE_UNAVAILABLE, 'unavailable'],
  [NodeState.NODE_GONE, 'gone'],
  [NodeState.NODE_ERROR, 'error'],
]);

function msOf(nanos: bigint | undefined): number {
  return Number((nanos ?? 0n) / 1_000_000n);
}

function perSecond(node: Node): string {
  const seconds = msOf(node.uptime_ns) / 1000;
  return seconds < 1 ? '' : `${countText(Math.round(Number(node.seen_flows ?? 0n) / seconds))}/s`;
}

function heldText(node: Node): string {
  const capacity = Number(node.max_flows ?? 0n);
  return capacity === 0 ? '' : `${countText(Number(node.num_flows ?? 0n))}/${countText(capacity)}`;
}

function tlsText(node: Node): string {
  if (node.tls === undefined) return '';
  return node.tls.enabled === true ? 'TLS' : 'no TLS';
}

interface NodeColumn {
  readonly title: string;
  readonly text: (node: Node) => string;
  /** The lowest goes first where there is no room; undefined stays. */
  readonly dropRank?: number;
}

function uptimeText(node: Node): string {
  const uptime = msOf(node.uptime_ns);
  return uptime === 0 ? '' : spanText(uptime);
}

function stateOf(node: Node): string {
  return stateWords.get(node.state ?? NodeState.UNKNOWN_NODE_STATE) ?? 'unknown';
}

const columns: readonly NodeColumn[] = [
  { title: 'NAME', text: (node) => node.name ?? '' },
  { title: 'STATE', text: stateOf },
  { title: 'VERSION', text: (node) => node.version ?? '', dropRank: 3 },
  { title: 'UP', text: uptimeText, dropRank: 5 },
  { title: 'FLOWS HELD', text: heldText, dropRank: 6 },
  { title: 'RATE', text: perSecond, dropRank: 4 },
  { title: 'TLS', text: tlsText, dropRank: 2 },
  { title: 'ADDRESS', text: (node) => node.address ?? '', dropRank: 1 },
];

function isConnected({ state }: Node): boolean {
  return state === NodeState.NODE_CONNECTED;
}

function byTrouble(a: Node, b: Node): number {
  return Number(isConnected(a)) - Number(isConnected(b)) || (a.name ?? '').localeCompare(b.name ?? '');
}

/** How a list of nodes is drawn. */
export interface NodeListOptions {
  readonly isAscii: boolean;
  /** Cells there are: columns that find no room are left out. */
  readonly width: number;
}

/** Returns the head and the rows as lines that fit, as far as columns may go. */
function nodeLines(nodes: readonly Node[], { isAscii, width }: NodeListOptions): readonly string[] {
  let shown = columns;
  for (;;) {
    const rows = nodes.map((node) => shown.map(({ text }) => clean(text(node), isAscii)));
    const lines = alignedRows([shown.map(({ title }) => title), ...rows]);
    const ranks = shown.flatMap(({ dropRank }) => (dropRank === undefined ? [] : [dropRank]));
    if (ranks.length === 0 || lines.every((line) => textWidth(line) <= width)) return lines;
    const next = Math.min(...ranks);
    shown = shown.filter(({ dropRank }) => dropRank !== next);
  }
}

function listedNodes(nodes: readonly Node[], options: NodeListOptions): readonly DetailPart[] {
  const sorted = nodes.toSorted(byTrouble);
  return nodeLines(sorted, options).map((line, index) => {
    const node = sorted[index - 1];
    if (node === undefined) return { kind: 'verbatim', lines: [line], tone: 'column-head' };
    return { kind: 'verbatim', lines: [line], ...(isConnected(node) ? {} : { tone: 'error' as const }) };
  });
}

/** Returns the nodes, those in trouble first; where the server lists none, which it says are away. */
export function nodeParts(session: SessionReader, options: NodeListOptions): readonly DetailPart[] {
  const nodes = session.nodeList?.nodes ?? [];
  if (nodes.length > 0) return listedNodes(nodes, options);
  const away = session.nodes?.away ?? [];
  const counts =
    session.nodes === undefined ? undefined : `${session.nodes.connected} of ${session.nodes.total} send flows`;
  if (counts === undefined) return [];
  return [{ kind: 'text', text: counts }, ...fact('away', away.join(', '), 'error')];
}

function stateText(state: StreamState): string {
  switch (state.kind) {
    case 'reconnecting':
      return `away: ${state.reason}`;
    case 'failed':
      return joined([`failed: ${state.message}`, state.hint]);
    default:
      return state.kind;
  }
}

function statusText(status: ServerStatusResponse): string {
  const capacity = Number(status.max_flows ?? 0n);
  const rate = status.flows_rate ?? 0;
  return joined([
    status.version,
    (status.uptime_ns ?? 0n) === 0n ? undefined : `up ${spanText(msOf(status.uptime_ns))}`,
    `${countText(Number(status.num_flows ?? 0n))}${capacity === 0 ? '' : ` of ${countText(capacity)}`} flows held`,
    `${countText(Number(status.seen_flows ?? 0n))} seen`,
    rate > 0 ? `${countText(Math.round(rate))}/s` : undefined,
  ]);
}

function tlsOf(isTls: boolean | undefined): string | undefined {
  if (isTls === undefined) return undefined;
  return isTls ? 'TLS' : 'no TLS';
}

/** Returns what is known of the origin of the flows, and what of them arrived here and what did not. */
export function originParts(session: SessionReader): readonly DetailPart[] {
  const { lost, serverStatus } = session;
  const tls = tlsOf(session.isTls);
  return [
    ...fact('from', joined([session.cluster, session.name, tls, stateText(session.state)])),
    ...fact('server', serverStatus === undefined ? undefined : statusText(serverStatus)),
    ...fact('held', session.heldMs === undefined ? undefined : `${spanText(session.heldMs)} of the past`),
    ...fact('here', joined([countOf(session.received, 'flow'), `${countText(Math.round(session.flowsPerSecond))}/s`])),
    ...fact(
      'lost',
      `${countText(lost.source)} before the server   ${countText(lost.reader)} on the way to this reader`,
      lost.source + lost.reader > 0 ? 'gap' : undefined,
    ),
  ];
}
