/** Opening what a path names, with an error that says what is wrong with it. */

import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { inputError } from './input-error.ts';

/** An open file with what the system says about it. */
export interface OpenFile {
  readonly handle: FileHandle;
  readonly stats: Stats;
}

/**
 * Opens `path` for reading without ever waiting: a FIFO without a writer would block a plain open. Throws an InputError
 * such as `open F: no such file or directory`, or `read F: is a directory`. The caller closes the handle.
 */
export async function openFile(path: string): Promise<OpenFile> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((error: unknown) => {
    throw inputError('open', path, error);
  });
  try {
    const stats = await handle.stat();
    if (stats.isDirectory()) throw Object.assign(new Error('directory'), { code: 'EISDIR' });
    return { handle, stats };
  } catch (error) {
    await handle.close();
    throw inputError('read', path, error);
  }
}

/** Returns what tells a file from every other one of the machine, whatever its name. */
export function fileIdentity(stats: Stats): string {
  return `${stats.dev}:${stats.ino}`;
}
