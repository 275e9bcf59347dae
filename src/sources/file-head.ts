/** The beginning of a file, to tell what it is. */

import { AppError } from '../base/errors.ts';
import { openFile } from './open-file.ts';

/**
 * Returns at most the first `limit` bytes of `path`, or undefined when it is no regular file or cannot be read. Nothing is said
 * of a failure: whoever reads the file for its records meets it again.
 */
export async function readHead(path: string, limit: number): Promise<Uint8Array | undefined> {
  const file = await openFile(path).catch((error: unknown) => {
    if (error instanceof AppError) return undefined;
    throw error;
  });
  if (file === undefined) return undefined;
  try {
    if (!file.stats.isFile()) return undefined;
    const buffer = Buffer.alloc(limit);
    const { bytesRead } = await file.handle.read(buffer, 0, limit, 0);
    return buffer.subarray(0, bytesRead);
  } catch {
    return undefined;
  } finally {
    await file.handle.close();
  }
}
