/** Paths as people type them. */

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { Environment } from '../flags/resolve.ts';

/** Returns `path` in full: `~` is the home of the user, anything relative starts at the working folder. */
export function fullPath(path: string, { HOME: home = '' }: Environment): string {
  if (home === '' || (path !== '~' && !path.startsWith('~/'))) return resolve(path);
  return resolve(join(home, path.slice(1)));
}

/** Returns the path in full, and whether something is there. */
export function lookAt(path: string, environment: Environment): { readonly path: string; readonly exists: boolean } {
  const full = fullPath(path, environment);
  return { path: full, exists: existsSync(full) };
}
