/** The format csv: a header and a row a flow, as RFC 4180 quotes them. */

import type { FlowFormat, TextStyle } from './flow-format.ts';
import { compileFlowRow, type Cell } from './flow-columns.ts';
import { createRowFormat } from './row-format.ts';

// What a spreadsheet takes for the beginning of a formula (the full-width forms too), or passes over before one.
const formulaStart = /^[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20]/;
const toQuote = /[",\r\n]|^\s|\s$/;

function quoted(text: string): string {
  return toQuote.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function cellText(cell: Cell, style: TextStyle): string {
  if (cell.kind === 'plain') return cell.text;
  const text = style.escape(cell.text);
  return quoted(formulaStart.test(text) ? `'${text}` : text);
}

const line = (cells: readonly string[]): string => `${cells.join(',')}\n`;

/**
 * Returns the format csv with these columns. Rows end with LF, as the tools of a shell expect, not with the CR LF that RFC 4180
 * writes and nobody insists on. Text of the data that a spreadsheet would run as a formula has an apostrophe put before it. Only
 * flows are rows; a loss is told on stderr.
 */
export function createCsvFormat(columns: readonly string[], style: TextStyle): FlowFormat {
  const row = compileFlowRow(columns, style);
  return createRowFormat(style, {
    header: line(columns.map(quoted)),
    row: (flow) => line(row(flow).map((cell) => cellText(cell, style))),
  });
}
