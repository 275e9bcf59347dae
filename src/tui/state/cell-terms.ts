/** Cells as terms of the filter bar. */

import { nodeText } from '../../filters/expression/node-text.ts';
import { negate, type FieldNode, type FilterNode } from '../../filters/expression/node.ts';
import { readBar } from '../../filters/expression/reading.ts';
import { enumName } from '../../flow/enum-table.ts';
import { Verdict } from '../../flow/verdict.ts';
import { flowPorts } from '../../output/columns/host.ts';
import type { ConversationRow, GroupColumn } from './readers.ts';
import type { SeenFlow } from './timeline-entry.ts';
import type { FlowColumnName } from './ui-state.ts';

/** A key of the bar with a value; undefined where there is nothing to filter by. */
type CellTerm = FieldNode | undefined;

const valued = (key: string, value: string | undefined): CellTerm =>
  value === undefined || value === '' ? undefined : { kind: 'field', key, values: [value] };

function endTerm({ flow }: SeenFlow, end: 'source' | 'destination'): CellTerm {
  const key = end === 'source' ? 'from' : 'to';
  const endpoint = flow[end];
  const pod = endpoint?.pod_name ?? '';
  if (pod !== '') return valued(key, `${endpoint?.namespace ?? ''}/${pod}`);
  const service = end === 'source' ? flow.source_service : flow.destination_service;
  const names = end === 'source' ? flow.source_names : flow.destination_names;
  if ((service?.name ?? '') !== '') return valued(`${key}-svc`, `${service?.namespace ?? ''}/${service?.name ?? ''}`);
  return valued(`${key}-fqdn`, names?.[0]) ?? valued(key, flow.IP?.[end]);
}

function portTerm({ flow }: SeenFlow): CellTerm {
  const { destination } = flowPorts(flow.l4);
  return destination === 0 ? protocolTerm(flow.l4) : valued('port', String(destination));
}

function protocolTerm(l4: SeenFlow['flow']['l4']): CellTerm {
  return valued('proto', Object.keys(l4 ?? {})[0]?.toLowerCase());
}

const verdictWords: ReadonlyMap<number, string> = new Map([
  [Verdict.AUDIT, 'audited'],
  [Verdict.DROPPED, 'denied'],
  [Verdict.FORWARDED, 'allowed'],
  [Verdict.REDIRECTED, 'allowed'],
  [Verdict.VERDICT_UNKNOWN, 'unknown'],
]);

function verdictTerm({ flow }: SeenFlow): CellTerm {
  return valued('verdict', verdictWords.get(flow.verdict ?? 0) ?? enumName(Verdict, flow.verdict).toLowerCase());
}

function summaryTerm({ flow: { l4 } }: SeenFlow): CellTerm {
  const set = Object.entries(l4?.TCP?.flags ?? {}).filter(([, isSet]) => isSet === true);
  return set.length > 0 ? valued('flags', set.map(([name]) => name).join('+')) : protocolTerm(l4);
}

const flowCells: Readonly<Record<FlowColumnName, (seen: SeenFlow) => CellTerm>> = {
  time: () => undefined,
  node: ({ nodeName }) => valued('node', nodeName),
  source: (seen) => endTerm(seen, 'source'),
  destination: (seen) => endTerm(seen, 'destination'),
  port: portTerm,
  verdict: verdictTerm,
  summary: summaryTerm,
};

const portCell = /^(?:(\d+)\/)?(.*)$/u;

function groupedPortTerm(text: string): CellTerm {
  const [, port, protocol = ''] = portCell.exec(text) ?? [];
  return valued('port', port) ?? valued('proto', protocol.toLowerCase());
}

const groupCells: Readonly<Record<GroupColumn, (text: string) => CellTerm>> = {
  source: (text) => valued('from', text),
  'source-namespace': (text) => valued('from-ns', text),
  destination: (text) => valued('to', text),
  'destination-namespace': (text) => valued('to-ns', text),
  port: groupedPortTerm,
  verdict: (text) => valued('verdict', text === 'undecided' ? 'unknown' : text),
  direction: (text) => valued('dir', text.toLowerCase()),
  node: (text) => valued('node', text),
  policy: (text) => valued('policy', text === '' ? 'none' : text),
};

function written(cell: CellTerm, isNegated: boolean): string | undefined {
  if (cell === undefined) return undefined;
  return nodeText(isNegated ? negate(cell) : cell);
}

/** Returns the term that holds for flows with this value of a key of the bar. */
export function keyTerm(key: string, value: string): string {
  return nodeText({ kind: 'field', key, values: [value] });
}

/** Returns the term that holds for flows with the same in a column, or its opposite; undefined for a cell that says nothing. */
export function flowCellTerm(seen: SeenFlow, column: FlowColumnName, isNegated: boolean): string | undefined {
  return written(flowCells[column](seen), isNegated);
}

/** Returns the term for a group of a conversation, or its opposite; undefined for a group that is empty. */
export function groupCellTerm(column: GroupColumn, text: string, isNegated: boolean): string | undefined {
  return written(groupCells[column](text), isNegated);
}

/** Returns the terms that hold for the flows of a conversation. */
export function conversationTerms(columns: readonly GroupColumn[], { groups }: ConversationRow): readonly string[] {
  return columns.flatMap((column, index) => groupCellTerm(column, groups[index] ?? '', false) ?? []);
}

function way(
  { IP: ip, l4 }: SeenFlow['flow'],
  [from, to]: readonly ['from', 'to'] | readonly ['to', 'from'],
): FilterNode {
  const ports = flowPorts(l4);
  const parts = [
    valued(`${from}-ip`, ip?.source),
    ports.source === 0 ? undefined : valued(`${from}-port`, String(ports.source)),
    valued(`${to}-ip`, ip?.destination),
    ports.destination === 0 ? undefined : valued(`${to}-port`, String(ports.destination)),
    protocolTerm(l4),
  ];
  return { kind: 'all', of: parts.filter((part) => part !== undefined) };
}

/** Returns the term that holds for both directions of the flow's connection; undefined without addresses. */
export function connectionTerm({ flow }: SeenFlow): string | undefined {
  const { source = '', destination = '' } = flow.IP ?? {};
  if (source === '' || destination === '') return undefined;
  return nodeText({ kind: 'any', of: [way(flow, ['from', 'to']), way(flow, ['to', 'from'])] });
}

function keyOf(term: string): string | undefined {
  const reading = readBar(term);
  const [only, ...more] = reading.ok ? reading.terms : [];
  return more.length === 0 && only?.node.kind === 'field' ? only.node.key : undefined;
}

/**
 * Returns the terms with one more. In the bar a key that stands twice widens; here it narrows, so a term goes in the place of
 * one with the same key.
 */
export function narrowedBy(terms: readonly string[], term: string): readonly string[] {
  const key = keyOf(term);
  return [...terms.filter((other) => key === undefined || keyOf(other) !== key), term];
}
