/** Errors of the operating system in words, the first part as Go (and so Hubble) words them. */

import { getSystemErrorMessage } from 'node:util';
import { escapeControl } from '../base/escape.ts';
import { AppError, InputError } from '../base/errors.ts';

interface Wording {
  readonly text: string;
  readonly hint: string;
}

const wordings: Readonly<Record<string, Wording>> = {
  ENOENT: { text: 'no such file or directory', hint: 'check the path' },
  EACCES: {
    text: 'permission denied',
    hint: 'run as root, or as a member of the group that may read it (adm on Debian and Ubuntu)',
  },
  EPERM: { text: 'operation not permitted', hint: 'run as root' },
  EISDIR: { text: 'is a directory', hint: 'name a file in it' },
  ENOTDIR: { text: 'not a directory', hint: 'check the path: a part of it is a file' },
  ELOOP: { text: 'too many levels of symbolic links', hint: 'the link points to itself' },
  EMFILE: { text: 'too many open files', hint: 'raise the limit of open files (ulimit -n)' },
  ENXIO: { text: 'no such device or address', hint: 'a socket cannot be read as a file' },
  EIO: { text: 'input/output error', hint: 'the device or file system failed; see the kernel log' },
};

/**
 * Returns an InputError such as `open /x: no such file or directory` for a failed system call on `path`. An AppError is
 * returned as it is.
 */
export function inputError(operation: 'open' | 'read', path: string, cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  const code = systemCode(cause);
  const wording = wordings[code];
  return new InputError(`${operation} ${escapeControl(path)}: ${wording?.text ?? messageOf(cause)}`, {
    code: `input/${code === '' ? 'unreadable' : code.toLowerCase()}`,
    hint: wording?.hint ?? 'the input could not be read to its end',
    cause,
  });
}

/** Returns the code of a failed system call, such as `ENOENT`, or an empty string. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  return 'errno' in error && typeof error.errno === 'number' ? getSystemErrorMessage(error.errno) : error.message;
}
