/** Writing a file so that it is either the old one or the new one, whatever happens. */

import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { FailureError } from '../../base/errors.ts';

/** Only for its owner: passwords may stand in it. */
const fileMode = 0o600;

/** For its owner, and readable for the group, as Hubble makes it. */
const folderMode = 0o750;

// A link to a file elsewhere (a folder of dotfiles) stays a link.
function behindLinks(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function writeThrough(path: string, text: string): void {
  const file = openSync(path, 'wx', fileMode);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/**
 * Puts `text` in the place of the file at `path`, readable for its owner alone, making its folder when it is not there. Throws
 * FailureError that names the path; the old file is then untouched.
 */
export function replaceFile(path: string, text: string): void {
  const target = behindLinks(path);
  const temporary = join(dirname(target), `.${basename(target)}.${randomUUID()}`);
  try {
    mkdirSync(dirname(target), { recursive: true, mode: folderMode });
    writeThrough(temporary, text);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new FailureError(`cannot write ${path}: ${error instanceof Error ? error.message : String(error)}`, {
      code: 'config/not-written',
      hint: 'name another file with --config',
      cause: error,
    });
  }
}
