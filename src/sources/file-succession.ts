/** What lies between the file that was read and the one that takes its place. */

import { stat } from 'node:fs/promises';
import { AppError } from '../base/errors.ts';
import type { RotatedFile } from './back-fill.ts';
import { openFollowed, type FilePosition, type FollowedFile } from './followed-file.ts';
import { fileIdentity, openFile } from './open-file.ts';
import { rotatedSiblings } from './rotated-siblings.ts';

/**
 * Opens the rotated copies of `path` that came after `from` and before `to`, oldest first: there are some when the log
 * was rotated more than once between two looks. None when `from` is no longer there to count from.
 */
export async function rotatedBetween(path: string, from: FollowedFile, to: FollowedFile): Promise<RotatedFile[]> {
  const siblings = await rotatedSiblings(path);
  const identities = await Promise.all(siblings.map(async (sibling) => identityOf(sibling.path)));
  const at = identities.indexOf(from.identity);
  if (at === -1) return [];
  const between: RotatedFile[] = [];
  for (const sibling of siblings.slice(at + 1)) {
    const file = await ifThere(openFile(sibling.path));
    if (file === undefined) continue;
    const follows = fileIdentity(file.stats) !== to.identity && file.stats.mtimeMs >= from.modifiedMs;
    if (follows) between.push({ sibling, file });
    else await file.handle.close();
  }
  return between;
}

/**
 * Opens the copy that `copytruncate` made of `path` before the cut, at `position`, when it holds more than was read.
 * The copy is known by the bytes before that position.
 */
export async function copyBeyond(path: string, position: FilePosition): Promise<FollowedFile | undefined> {
  const newest = (await rotatedSiblings(path)).findLast((sibling) => !sibling.compressed);
  if (newest === undefined) return undefined;
  const copy = await ifThere(openFollowed(newest.path));
  if (copy === undefined) return undefined;
  copy.moveTo(position);
  if ((await ifThere(copy.read()))?.kind === 'bytes') {
    copy.moveTo(position);
    return copy;
  }
  await copy.close();
  return undefined;
}

async function identityOf(path: string): Promise<string | undefined> {
  const stats = await stat(path).catch(() => undefined);
  return stats === undefined ? undefined : fileIdentity(stats);
}

/** A copy may be renamed or compressed at any moment; then there is nothing to read on from. */
async function ifThere<T>(opening: Promise<T>): Promise<T | undefined> {
  try {
    return await opening;
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}
