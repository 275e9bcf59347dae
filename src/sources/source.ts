/** Opening a source by what the user wrote. */

import { followFile } from './follow-file.ts';
import { readKmsg } from './kmsg.ts';
import type { SourceBatch, SourceOptions } from './source-batch.ts';
import { parseSourceSpec } from './source-spec.ts';
import { readStdin } from './stdin.ts';

export type { SourceBatch, SourceOptions } from './source-batch.ts';
export { assertSingleKernelSource } from './source-spec.ts';

/**
 * Returns the records of `spec`: `file:PATH` (followed for ever, with its rotated copies first), `kmsg:` (the kernel's
 * ring, for ever) or `stdin:` (to its end). Nothing is opened before the iteration starts. Throws a UsageError at once
 * for an unknown source; the iteration throws an InputError when the source cannot be opened or read. It ends without
 * an error when `options.signal` aborts.
 */
export function openSource(spec: string, options: SourceOptions): AsyncIterable<SourceBatch> {
  const source = parseSourceSpec(spec);
  switch (source.kind) {
    case 'file':
      return followFile(source.path, options);
    case 'kmsg':
      return readKmsg(source.path, options);
    case 'stdin':
      return readStdin(options);
    default:
      return source satisfies never;
  }
}
