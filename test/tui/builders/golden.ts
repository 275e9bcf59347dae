/** Screens as text in files that people can look at, and what is wrong with lines that should fill a region. */

import { fileURLToPath } from 'node:url';
import type { Region } from '../../../src/tui/layout.ts';
import { textWidth } from '../../../src/tui/text/width.ts';
import { plainLines } from './flow-screen.ts';

/** The sizes every screen is looked at in. */
export const goldenRegions: readonly Region[] = [
  { columns: 80, rows: 24 },
  { columns: 200, rows: 50 },
  { columns: 40, rows: 12 },
];

const folder = new URL('../../fixtures/tui/screens/', import.meta.url);

/** Returns the path of the file that holds the screen of that name. */
export function goldenFile(name: string): string {
  return fileURLToPath(new URL(`${name}.txt`, folder));
}

/** Returns the lines without their looks and without blanks at their ends, as such a file holds them. */
export function goldenText(lines: readonly string[]): string {
  return plainLines(lines)
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}

// Looks are the one kind of control sequence a screen may hold.
// oxlint-disable-next-line no-control-regex
const hostile = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u2028\u2029]/;

/** Returns what is wrong with lines that should be as many as the region has rows and as wide as it, without control characters. */
export function faultsIn(lines: readonly string[], region: Region): readonly string[] {
  const count = lines.length === region.rows ? [] : [`${lines.length} lines instead of ${region.rows}`];
  const plain = plainLines(lines);
  return [
    ...count,
    ...plain.filter((line) => textWidth(line) !== region.columns).map((line) => `not as wide: ${JSON.stringify(line)}`),
    ...plain.filter((line) => hostile.test(line)).map((line) => `moves the cursor: ${JSON.stringify(line)}`),
  ];
}

/** Returns what is wrong with lines that should lie over the region: of one width, no larger than it, without control characters. */
export function faultsInside(lines: readonly string[], region: Region): readonly string[] {
  const columns = textWidth(plainLines(lines)[0] ?? '');
  const isLarger = lines.length > region.rows || columns > region.columns;
  const size = `${columns} × ${lines.length}`;
  return [...(isLarger ? [`too large: ${size}`] : []), ...faultsIn(lines, { columns, rows: lines.length })];
}
