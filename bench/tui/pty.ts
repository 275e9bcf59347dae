/** Programs in a pseudo-terminal: `script` of util-linux opens it, so that nothing native has to be installed. */

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { plainEnvironment } from '../measure.ts';

/** A program that runs in a terminal. */
export interface TerminalProgram {
  /** Of the program itself, not of what holds its terminal. */
  readonly pid: number;
  /** Presses keys. */
  write(keys: string): void;
  /** Ends it and resolves when it has ended. */
  stop(): Promise<void>;
}

/** What is run, in a terminal of which size. */
export interface TerminalProgramOptions {
  readonly command: readonly string[];
  readonly columns: number;
  readonly rows: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Called with every piece of output as it arrives. */
  readonly onData: (chunk: Buffer) => void;
}

const pidMark = 'pid ';
const patienceMs = 5000;

function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** Starts `script`, and takes the first line it sends, which tells the process. */
async function firstLine(child: ChildProcess): Promise<{ readonly pid: number; readonly rest: Buffer }> {
  let read = Buffer.alloc(0);
  for (;;) {
    const [chunk] = (await once(child.stdout ?? child, 'data')) as [Buffer];
    read = Buffer.concat([read, chunk]);
    const end = read.indexOf('\n');
    if (end < 0) continue;
    const pid = Number(read.subarray(0, end).toString().trim().slice(pidMark.length));
    return { pid, rest: read.subarray(end + 1) };
  }
}

/** Runs a command in a terminal. */
export async function runInTerminal(options: TerminalProgramOptions): Promise<TerminalProgram> {
  const { command, columns, rows, environment, onData } = options;
  const line = `stty cols ${columns} rows ${rows} -echo; echo "${pidMark}$$"; exec ${command.map(quoted).join(' ')}`;
  const child = spawn('script', ['--quiet', '--flush', '--command', line, '/dev/null'], {
    env: plainEnvironment({ SHELL: '/bin/sh', TERM: 'xterm-256color', ...environment }),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const { pid, rest } = await firstLine(child);
  if (rest.length > 0) onData(rest);
  child.stdout.on('data', onData);
  return {
    pid,
    write: (keys) => void child.stdin.write(keys),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      process.kill(pid, 'SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
      await ended;
      clearTimeout(timer);
    },
  };
}
