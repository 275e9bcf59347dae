/** Being told that a file may have changed. */

import { watch, type FSWatcher } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { basename, dirname } from 'node:path';

/** Changes of a path: written to, renamed, created, removed. */
export interface FileWatch {
  /**
   * Resolves at a change since the last call, at once if there was one, else after `timeoutMs` at the latest. Notices
   * are a hint that may be missing or needless.
   */
  next(timeoutMs: number): Promise<void>;
  /** Ends the watch and every wait. */
  close(): void;
}

/**
 * Watches the folder of `path`, and that of the file a symbolic link leads to. Where the system gives no notices
 * (network file systems, no watches left) waiting for `timeoutMs` is all there is.
 */
export async function watchFile(path: string, signal?: AbortSignal): Promise<FileWatch> {
  let changed = false;
  let closed = signal?.aborted ?? false;
  let wake: (() => void) | undefined;
  const notice = () => {
    changed = true;
    wake?.();
  };
  const close = () => {
    closed = true;
    for (const watcher of watchers) watcher.close();
    wake?.();
  };
  const target = await realpath(path).catch(() => path);
  const watchers = [...new Set([path, target])].flatMap((each) => watchFolder(each, notice));
  signal?.addEventListener('abort', close, { once: true });

  return {
    async next(timeoutMs) {
      if (!changed && !closed) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, timeoutMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      changed = false;
    },
    close() {
      signal?.removeEventListener('abort', close);
      close();
    },
  };
}

function watchFolder(path: string, notice: () => void): FSWatcher[] {
  try {
    const watcher = watch(dirname(path), (_event, name) => {
      if (name === null || name === basename(path)) notice();
    });
    watcher.on('error', () => watcher.close());
    return [watcher];
  } catch {
    // No inotify watches left, or a file system without: the caller looks at the file regularly anyway.
    return [];
  }
}
