/** Outcomes as docs/benchmarks.md. */

import type { BenchRow, BenchSeries, Yardstick } from './bench-case.ts';
import { machineLines } from './machine.ts';
import { peerList } from './peers.ts';
import type { MeasuredOutcome } from './results.ts';

function ratioText({ name, measured, ratio }: Yardstick): string {
  return `${ratio.toFixed(ratio < 10 ? 1 : 0)} × ${name} (${measured})`;
}

/** Returns a row as one line for a terminal. */
export function rowText({ work, measured, target, isMet, against }: BenchRow): string {
  const ratios = against.map(ratioText).join('; ');
  return `${isMet ? 'met   ' : 'MISSED'} ${work}: ${measured} (target ${target})${ratios === '' ? '' : `; ${ratios}`}`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.map(cell).join(' | ')} |`;
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return [tableRow(columns), tableRow(columns.map(() => '---')), ...rows.map(tableRow)].join('\n');
}

function rowsTable(rows: readonly BenchRow[]): string {
  return table(
    ['work', 'measured', 'in the same run', 'target', 'met'],
    rows.map((row) => [row.work, row.measured, row.against.map(ratioText).join('; ') || '–', row.target, metText(row)]),
  );
}

function metText({ isMet, reached }: BenchRow): string {
  if (isMet) return 'yes';
  return reached === undefined ? 'no' : `no: ${Math.floor(reached * 100)} % of it`;
}

/** What stands in the way of the targets that are missed. */
function missesText(rows: readonly BenchRow[]): string {
  const lines = rows.flatMap(({ isMet, work, inTheWay }) =>
    isMet || inTheWay === undefined ? [] : [`- ${work}: ${inTheWay}`],
  );
  return lines.length === 0 ? '' : `\n## What is in the way of what is missed\n\n${lines.join('\n')}\n`;
}

function notes(rows: readonly BenchRow[]): string {
  const lines = rows.flatMap((row) => row.notes.map((note) => `- ${row.work}: ${note}`));
  return lines.length === 0 ? '' : `\n## Notes\n\n${lines.join('\n')}\n`;
}

function numberOf(text: string | undefined): number {
  return Number((text ?? '').replaceAll(',', ''));
}

/** Returns a chart that GitHub and most viewers of Markdown draw; the table under it says the same to others. */
function chartText({ columns, rows }: BenchSeries): string {
  const [along = '', ...drawn] = columns;
  const [first, last] = [rows.at(0)?.[0], rows.at(-1)?.[0]];
  const lines = drawn.map((_name, index) => rows.map((row) => numberOf(row[index + 1])));
  const top = Math.max(...lines.flat());
  return [
    '```mermaid',
    'xychart-beta',
    `  x-axis "${along}" ${numberOf(first)} --> ${numberOf(last)}`,
    `  y-axis "ms" 0 --> ${Math.ceil(top * 1.05)}`,
    ...lines.map((values) => `  line [${values.join(', ')}]`),
    '```',
    '',
    '',
  ].join('\n');
}

function seriesText(series: BenchSeries): string {
  const { title, columns, rows, chart } = series;
  return `\n## ${title}\n\n${chart === undefined ? '' : chartText(series)}${table(columns, rows)}\n`;
}

function commandsText(measured: readonly MeasuredOutcome[]): string {
  const lines = measured.map(({ name, revision, day }) => [`\`npm run bench -- ${name}\``, revision, day]);
  return `\n## How each was measured\n\n${table(['command', 'revision', 'day'], lines)}\n`;
}

/** Returns the whole document; `missing` are the cases nobody measured in full. */
export function reportOf(measured: readonly MeasuredOutcome[], missing: readonly string[]): string {
  const rows = measured.flatMap((outcome) => outcome.rows);
  const series = measured.flatMap((outcome) => outcome.series ?? []);
  const gaps = missing.length === 0 ? '' : `\nNot measured in full yet: ${missing.join(', ')}.\n`;
  return `# Benchmarks

Written by \`npm run bench\`. Medians of one run a case; the machine is shared and noisy, so a ratio to something measured in the same run says more than
the figure. What misses its target stands here with the others, and by how much.

${machineLines().join('\n')}
- peers: ${peerList().join('; ')}

${rowsTable(rows)}
${gaps}${missesText(rows)}${notes(rows)}${series.map(seriesText).join('')}${commandsText(measured)}`;
}
