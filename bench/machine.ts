/** What the figures were measured on. */

import { execFileSync } from 'node:child_process';
import { cpus, release, totalmem } from 'node:os';
import { resolve } from 'node:path';

/** Returns the commit of the project, with a `+` when files differ from it. */
export function revision(): string {
  try {
    const root = resolve(import.meta.dirname, '..');
    const git = (...args: readonly string[]): string =>
      execFileSync('git', ['-C', root, ...args], { encoding: 'utf8' }).trim();
    const isChanged = git('status', '--porcelain', 'src') !== '';
    return `${git('rev-parse', '--short', 'HEAD')}${isChanged ? '+' : ''}`;
  } catch {
    return 'unknown';
  }
}

/** Returns lines of Markdown: machine, system, Node. */
export function machineLines(): readonly string[] {
  const [first] = cpus();
  return [
    `- ${cpus().length} cores, ${first?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    `- Linux ${release()}, Node ${process.version}, V8 ${process.versions.v8}`,
  ];
}
