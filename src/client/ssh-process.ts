/** One run of the system's ssh. */

import { spawn } from 'node:child_process';

/** How to run it. */
export interface SshRun {
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Called with each line ssh writes to stderr, unescaped and cut at 1000 characters. */
  readonly onLine: (line: string) => void;
}

/** Why a run ended. */
export interface SshExit {
  /** True when there is no program of that name. */
  readonly missing: boolean;
  /** The signal that ended it, else the last thing it said, else its exit status. */
  readonly reason: string;
}

/** A run. */
export interface SshProcess {
  /** Resolves when it has ended; never rejects. */
  readonly exited: Promise<SshExit>;
  /** Asks it to end. */
  stop(): void;
}

const longestLine = 1000;

/** Starts ssh. Its stdin is empty and its stdout goes nowhere; it asks for passwords on the terminal itself. */
export function startSsh({ args, environment, onLine }: SshRun): SshProcess {
  const child = spawn('ssh', [...args], { env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
  let last: string | undefined;
  const cut = lineCutter((line) => {
    // That one client found nobody is no reason to end.
    if (!/^channel \d+: open failed/.test(line)) last = line;
    onLine(line);
  });
  child.stderr.setEncoding('utf8').on('data', cut);
  const exited = new Promise<SshExit>((resolve) => {
    child.once('error', (error) => {
      const missing = 'code' in error && error.code === 'ENOENT';
      resolve({ missing, reason: missing ? 'ssh is not installed' : error.message });
    });
    // Not `close`: a ProxyCommand may hold stderr open.
    child.once('exit', (code, signal) => {
      // What it said at the very end is still in the pipe.
      setImmediate(() => {
        resolve({ missing: false, reason: signal === null ? (last ?? `exit status ${code}`) : `ended by ${signal}` });
        child.stderr.destroy();
      });
    });
  });
  return { exited, stop: () => void child.kill() };
}

/** Returns a function that takes text in pieces and passes on its lines that are not empty. */
function lineCutter(onLine: (line: string) => void): (text: string) => void {
  let begun = '';
  return (text) => {
    const lines = (begun + text).split(/\r?\n/);
    begun = (lines.pop() ?? '').slice(0, longestLine);
    for (const line of lines) if (line.trim() !== '') onLine(line.slice(0, longestLine));
  };
}
