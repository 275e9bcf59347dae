/** Which flags are keys of a configuration file. */

import type { FlagTable } from '../flags/flag.ts';

/** Returns the names of the flags that may stand in a file. */
export function configKeys(table: FlagTable): readonly string[] {
  return Object.entries(table)
    .filter(([, flag]) => flag.scope === 'everywhere')
    .map(([name]) => name);
}
