/** The source `stdin:`. */

import { readStream } from './read-stream.ts';
import type { SourceBatch, SourceOptions } from './source-batch.ts';

/** Yields the records piped into the program until the pipe ends; errors are those of `readStream`. */
export function readStdin(options: SourceOptions): AsyncGenerator<SourceBatch> {
  const { stdin: stream, clock, signal } = options;
  return readStream({ stream, path: '-', source: 'stdin:', clock, ...(signal === undefined ? {} : { signal }) });
}
