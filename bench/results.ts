/** What was measured last, a file a case, so that one case can be measured again without the others. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { BenchOutcome } from './bench-case.ts';

const folder = resolve(import.meta.dirname, 'results');

/** An outcome, and what it was measured on. */
export interface MeasuredOutcome extends BenchOutcome {
  readonly name: string;
  /** Commit of the project, and the day. */
  readonly revision: string;
  readonly day: string;
}

/** Keeps an outcome in place of the one before. */
export function keepOutcome(measured: MeasuredOutcome): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${measured.name}.json`), `${JSON.stringify(measured, undefined, 2)}\n`);
}

/** Returns what was kept of a case; undefined where it was never measured in full. */
export function keptOutcome(name: string): MeasuredOutcome | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as MeasuredOutcome;
  } catch {
    return undefined;
  }
}
