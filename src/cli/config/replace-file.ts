/** Writing a file so that it is either the old one or the new one, whatever happens. */

import { randomUUID } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { FailureError } from '../../base/errors.ts';

/** How a file is written, and how a failure is told. */
export interface ReplaceOptions {
  /** Who may read it. Default: its owner alone, as passwords may stand in it. */
  readonly mode?: number;
  /** Default: that of a configuration file, with its hint. */
  readonly code?: string;
  readonly hint?: string;
}

const ownerOnly = 0o600;

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

function writeThrough(path: string, text: string, mode: number): void {
  const file = openSync(path, 'wx', mode);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/**
 * Puts `text` in the place of the file at `path`, making its folder when it is not there. Throws FailureError that names the path;
 * the old file is then untouched.
 */
export function replaceFile(path: string, text: string, options: ReplaceOptions = {}): void {
  const { mode = ownerOnly, code = 'config/not-written', hint = 'name another file with --config' } = options;
  const target = behindLinks(path);
  const temporary = join(dirname(target), `.${basename(target)}.${randomUUID()}`);
  try {
    mkdirSync(dirname(target), { recursive: true, mode: folderMode });
    writeThrough(temporary, text, mode);
    renameSync(temporary, target);
  } catch (error) {
    // Where a part of the path is a file, removing would fail as well and hide why.
    if (existsSync(temporary)) rmSync(temporary, { force: true });
    throw new FailureError(`cannot write ${path}: ${error instanceof Error ? error.message : String(error)}`, {
      code,
      hint,
      cause: error,
    });
  }
}
