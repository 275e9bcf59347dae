/** Outcomes as docs/benchmarks.md. */

import type { BenchOutcome, BenchRow, BenchSeries, Yardstick } from './bench-case.ts';
import { machineLines } from './machine.ts';
import { peerList } from './peers.ts';

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
    rows.map((row) => [
      row.work,
      row.measured,
      row.against.map(ratioText).join('; ') || '–',
      row.target,
      row.isMet ? 'yes' : 'no',
    ]),
  );
}

function notes(rows: readonly BenchRow[]): string {
  const lines = rows.flatMap((row) => row.notes.map((note) => `- ${row.work}: ${note}`));
  return lines.length === 0 ? '' : `\n## Notes\n\n${lines.join('\n')}\n`;
}

function seriesText({ title, columns, rows }: BenchSeries): string {
  return `\n## ${title}\n\n${table(columns, rows)}\n`;
}

/** Returns the whole document. */
export function reportOf(outcomes: readonly BenchOutcome[], failed: readonly string[]): string {
  const rows = outcomes.flatMap((outcome) => outcome.rows);
  const series = outcomes.flatMap((outcome) => outcome.series ?? []);
  const failures = failed.length === 0 ? '' : `\nNot measured, because the benchmark failed: ${failed.join(', ')}.\n`;
  return `# Benchmarks

Written by \`npm run bench\`. Medians of one run; the machine is shared and noisy, so a ratio to something measured in the same run says more than the figure.

${machineLines().join('\n')}
- peers: ${peerList().join('; ')}

${rowsTable(rows)}
${failures}${notes(rows)}${series.map(seriesText).join('')}`;
}
