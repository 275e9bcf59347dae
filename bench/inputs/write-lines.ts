/** Lines into a file. */

import { closeSync, openSync, writeSync } from 'node:fs';

const chunkLines = 4096;

/** Writes the lines, a terminator after each, and returns the bytes written. */
export function writeLines(path: string, lines: Iterable<string>): number {
  const file = openSync(path, 'w');
  let bytes = 0;
  let chunk: string[] = [];
  const flush = (): void => {
    if (chunk.length === 0) return;
    bytes += writeSync(file, `${chunk.join('\n')}\n`);
    chunk = [];
  };
  for (const line of lines) {
    chunk.push(line);
    if (chunk.length === chunkLines) flush();
  }
  flush();
  closeSync(file);
  return bytes;
}
