/** What the path of a followed log names by now. */

import { stat } from 'node:fs/promises';
import { AppError } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import { openFollowed, type FollowedFile } from './followed-file.ts';
import { inputError } from './input-error.ts';
import { fileIdentity } from './open-file.ts';

/** The name of a followed log. */
export interface FollowedPath {
  /**
   * Resolves with the file that took the place of `current`, open at its start, or undefined while there is none. An
   * empty file has not taken the place yet: a writer that was not told to reopen its log goes on in the old one. That
   * the path leads nowhere is said once, and once that it does again.
   */
  replacement(current: FollowedFile): Promise<FollowedFile | undefined>;
}

/** Returns the watcher of what `path` names; it tells `logger` of trouble. */
export function createFollowedPath(path: string, logger: Logger): FollowedPath {
  let trouble: string | undefined;

  const tell = (error: AppError) => {
    if (trouble !== error.message) logger.warn(`file:${path}: ${error.message}; waiting for it to come back`);
    trouble = error.message;
  };
  const recovered = () => {
    if (trouble !== undefined) logger.info(`file:${path}: the file is back`);
    trouble = undefined;
  };

  return {
    async replacement(current) {
      try {
        const stats = await stat(path).catch((error: unknown) => {
          throw inputError('open', path, error);
        });
        const replaced = fileIdentity(stats) !== current.identity;
        const next = replaced && (stats.size > 0 || !stats.isFile()) ? await openFollowed(path) : undefined;
        recovered();
        return next;
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        tell(error);
        return undefined;
      }
    },
  };
}
