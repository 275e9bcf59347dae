/** Records of a pipe: standard input or a FIFO. */

import type { Readable } from 'node:stream';
import type { Clock } from '../base/clock.ts';
import { InputError } from '../base/errors.ts';
import { decompress } from './decompress.ts';
import { idleAfterMs } from './defaults.ts';
import { withIdle } from './idle.ts';
import { inputError } from './input-error.ts';
import { isAborted } from '../base/abort.ts';
import { createRecordCutter } from './record-cutter.ts';
import type { SourceBatch } from './source-batch.ts';

/** What is read, and under which names. */
export interface StreamInput {
  readonly stream: Readable;
  /** The name in error messages, such as `-`. */
  readonly path: string;
  /** The origin in the records. */
  readonly source: string;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
}

/**
 * Yields the records of a pipe, gzip and zstd too, until its end; the stream is destroyed afterwards. What comes after
 * the pipe was idle for the first time is live: before that it may be an old file that was piped in. Throws an
 * InputError when the pipe fails.
 */
export async function* readStream(input: StreamInput): AsyncGenerator<SourceBatch> {
  const { stream, signal } = input;
  const stop = () => void stream.destroy();
  const cutter = createRecordCutter(input.source);
  let live = false;
  signal?.addEventListener('abort', stop, { once: true });
  try {
    if (isAborted(signal)) return;
    if (stream.destroyed) throw readBefore(input.path);
    for await (const next of withIdle(decompress(bytesOf(stream), input.path), { afterMs: idleAfterMs, stop })) {
      if (next.kind === 'idle') {
        live = true;
        yield { records: [], idle: true };
        continue;
      }
      const records = cutter.cut(next.bytes, { receivedAt: input.clock.now(), live });
      if (records.length > 0) yield { records, idle: false };
    }
    const rest = cutter.finish({ receivedAt: input.clock.now(), live });
    if (rest.length > 0) yield { records: rest, idle: false };
  } catch (error) {
    if (!isAborted(signal)) throw inputError('read', input.path, error);
  } finally {
    signal?.removeEventListener('abort', stop);
    stop();
  }
}

/** Returns the error of a pipe that was read before. */
export function readBefore(path: string): InputError {
  return new InputError(`read ${path}: it was read to its end before`, {
    code: 'input/read-twice',
    hint: 'standard input can be read once: name it once, or save it to a file',
  });
}

/** A stream may have been given an encoding; the records are bytes either way. */
async function* bytesOf(stream: Readable): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream as AsyncIterable<Uint8Array | string>) {
    yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  }
}
