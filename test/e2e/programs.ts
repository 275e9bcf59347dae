/** The built programs as processes. */

import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const dist = resolve(import.meta.dirname, '../../dist/bin');

/** What a finished process left. */
export interface Finished {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
}

/** How a process is started. */
export interface RunOptions {
  readonly stdin?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Runs as this user and group; for tests as root. */
  readonly uid?: number;
}

function environment(extra: Readonly<Record<string, string>> | undefined): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent-home', TZ: 'UTC', ...extra };
}

/** A running program whose output can be waited for. */
export interface Running extends AsyncDisposable {
  readonly child: ChildProcess;
  /** Resolves with the first stdout or stderr text that matches, from the start of the process on. */
  waitFor(stream: 'stdout' | 'stderr', pattern: RegExp, timeoutMs?: number): Promise<RegExpMatchArray>;
  text(stream: 'stdout' | 'stderr'): string;
  readonly finished: Promise<Finished>;
  /** Sends SIGTERM and resolves when the process is gone. */
  stop(signal?: NodeJS.Signals): Promise<Finished>;
}

/** Starts a built program; `observe` or `observed`. */
export function startProgram(name: 'observe' | 'observed', args: readonly string[], options: RunOptions = {}): Running {
  const child = spawn(process.execPath, [join(dist, `${name}.js`), ...args], {
    env: environment(options.env),
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
  });
  const chunks: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] };
  const watchers = new Set<() => void>();
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].on('data', (chunk: Buffer) => {
      chunks[stream].push(chunk);
      for (const look of watchers) look();
    });
  }
  child.stdin.on('error', () => undefined);
  if (options.stdin !== undefined) child.stdin.end(options.stdin);
  const text = (stream: 'stdout' | 'stderr'): string => Buffer.concat(chunks[stream]).toString('utf8');
  const finished = new Promise<Finished>((done) => {
    child.on('close', (code) => {
      done({ stdout: text('stdout'), stderr: text('stderr'), code });
      for (const look of watchers) look();
    });
  });
  const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<Finished> => {
    child.kill(signal);
    return await finished;
  };
  return {
    child,
    text,
    stop,
    [Symbol.asyncDispose]: async () => {
      // A test that failed half-way must not leave a process, whatever state it is in.
      if (child.exitCode === null && child.signalCode === null) await stop('SIGKILL');
    },
    finished,
    waitFor: (stream, pattern, timeoutMs = 15_000) =>
      new Promise((found, failed) => {
        const timer = setTimeout(() => {
          watchers.delete(look);
          failed(new Error(`${name}: no ${String(pattern)} on ${stream}; it said: ${text('stderr')}${text('stdout')}`));
        }, timeoutMs);
        const look = (): void => {
          const match = pattern.exec(text(stream));
          if (match === null) return;
          clearTimeout(timer);
          watchers.delete(look);
          found(match);
        };
        watchers.add(look);
        look();
      }),
  };
}

/** Runs a built program to its end. Without `stdin` its standard input is empty. */
export async function runProgram(
  name: 'observe' | 'observed',
  args: readonly string[],
  options: RunOptions = {},
): Promise<Finished> {
  return await startProgram(name, args, { stdin: '', ...options }).finished;
}

/** Makes a folder that is removed by the returned disposer. */
export function temporaryFolder(): { readonly path: string; [Symbol.dispose](): void } {
  const path = mkdtempSync(join(tmpdir(), 'observe-test-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** Returns the objects of a JSON-lines text. */
export function jsonLines(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
