/** Process exit codes of both programs, documented in docs/cli.md. */

/** Exit code by outcome. */
export const ExitCode = {
  /** Fine; also when stdout was closed by its reader, and when single records were malformed. */
  ok: 0,
  /** Failed: an address in use, a bug. */
  failed: 1,
  /** Bad flags or configuration. */
  usage: 2,
  /** Nothing answered. */
  connect: 3,
  /** The server rejected the request. */
  rejected: 4,
  /** Input that cannot be opened or read. */
  input: 5,
  /** Interrupted by the user. */
  interrupted: 130,
} as const;

/** One of the documented exit codes. */
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
