/** Columns of the formats csv and md: fields of the schema, and the columns of the table. */

import { UsageError } from '../base/errors.ts';
import { quote } from '../base/quote.ts';
import { messageToJson } from '../flow/codec/json.ts';
import { compileFieldMask, isFlowPath } from '../flow/field-mask.ts';
import type { Flow } from '../flow/flow.ts';
import { flowHosts, flowPorts } from './columns/host.ts';
import { summaryText } from './columns/summary.ts';
import { flowTypeText } from './columns/type.ts';
import { verdictText } from './columns/verdict.ts';
import type { TextStyle } from './flow-format.ts';

/** A cell: text that came with the data, or a number or truth value of ours. */
export type Cell = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'plain'; readonly text: string };

/** Cells of one flow, one for each column. */
export type FlowRow = (flow: Flow) => readonly Cell[];

type Column = (flow: Flow, style: TextStyle) => Cell;

const textCell = (text: string): Cell => ({ kind: 'text', text });
const plainCell = (text: string): Cell => ({ kind: 'plain', text });
const portCell = (port: number): Cell => plainCell(port === 0 ? '' : String(port));

function protocolOf({ l4 }: Flow): string {
  return Object.entries(l4 ?? {}).find(([, header]) => header !== undefined)?.[0] ?? '';
}

/** Columns that are no single field: those of the table by their headings, and what every transport has in a field of its own. */
const madeColumns: ReadonlyMap<string, Column> = new Map<string, Column>([
  ['TIMESTAMP', (flow, style) => textCell(style.time(flow.time))],
  ['NODE', (flow) => textCell(flow.node_name ?? '')],
  ['SOURCE', (flow, style) => textCell(flowHosts(flow, style).source)],
  ['DESTINATION', (flow, style) => textCell(flowHosts(flow, style).destination)],
  ['TYPE', (flow) => textCell(flowTypeText(flow))],
  ['VERDICT', (flow, style) => textCell(verdictText(flow, style))],
  ['SUMMARY', (flow, style) => textCell(summaryText(flow, style.palette))],
  ['protocol', (flow) => plainCell(protocolOf(flow))],
  ['source_port', (flow) => portCell(flowPorts(flow.l4).source)],
  ['destination_port', (flow) => portCell(flowPorts(flow.l4).destination)],
]);

/** Names of the columns that are no field of the schema. */
export const madeColumnNames: readonly string[] = [...madeColumns.keys()];

/** What csv shows when no fields are named: what a spreadsheet sorts and filters by. */
export const csvColumns: readonly string[] = [
  'time',
  'node_name',
  'verdict',
  'TYPE',
  'traffic_direction',
  'source.namespace',
  'source.pod_name',
  'IP.source',
  'source_port',
  'destination.namespace',
  'destination.pod_name',
  'IP.destination',
  'destination_port',
  'protocol',
  'drop_reason_desc',
  'Summary',
];

/** What md shows when no fields are named: the columns of the table. */
export function markdownColumns(nodeName: boolean): readonly string[] {
  return ['TIMESTAMP', ...(nodeName ? ['NODE'] : []), 'SOURCE', 'DESTINATION', 'TYPE', 'VERDICT', 'SUMMARY'];
}

/** Where columns are asked for: text formats have more of them than the JSON formats. */
export type ColumnUse = 'text' | 'json';

/** Throws a UsageError for a name that is no field of a flow, nor (as `text`) a column of the table. */
export function requireColumns(names: readonly string[], use: ColumnUse): void {
  for (const name of names) {
    if (isFlowPath(name) || (use === 'text' && madeColumns.has(name))) continue;
    throw new UsageError(`invalid argument ${quote(name)} for "--fields" flag: no such field of a flow`, {
      code: 'flags/fields',
      hint: madeColumns.has(name)
        ? `${name} is a column of csv and md; json has fields of the schema only, such as time or l4.TCP.flags`
        : `name fields as the schema does, such as time, source.pod_name or l4.TCP.flags; csv and md also have ${madeColumnNames.join(', ')}`,
    });
  }
}

/** What JSON holds, as a cell: nothing is empty, texts stand as they are, texts of a list are joined by commas. */
function cellOf(value: unknown): Cell {
  if (value === undefined) return plainCell('');
  if (typeof value === 'string') return textCell(value);
  if (typeof value === 'number' || typeof value === 'boolean') return plainCell(String(value));
  const isTexts = Array.isArray(value) && value.every((item) => typeof item === 'string');
  return textCell(isTexts ? value.join(',') : JSON.stringify(value));
}

function valueAt(root: unknown, path: readonly string[]): unknown {
  let value = root;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = Object.entries(value).find(([key]) => key === name)?.[1];
  }
  return value;
}

/**
 * Returns the function that gives the cells of a flow. A field of the schema has the text the JSON formats give it, without
 * quotes; what they leave out is an empty cell. Throws a UsageError for a name that is no column.
 */
export function compileFlowRow(names: readonly string[], style: TextStyle): FlowRow {
  requireColumns(names, 'text');
  const fields = names.filter((name) => !madeColumns.has(name));
  const masked = compileFieldMask(fields);
  const columns = names.map((name) => ({ made: madeColumns.get(name), path: name.split('.') }));
  return (flow) => {
    const json: unknown = fields.length === 0 ? {} : JSON.parse(messageToJson('flow.Flow', masked(flow)));
    return columns.map(({ made, path }) => (made === undefined ? cellOf(valueAt(json, path)) : made(flow, style)));
  };
}
