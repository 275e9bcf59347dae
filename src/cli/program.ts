/** What surrounds a program: streams, environment, clock, signals. The only place that touches the process. */

import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { systemClock, type Clock } from '../base/clock.ts';
import { FailureError } from '../base/errors.ts';
import type { ExitCode } from '../base/exit-codes.ts';
import type { TextSink } from '../base/logger.ts';
import type { TerminalInput, TerminalOutput } from '../tui/tui-options.ts';
import type { Environment } from './flags/resolve.ts';
import { renderError } from './render-error.ts';
import type { OutputStream } from './standard-output.ts';
import type { Runtime } from './version.ts';

/** Standard output, and whether a person reads it. */
export type ProgramOutput = OutputStream & { readonly isTTY?: boolean };

/** The terminal a program runs in. */
export interface ProgramTerminal {
  readonly input: TerminalInput;
  readonly output: TerminalOutput;
  /**
   * Stops the foreground job, as Ctrl-Z does where the terminal reads keys by lines, and resolves when it is continued; at once where
   * no shell could continue it. Undefined where there is no job control.
   */
  readonly stopUntilContinued: (() => Promise<void>) | undefined;
}

/** The surroundings of a program. */
export interface Surroundings {
  /** Arguments without the program's own name. */
  readonly argv: readonly string[];
  readonly environment: Environment;
  readonly stdin: Readable;
  readonly stdout: ProgramOutput;
  readonly stderr: TextSink & { readonly isTTY?: boolean };
  readonly clock: Clock;
  /** What the program runs on. */
  readonly runtime: Runtime;
  /** User id; 0 where the system has none. */
  readonly uid: number;
  /** Aborted by SIGINT and SIGTERM. A second SIGINT ends the process at once. */
  readonly interrupted: AbortSignal;
  /** Calls `listener` on SIGHUP until `signal` aborts. */
  readonly onHangUp: (listener: () => void, signal: AbortSignal) => void;
  /** Returns the text of a file, or undefined when it cannot be read. */
  readonly readText: (path: string) => string | undefined;
  /** Present when a person sits at standard input and at standard output. */
  readonly terminal?: ProgramTerminal;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function watchSignals(): AbortSignal {
  const interruption = new AbortController();
  const onSignal = (signal: NodeJS.Signals): void => {
    if (interruption.signal.aborted) process.kill(process.pid, 'SIGKILL');
    interruption.abort(signal);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return interruption.signal;
}

/**
 * Watches a stream of the process: without a listener a write that fails would end the process with a stack. Returns what
 * gives the error of the first write that failed for another reason than that the reader has left, which is fine.
 */
function watchWrites(stream: NodeJS.WritableStream): () => NodeJS.ErrnoException | undefined {
  let failure: NodeJS.ErrnoException | undefined;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') failure ??= error;
  });
  return () => failure;
}

function onHangUp(listener: () => void, signal: AbortSignal): void {
  process.on('SIGHUP', listener);
  signal.addEventListener('abort', () => process.off('SIGHUP', listener), { once: true });
}

// The kernel does not stop a job that no shell waits for (a program that is all of a tmux pane): nothing would continue it then.
const stopWithinMs = 250;

function stopUntilContinued(): Promise<void> {
  return new Promise((resolve) => {
    const goOn = (): void => {
      clearTimeout(timer);
      process.off('SIGCONT', goOn);
      resolve();
      // Node asks for the terminal's size only on this signal, and the kernel sends it to the job in front alone.
      process.kill(process.pid, 'SIGWINCH');
    };
    const timer = setTimeout(goOn, stopWithinMs);
    process.on('SIGCONT', goOn);
    // The whole job: npm or a wrapper script around this process must stop as well, or the shell gets no prompt.
    process.kill(0, 'SIGTSTP');
  });
}

/** The two streams that Node makes on first use, which takes some milliseconds: most runs need neither. */
function lazyStreams() {
  let isStdinUsed = false;
  let isStderrUsed = false;
  return {
    stdin: () => {
      isStdinUsed = true;
      return process.stdin;
    },
    stderr: () => {
      if (!isStderrUsed) watchWrites(process.stderr);
      isStderrUsed = true;
      return process.stderr;
    },
    /** A pipe or terminal nobody reads any more must not keep the process alive. */
    release: () => {
      if (isStdinUsed) process.stdin.unref?.();
    },
  };
}

function terminalOf(
  { stdout, platform }: typeof process,
  standardInput: () => typeof process.stdin,
): { readonly terminal?: ProgramTerminal } {
  if (!stdout.isTTY) return {};
  const stdin = standardInput();
  if (!stdin.isTTY) return {};
  const hasJobs = platform !== 'win32';
  return { terminal: { input: stdin, output: stdout, stopUntilContinued: hasJobs ? stopUntilContinued : undefined } };
}

/** Resolves when what was written to `stream` so far is out, or has failed. */
function written(stream: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve());
  });
}

function requireWritten(failure: NodeJS.ErrnoException | undefined): void {
  if (failure === undefined) return;
  throw new FailureError(`cannot write to standard output: ${failure.message}`, {
    code: 'output/failed',
    hint: 'what was written before is not complete; mend the target and run it again',
    cause: failure,
  });
}

/**
 * Runs `body` in the surroundings of this process and returns the exit code: what it returns, or that of the error it
 * throws, which is shown on stderr (with its stack when `-D` or `--debug` is among the arguments).
 */
export async function runProgram(body: (surroundings: Surroundings) => Promise<ExitCode>): Promise<ExitCode> {
  const argv = process.argv.slice(2);
  const writeFailure = watchWrites(process.stdout);
  const { stdin, stderr, release } = lazyStreams();
  try {
    const code = await body({
      argv,
      environment: process.env,
      get stdin() {
        return stdin();
      },
      stdout: process.stdout,
      get stderr() {
        return stderr();
      },
      clock: systemClock(),
      runtime: { node: process.versions.node, platform: process.platform, arch: process.arch },
      uid: process.getuid?.() ?? 0,
      interrupted: watchSignals(),
      onHangUp,
      readText,
      ...terminalOf(process, stdin),
    });
    await written(process.stdout);
    requireWritten(writeFailure());
    return code;
  } catch (error) {
    return renderError(error, stderr(), argv.includes('--debug') || argv.includes('-D'));
  } finally {
    release();
  }
}
