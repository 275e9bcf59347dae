/** Progress of reading a long file, on a terminal that nothing else is printed to. */

import type { Clock } from '../../base/clock.ts';
import { escapeControl } from '../../base/escape.ts';
import type { TextSink } from '../../base/logger.ts';
import type { FileProgress } from '../../client/file-observer.ts';

/** A progress line. */
export interface ReadingProgress {
  /** Takes what was read so far. */
  readonly read: (progress: FileProgress) => void;
  /** Takes the line away. */
  end(): void;
}

/** Options of the progress line. */
export interface ReadingProgressOptions {
  readonly stderr: TextSink;
  readonly clock: Clock;
  /** False: nothing is ever shown. */
  readonly shown: boolean;
}

// A file that is read within this time needs no progress, and a line that changes more often is unrest.
const firstAfterMs = 1500;
const everyMs = 250;

/** Returns a progress line that appears when reading takes longer than 1.5 s and changes four times a second. */
export function createReadingProgress({ stderr, clock, shown }: ReadingProgressOptions): ReadingProgress {
  let nextMs = clock.monotonicMs() + firstAfterMs;
  let isOnScreen = false;
  return {
    read({ input, records }) {
      if (!shown || clock.monotonicMs() < nextMs) return;
      nextMs = clock.monotonicMs() + everyMs;
      isOnScreen = true;
      stderr.write(`\r\u001b[K${escapeControl(input)}: ${records.toLocaleString('en-US')} records read`);
    },
    end() {
      if (isOnScreen) stderr.write('\r\u001b[K');
      isOnScreen = false;
    },
  };
}
