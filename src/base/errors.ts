/** The one family of errors that leaves a stage by throwing. Expected bad input is a value, not an error. */

import { ExitCode } from './exit-codes.ts';

/** What an error may carry besides its message. */
export interface AppErrorOptions {
  /** Stable identifier, such as `connect/refused`. */
  readonly code: string;
  /** What to do next, one sentence. Printed as `hint: …`. */
  readonly hint?: string;
  readonly cause?: unknown;
  /** Plain data for tests and logs, no text of its own. */
  readonly details?: Readonly<Record<string, string | number | boolean>>;
}

/** An error with a documented exit code and a next step. The message says what failed, on what. */
export abstract class AppError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly details: Readonly<Record<string, string | number | boolean>>;
  abstract readonly exitCode: ExitCode;

  constructor(message: string, options: AppErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = options.code;
    this.hint = options.hint;
    this.details = options.details ?? {};
  }
}

/** Bad flags or configuration. */
export class UsageError extends AppError {
  readonly exitCode = ExitCode.usage;
}

/** Nothing answered at the address. */
export class ConnectError extends AppError {
  readonly exitCode = ExitCode.connect;
}

/** The server answered and rejected the request. */
export class RpcError extends AppError {
  readonly exitCode = ExitCode.rejected;
}

/** Input that cannot be opened or read. */
export class InputError extends AppError {
  readonly exitCode = ExitCode.input;
}

/** The environment does not allow it: an address in use, no permission to listen. */
export class FailureError extends AppError {
  readonly exitCode = ExitCode.failed;
}

/** The user interrupted; nothing is printed. */
export class CancelledError extends AppError {
  readonly exitCode = ExitCode.interrupted;
}

/** A broken invariant of our own. */
export class BugError extends AppError {
  readonly exitCode = ExitCode.failed;
}
