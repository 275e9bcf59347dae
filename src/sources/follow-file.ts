/** The source `file:PATH`: a log file, what was rotated out of it before, and what is written to it from now on. */

import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import { timestampFromMs } from '../base/time/timestamp.ts';
import type { SourceRecord } from '../flow/source-record.ts';
import { openRotated, readRotated } from './back-fill.ts';
import { defaultBackFillBytes, filePollMs, idleAfterMs } from './defaults.ts';
import { copyBeyond, rotatedBetween } from './file-succession.ts';
import { watchFile, type FileWatch } from './file-watch.ts';
import { fileStart, openFollowed, skipToLine, type FollowedFile } from './followed-file.ts';
import { createFollowedPath } from './followed-path.ts';
import { isAborted } from '../base/abort.ts';
import { createRecordCutter, type Arrival, type RecordCutter } from './record-cutter.ts';
import type { SourceBatch, SourceOptions } from './source-batch.ts';

/**
 * Yields the records of the log `path` without a gap and without a duplicate: its rotated copies, oldest first (plain,
 * gzip and zstd; as many of the newest as fit into `backFillBytes`), then the file, then what is written to it, for
 * ever. Records that were there before are not live and were received when their file was last changed.
 *
 * Rotation by rename: the old file is read to its end before the new one, which is turned to once something was written
 * to it. Rotation by copy and truncate: what was not read before the cut is taken from the copy. A file that vanishes
 * is waited for, and that is said once. Throws an InputError when `path` cannot be opened at the start: a wrong path
 * would otherwise wait for ever.
 */
export async function* followFile(path: string, options: SourceOptions): AsyncGenerator<SourceBatch> {
  const limitBytes = options.backFillBytes ?? defaultBackFillBytes;
  yield* followFrom({ ...options, path, source: `file:${path}` }, (follower) => backFill(follower, limitBytes));
}

/**
 * Yields the records of the file `path` from its beginning and then what is written to it, for ever, as `followFile` does, but
 * without the copies that were rotated out of it before. A batch that only says `idle` parts what was there from what comes.
 */
export async function* followInput(path: string, options: FollowInputOptions): AsyncGenerator<SourceBatch> {
  yield* followFrom({ ...options, path, source: path }, async function* (follower) {
    yield* readOn(follower, { receivedAt: timestampFromMs(follower.file.modifiedMs), live: false });
    yield { records: [], idle: true };
  });
}

/** What following an input needs. */
export type FollowInputOptions = Pick<SourceOptions, 'clock' | 'logger' | 'signal'>;

interface Follower {
  readonly path: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly signal: AbortSignal | undefined;
  readonly watch: FileWatch;
  readonly cutter: RecordCutter;
  /** The file that is read now; closed by whoever replaces it. */
  file: FollowedFile;
}

/** The file at `path` whose records are named after `source`. */
interface Followed extends FollowInputOptions {
  readonly path: string;
  readonly source: string;
}

/** Opens the file, yields what `past` gives of what was there before, then what is written to it; closes it in the end. */
async function* followFrom(
  { path, source, clock, logger, signal }: Followed,
  past: (follower: Follower) => AsyncGenerator<SourceBatch>,
): AsyncGenerator<SourceBatch> {
  if (isAborted(signal)) return;
  // Watched before it is opened: nothing that happens in between is missed.
  const watch = await watchFile(path, signal);
  let follower: Follower | undefined;
  try {
    const file = await openFollowed(path);
    follower = { path, clock, logger, signal, watch, file, cutter: createRecordCutter(source) };
    yield* past(follower);
    yield* followOn(follower);
  } finally {
    watch.close();
    await follower?.file.close();
  }
}

async function* backFill(follower: Follower, limitBytes: number): AsyncGenerator<SourceBatch> {
  const { path, logger, file } = follower;
  if (file.sizeBytes > limitBytes) {
    logger.info(`file:${path}: only the last ${limitBytes} of ${file.sizeBytes} bytes are read back`);
    await skipToLine(file, file.sizeBytes - limitBytes);
  } else {
    const budgetBytes = limitBytes - file.sizeBytes;
    const rotated = await openRotated(path, { budgetBytes, without: file.identity, logger });
    yield* readRotated(rotated, follower);
  }
  yield* readOn(follower, { receivedAt: timestampFromMs(file.modifiedMs), live: false });
}

/** Yields what there is of the file up to its present end; returns whether there was anything. */
async function* readOn(follower: Follower, before?: Arrival): AsyncGenerator<SourceBatch, boolean> {
  let any = false;
  while (!isAborted(follower.signal)) {
    const read = await follower.file.read();
    if (read.kind === 'end') return any;
    any = true;
    if (read.kind === 'bytes') yield* batchOf(follower.cutter.cut(read.bytes, before ?? arrivedNow(follower)));
    else yield* startAnew(follower);
  }
  return any;
}

/** The file was cut or overwritten: it is read from its start, after what its copy holds beyond our position. */
async function* startAnew(follower: Follower): AsyncGenerator<SourceBatch> {
  const { path, file, cutter, logger } = follower;
  logger.debug(`file:${path}: truncated, reading it from its start`);
  const copy = await copyBeyond(path, file.position());
  file.moveTo(fileStart);
  try {
    for (let read = await copy?.read(); read?.kind === 'bytes'; read = await copy?.read()) {
      yield* batchOf(cutter.cut(read.bytes, arrivedNow(follower)));
    }
  } finally {
    await copy?.close();
  }
  yield* batchOf(cutter.finish(arrivedNow(follower)));
}

/** Reads on for ever, from one file to the one that takes its place. */
async function* followOn(follower: Follower): AsyncGenerator<SourceBatch> {
  const place = createFollowedPath(follower.path, follower.logger);
  let quiet: 'no' | 'waited' | 'said' = 'no';
  while (!isAborted(follower.signal)) {
    // Asked before the old file is read once more: what was written to it until then is not lost.
    const next = await place.replacement(follower.file);
    const any = yield* readOn(follower);
    if (next !== undefined) yield* turnTo(follower, next);
    if (any || next !== undefined) quiet = 'no';
    else if (quiet === 'waited') {
      quiet = 'said';
      yield { records: [], idle: true };
    }
    if (next === undefined) await follower.watch.next(quiet === 'said' ? filePollMs : idleAfterMs);
    if (quiet === 'no') quiet = 'waited';
  }
}

async function* turnTo(follower: Follower, next: FollowedFile): AsyncGenerator<SourceBatch> {
  const old = follower.file;
  follower.file = next;
  try {
    yield* batchOf(follower.cutter.finish(arrivedNow(follower)));
    yield* readRotated(await rotatedBetween(follower.path, old, next), follower);
  } finally {
    await old.close();
  }
}

function arrivedNow(follower: Follower): Arrival {
  return { receivedAt: follower.clock.now(), live: true };
}

function* batchOf(records: readonly SourceRecord[]): Generator<SourceBatch> {
  if (records.length > 0) yield { records, idle: false };
}
