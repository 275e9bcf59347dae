/** What a log held before it was followed: its rotated copies, as many of the newest as fit. */

import type { Logger } from '../base/logger.ts';
import { AppError } from '../base/errors.ts';
import { timestampFromMs } from '../base/time/timestamp.ts';
import { compressedWeight } from './defaults.ts';
import { fileIdentity, openFile, type OpenFile } from './open-file.ts';
import { readWhole } from './read-file.ts';
import type { RecordCutter } from './record-cutter.ts';
import { rotatedSiblings, type RotatedSibling } from './rotated-siblings.ts';
import type { SourceBatch } from './source-batch.ts';

/** An open rotated copy. */
export interface RotatedFile {
  readonly sibling: RotatedSibling;
  readonly file: OpenFile;
}

/**
 * Opens the newest rotated copies of `path` that hold at most `budgetBytes` together, and returns them oldest first.
 * All are opened before one is read, so that a rotation in between cannot rename one under another's name; `without` is
 * the identity of the file that is being followed. What cannot be opened is told to `logger` and left out.
 */
export async function openRotated(
  path: string,
  options: { readonly budgetBytes: number; readonly without: string; readonly logger: Logger },
): Promise<RotatedFile[]> {
  const opened: RotatedFile[] = [];
  const seen = new Set([options.without]);
  let budget = options.budgetBytes;
  const newestFirst = (await rotatedSiblings(path)).toReversed();
  for (const [at, sibling] of newestFirst.entries()) {
    const file = await openOrTell(sibling.path, options.logger);
    if (file === undefined) continue;
    const isNew = !seen.has(fileIdentity(file.stats));
    seen.add(fileIdentity(file.stats));
    if (isNew) budget -= file.stats.size * (sibling.compressed ? compressedWeight : 1);
    if (isNew && budget >= 0) opened.push({ sibling, file });
    else await file.handle.close();
    if (budget < 0) {
      options.logger.info(`file:${path}: the ${newestFirst.length - at} oldest rotated files are not read back`);
      break;
    }
  }
  return opened.toReversed();
}

/**
 * Yields the records of `rotated`, oldest first, none of them live, and closes each. A broken copy is told and passed
 * over.
 */
export async function* readRotated(
  rotated: readonly RotatedFile[],
  options: { readonly cutter: RecordCutter; readonly logger: Logger; readonly signal: AbortSignal | undefined },
): AsyncGenerator<SourceBatch> {
  try {
    for (const { sibling, file } of rotated) {
      const arrival = { receivedAt: timestampFromMs(file.stats.mtimeMs), live: false };
      try {
        yield* readWhole({ file, path: sibling.path, arrival, cutter: options.cutter, signal: options.signal });
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        options.logger.warn(`back-fill: ${error.message}`);
      }
    }
  } finally {
    await Promise.all(rotated.map(({ file }) => file.handle.close()));
  }
}

async function openOrTell(path: string, logger: Logger): Promise<OpenFile | undefined> {
  try {
    return await openFile(path);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    logger.warn(`back-fill: ${error.message}`);
    return undefined;
  }
}
