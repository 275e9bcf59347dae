/**
 * Runs the benchmarks: `npm run bench` all of them, writing docs/benchmarks.md; `npm run bench -- --quick` a fast look, which writes nothing;
 * `npm run bench -- NAME …` some of them, which writes nothing either unless `--write` is given with all.
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { BenchCase, BenchOutcome } from './bench-case.ts';
import { reportOf, rowText } from './report.ts';

/** The cases in the order of the report. */
const caseNames = [
  'parse-kernel-lines',
  'ingest',
  'input-file',
  'raw-stream',
  'client-stream',
  'followers',
  'one-line',
  'memory',
  'selective-last',
  'start-up',
  'tui',
] as const;

const root = resolve(import.meta.dirname, '..');

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

async function runOne(name: string, isQuick: boolean, outPath: string): Promise<void> {
  const { benchCase } = (await import(`./cases/${name}.ts`)) as { readonly benchCase: BenchCase };
  const folder = mkdtempSync(join(tmpdir(), 'observe-bench-'));
  try {
    writeFileSync(outPath, JSON.stringify(await benchCase.run({ isQuick, folder, say })));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function outcomeOf(name: string, isQuick: boolean, folder: string): BenchOutcome | undefined {
  say(`== ${name}`);
  const outPath = join(folder, `${name}.json`);
  const args = ['--expose-gc', '--max-old-space-size=8192', import.meta.filename, '--one', name, '--out', outPath];
  const { status } = spawnSync(process.execPath, isQuick ? [...args, '--quick'] : args, { stdio: ['ignore', 2, 2] });
  if (status !== 0) return undefined;
  return JSON.parse(readFileSync(outPath, 'utf8')) as BenchOutcome;
}

function runAll(names: readonly string[], isQuick: boolean, writes: boolean): number {
  const folder = mkdtempSync(join(tmpdir(), 'observe-bench-run-'));
  const outcomes: BenchOutcome[] = [];
  const failed: string[] = [];
  for (const name of names) {
    const outcome = outcomeOf(name, isQuick, folder);
    if (outcome === undefined) failed.push(name);
    else outcomes.push(outcome);
    for (const row of outcome?.rows ?? []) say(`   ${rowText(row)}`);
  }
  rmSync(folder, { recursive: true, force: true });
  if (failed.length > 0) say(`failed: ${failed.join(', ')}`);
  const report = reportOf(outcomes, failed);
  if (writes) writeFileSync(join(root, 'docs', 'benchmarks.md'), report);
  else process.stdout.write(report);
  return failed.length === 0 ? 0 : 1;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    one: { type: 'string' },
    out: { type: 'string', default: '' },
  },
});
const unknown = positionals.filter((name) => !caseNames.some((known) => known === name));
if (unknown.length > 0) {
  say(`no benchmark ${unknown.join(', ')}; there are ${caseNames.join(', ')}`);
  process.exitCode = 2;
} else if (values.one !== undefined) {
  await runOne(values.one, values.quick, values.out);
  // A peer that hangs must not keep the figures back.
  process.exit(0);
} else {
  const isWhole = positionals.length === 0;
  process.exitCode = runAll(
    isWhole ? caseNames : positionals,
    values.quick,
    isWhole && (values.write || !values.quick),
  );
}
