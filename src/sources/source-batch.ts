/** What every source yields and what every source needs. */

import type { Readable } from 'node:stream';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import type { SourceRecord } from '../flow/source-record.ts';

/** Records that were ready at once, in the order of the source. */
export interface SourceBatch {
  /** Never empty, except in a batch that only says `idle`. */
  readonly records: readonly SourceRecord[];
  /**
   * True when nothing more came for a moment (`idleAfterMs`), so that a consumer may let go of records it held back. A
   * source says it once, before it waits; one that ends says nothing, as its end says it all.
   */
  readonly idle: boolean;
}

/** What a source is opened with. */
export interface SourceOptions {
  /** The standard input of the program. The source that reads it owns it and destroys it at its end. */
  readonly stdin: Readable;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Ends the source; the iteration then ends without an error and all handles are closed. */
  readonly signal?: AbortSignal;
  /**
   * Bytes of log that are read back at most before a followed file is followed; default `defaultBackFillBytes`.
   */
  readonly backFillBytes?: number;
}

/** What reading an input once needs. */
export type InputOptions = Pick<SourceOptions, 'stdin' | 'clock' | 'signal'>;
