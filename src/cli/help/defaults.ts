/** Defaults of flags in words. */

import type { Flag } from '../flags/flag.ts';

/** Returns the default of a flag as help shows it, or undefined where it has none worth saying. */
export function defaultOf(flag: Flag<unknown>): string | undefined {
  if (flag.defaultText !== undefined) return flag.defaultText;
  const { initial } = flag;
  if (initial === true) return 'true';
  return typeof initial === 'string' || typeof initial === 'number' ? String(initial) : undefined;
}
