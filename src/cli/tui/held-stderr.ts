/** Standard error while the screen is taken: what is said then would tear it, so it waits. */

import type { TextSink } from '../../base/logger.ts';

/** Lines that are kept at most; the oldest leave. */
const keptLines = 200;

/** Standard error with a hold on it. */
export interface HeldStderr extends TextSink {
  /** False while it is held: nobody can be asked for a password then. */
  readonly isTTY: boolean;
  /** Keeps what is written from now on. */
  hold(): void;
  /** Writes what was kept, each text once, and keeps nothing any more. */
  release(): void;
}

/** Returns standard error over `stderr`, not held yet. */
export function createHeldStderr(stderr: TextSink & { readonly isTTY?: boolean }): HeldStderr {
  let kept: Set<string> | undefined;
  return {
    get isTTY() {
      return kept === undefined && stderr.isTTY === true;
    },
    write(text) {
      if (kept === undefined) return stderr.write(text);
      kept.delete(text);
      kept.add(text);
      const [oldest] = kept;
      if (kept.size > keptLines && oldest !== undefined) kept.delete(oldest);
      return true;
    },
    hold() {
      kept ??= new Set();
    },
    release() {
      const texts = kept ?? [];
      kept = undefined;
      for (const text of texts) stderr.write(text);
    },
  };
}
