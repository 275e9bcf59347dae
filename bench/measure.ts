/** Times, medians and processes. */

import { spawn, type StdioOptions } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

/** Path of a built program. */
export function program(name: 'observe' | 'observed'): string {
  return resolve(root, 'dist', 'bin', `${name}.js`);
}

/** Returns the middle of `values`, of an even number the mean of the two; NaN for none. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** Returns the value below which the share `part` (0 … 1) of `values` lies, between two by a straight line. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * part;
  const low = sorted[Math.floor(place)] ?? NaN;
  const high = sorted[Math.ceil(place)] ?? NaN;
  return low + (high - low) * (place - Math.floor(place));
}

/** Runs `body` so many times and returns the milliseconds of each run. */
export async function times(repeats: number, body: () => unknown): Promise<number[]> {
  const found: number[] = [];
  for (let run = 0; run < repeats; run += 1) {
    const start = performance.now();
    await body();
    found.push(performance.now() - start);
  }
  return found;
}

/** Returns `1,234,567` for a count, rounded to three digits that mean something. */
export function countText(value: number): string {
  const digits = Math.max(0, Math.floor(Math.log10(Math.max(1, value))) - 2);
  const rounded = Math.round(value / 10 ** digits) * 10 ** digits;
  return rounded.toLocaleString('en-US');
}

/** Returns milliseconds as text. */
export function msText(ms: number): string {
  return `${ms < 10 ? ms.toFixed(2) : ms.toFixed(ms < 100 ? 1 : 0)} ms`;
}

/** What a process cost. */
export interface ProcessCost {
  readonly wallMs: number;
  /** Processor time of the process, of all its threads. */
  readonly cpuMs: number;
  /** Largest resident memory in bytes. */
  readonly peakBytes: number;
  readonly code: number | null;
}

/** Options of a run. */
export interface RunOptions {
  readonly stdio?: StdioOptions;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

const clockTicksPerSecond = 100;
const pollMs = 20;

/** Returns user and system time of a process so far, and its peak memory; undefined when it is gone. */
export function processCost(pid: number): { readonly cpuMs: number; readonly peakBytes: number } | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const ticks = Number(fields[11]) + Number(fields[12]);
    const peakKiB = Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0);
    return { cpuMs: (ticks / clockTicksPerSecond) * 1000, peakBytes: peakKiB * 1024 };
  } catch {
    return undefined;
  }
}

/** Environment of every program measured: no configuration of the user, no colours. */
export function plainEnvironment(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent-home', TZ: 'UTC', LC_ALL: 'C.UTF-8', ...extra };
}

/** Runs a command to its end. Cost is looked at every 20 ms, so that of very short runs only the wall time counts. */
export async function runMeasured(
  command: string,
  args: readonly string[],
  { stdio = ['ignore', 'ignore', 'inherit'], env = {}, cwd }: RunOptions = {},
): Promise<ProcessCost> {
  const start = performance.now();
  const child = spawn(command, args, { stdio, env: plainEnvironment(env), ...(cwd === undefined ? {} : { cwd }) });
  let cost = { cpuMs: 0, peakBytes: 0 };
  const poll = setInterval(() => {
    if (child.pid !== undefined) cost = processCost(child.pid) ?? cost;
  }, pollMs);
  const code = await new Promise<number | null>((done, failed) => {
    child.on('error', failed);
    child.on('exit', done);
  });
  clearInterval(poll);
  return { wallMs: performance.now() - start, ...cost, code };
}

/** Runs a command so many times and returns the median of the wall times. Throws when one fails. */
export async function medianWallMs(
  repeats: number,
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<number> {
  const walls: number[] = [];
  for (let run = 0; run < repeats; run += 1) {
    const { wallMs, code } = await runMeasured(command, args, options);
    if (code !== 0) throw new Error(`${command} ${args.join(' ')}: exit code ${code}`);
    walls.push(wallMs);
  }
  return median(walls);
}
