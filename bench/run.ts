/**
 * Runs the benchmarks: `npm run bench` all of them, `npm run bench -- NAME …` some. What is measured in full is kept in bench/results and
 * written into docs/benchmarks.md; `--quick` is a fast look, which keeps nothing and prints its report.
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { BenchCase, BenchOutcome } from './bench-case.ts';
import { revision } from './machine.ts';
import { reportOf, rowText } from './report.ts';
import { keepOutcome, keptOutcome, type MeasuredOutcome } from './results.ts';

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

function runAll(names: readonly string[], isQuick: boolean): number {
  const folder = mkdtempSync(join(tmpdir(), 'observe-bench-run-'));
  const measured: MeasuredOutcome[] = [];
  const failed: string[] = [];
  for (const name of names) {
    const outcome = outcomeOf(name, isQuick, folder);
    for (const row of outcome?.rows ?? []) say(`   ${rowText(row)}`);
    if (outcome === undefined) failed.push(name);
    else measured.push({ name, revision: revision(), day: new Date().toISOString().slice(0, 10), ...outcome });
    if (!isQuick) measured.slice(-1).forEach(keepOutcome);
  }
  rmSync(folder, { recursive: true, force: true });
  if (failed.length > 0) say(`failed: ${failed.join(', ')}`);
  if (isQuick) process.stdout.write(reportOf(measured, []));
  else writeReport();
  return failed.length === 0 ? 0 : 1;
}

function writeReport(): void {
  const kept = caseNames.flatMap((name) => keptOutcome(name) ?? []);
  const missing = caseNames.filter((name) => !kept.some((outcome) => outcome.name === name));
  writeFileSync(join(root, 'docs', 'benchmarks.md'), reportOf(kept, missing));
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
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
} else process.exitCode = runAll(positionals.length === 0 ? caseNames : positionals, values.quick);
