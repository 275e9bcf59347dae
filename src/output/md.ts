/** The format md: a table in Markdown (GitHub's dialect), to be pasted into an issue or a report. */

import type { FlowFormat, TextStyle } from './flow-format.ts';
import { compileFlowRow } from './flow-columns.ts';
import { createRowFormat } from './row-format.ts';

// Everything that means something inside a cell. An underscore inside a word does not.
const marks = /[\\`*~[\]<&|$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g;
const lineEnd = /\r\n|[\n\u2028\u2029]/g;

/** Returns `text` as a Markdown table shows it unchanged: marks with a backslash before them, line ends as `<br>`. */
export function markdownCell(text: string): string {
  return text.replace(marks, '\\$&').replace(lineEnd, '<br>').replaceAll('\t', ' ');
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;

/** Returns the format md with these columns. Only flows are rows; a loss is told on stderr. */
export function createMarkdownFormat(columns: readonly string[], style: TextStyle): FlowFormat {
  const row = compileFlowRow(columns, style);
  return createRowFormat(style, {
    header: line(columns.map(markdownCell)) + line(columns.map(() => '---')),
    row: (flow) => line(row(flow).map(({ text }) => markdownCell(style.escape(text)))),
  });
}
