/** What surrounds a program: streams, environment, clock, signals. The only place that touches the process. */

import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { systemClock, type Clock } from '../base/clock.ts';
import type { ExitCode } from '../base/exit-codes.ts';
import type { TextSink } from '../base/logger.ts';
import type { Environment } from './flags/resolve.ts';
import { renderError } from './render-error.ts';
import type { OutputStream } from './standard-output.ts';

/** Standard output, and whether a person reads it. */
export type ProgramOutput = OutputStream & { readonly isTTY?: boolean };

/** The surroundings of a program. */
export interface Surroundings {
  /** Arguments without the program's own name. */
  readonly argv: readonly string[];
  readonly environment: Environment;
  readonly stdin: Readable;
  readonly stdout: ProgramOutput;
  readonly stderr: TextSink & { readonly isTTY?: boolean };
  readonly clock: Clock;
  /** User id; 0 where the system has none. */
  readonly uid: number;
  /** Aborted by SIGINT and SIGTERM. A second SIGINT ends the process at once. */
  readonly interrupted: AbortSignal;
  /** Calls `listener` on SIGHUP until `signal` aborts. */
  readonly onHangUp: (listener: () => void, signal: AbortSignal) => void;
  /** Returns the text of a file, or undefined when it cannot be read. */
  readonly readText: (path: string) => string | undefined;
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

function onHangUp(listener: () => void, signal: AbortSignal): void {
  process.on('SIGHUP', listener);
  signal.addEventListener('abort', () => process.off('SIGHUP', listener), { once: true });
}

/**
 * Runs `body` in the surroundings of this process and returns the exit code: what it returns, or that of the error it
 * throws, which is shown on stderr (with its stack when `-D` or `--debug` is among the arguments).
 */
export async function runProgram(body: (surroundings: Surroundings) => Promise<ExitCode>): Promise<ExitCode> {
  const argv = process.argv.slice(2);
  try {
    return await body({
      argv,
      environment: process.env,
      stdin: process.stdin,
      stdout: process.stdout,
      stderr: process.stderr,
      clock: systemClock(),
      uid: process.getuid?.() ?? 0,
      interrupted: watchSignals(),
      onHangUp,
      readText,
    });
  } catch (error) {
    return renderError(error, process.stderr, argv.includes('--debug') || argv.includes('-D'));
  } finally {
    // A pipe or terminal nobody reads any more must not keep the process alive.
    process.stdin.unref?.();
  }
}
