/** The one place where an error becomes text for a person. */

import { AppError, BugError, CancelledError } from '../base/errors.ts';
import { escapeControl } from '../base/escape.ts';
import { ExitCode } from '../base/exit-codes.ts';
import type { TextSink } from '../base/logger.ts';

/** Turns whatever was thrown into an error of ours; an unknown one is a bug of ours. */
function asAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new BugError(message, {
    code: 'bug',
    cause: thrown,
    hint: 'this is a fault of the program; --debug shows where',
  });
}

/** Keeps the line structure of a message while nothing in it can reach the terminal as a control sequence. */
function escapeLines(text: string): string {
  return text.split('\n').map(escapeControl).join('\n');
}

/**
 * Writes `thrown` to `stderr` (what failed, then `hint: ` and what to do, then the stack when `debug` is on) and returns the exit
 * code. An interruption prints nothing.
 */
export function renderError(thrown: unknown, stderr: TextSink, debug: boolean): ExitCode {
  const error = asAppError(thrown);
  if (error instanceof CancelledError) return error.exitCode;
  stderr.write(`${escapeLines(error.message)}\n`);
  if (error.hint !== undefined) stderr.write(`hint: ${escapeLines(error.hint)}\n`);
  if (debug && error.stack !== undefined) stderr.write(`${escapeLines(stackOf(error))}\n`);
  return error.exitCode ?? ExitCode.failed;
}

function stackOf(error: Error): string {
  const { cause } = error;
  return cause instanceof Error ? `${error.stack ?? ''}\ncaused by: ${stackOf(cause)}` : (error.stack ?? '');
}
