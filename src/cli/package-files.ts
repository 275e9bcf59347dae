/** Files that are shipped beside the programs. */

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BugError } from '../base/errors.ts';

/** Returns the folder of this package, whether run from `dist` or from the sources. Throws BugError when it is not there. */
export function packageRoot(): string {
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
  }
  throw new BugError(`no package.json above ${import.meta.dirname}`, { code: 'bug/package-root' });
}
