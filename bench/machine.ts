/** What the figures were measured on. */

import { execFileSync } from 'node:child_process';
import { cpus, release, totalmem } from 'node:os';
import { resolve } from 'node:path';

function revision(): string {
  try {
    const root = resolve(import.meta.dirname, '..');
    return execFileSync('git', ['-C', root, 'rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

/** Returns lines of Markdown: machine, system, Node, revision. */
export function machineLines(): readonly string[] {
  const [first] = cpus();
  return [
    `- ${cpus().length} cores, ${first?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    `- Linux ${release()}, Node ${process.version}, V8 ${process.versions.v8}`,
    `- revision ${revision()}`,
  ];
}
