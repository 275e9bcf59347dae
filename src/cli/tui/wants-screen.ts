/** Whether `observe` opens its full-screen view or prints lines. */

import { statSync } from 'node:fs';

import { UsageError } from '../../base/errors.ts';
import { kmsgPath } from '../../sources/kmsg.ts';
import type { FlowsInvocation } from '../flags/observe-line.ts';
import type { Environment } from '../flags/resolve.ts';
import type { Surroundings } from '../program.ts';

/** Values of the variable that turns the view off for good. */
const tuiWords = ['auto', 'never'];

function isForbidden(environment: Environment): boolean {
  const word = environment['OBSERVE_TUI'] ?? '';
  if (word === '') return false;
  if (tuiWords.includes(word)) return word === 'never';
  throw new UsageError(`invalid value "${word}" of OBSERVE_TUI: expected one of ${tuiWords.join(', ')}`, {
    code: 'flags/tui',
    hint: 'auto opens the terminal UI on a terminal, never always prints lines',
  });
}

/**
 * Tells whether `path` may be read from its beginning again, as each change of the filters does: plain files and the kernel's ring. Also
 * true for what is not there, so that reading it says so.
 */
export function canReadAgain(path: string): boolean {
  if (path === '-') return false;
  if (path === kmsgPath) return true;
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined || stats.isFile() || stats.isDirectory();
}

/**
 * Returns whether a person at a terminal gets the full-screen view: nothing asks for lines (`-o`, `--no-tui`, `OBSERVE_TUI=never`,
 * `TERM=dumb`), and what is to be shown can be read again. Throws UsageError for a value of OBSERVE_TUI that is none.
 */
export function wantsScreen(
  { flags, inputFiles }: FlowsInvocation,
  { terminal, environment }: Pick<Surroundings, 'terminal' | 'environment'>,
): boolean {
  if (terminal === undefined || environment['TERM'] === 'dumb') return false;
  if (flags.values['no-tui'] || flags.origins.output.kind !== 'default') return false;
  return !isForbidden(environment) && inputFiles.every(canReadAgain);
}
