/** A file or pipe that is read once, from its beginning to its end. */

import { Socket } from 'node:net';
import type { FileHandle } from 'node:fs/promises';
import { constants, openSync } from 'node:fs';
import { timestampFromMs } from '../base/time/timestamp.ts';
import { decompress } from './decompress.ts';
import { readChunkBytes } from './defaults.ts';
import { inputError, systemCode } from './input-error.ts';
import { openFile, type OpenFile } from './open-file.ts';
import { isAborted } from '../base/abort.ts';
import { readStream } from './read-stream.ts';
import { createRecordCutter, type Arrival, type RecordCutter } from './record-cutter.ts';
import type { InputOptions, SourceBatch } from './source-batch.ts';

/**
 * Yields the records of `path` (`-`: standard input), gzip and zstd too, told by their first bytes. Records of a file
 * carry the time of its last change as the time of receipt; those of a pipe the time they were read. Memory does not
 * grow with the input. Throws an InputError, Hubble's own text first (`open F: no such file or directory`, `read F: is
 * a directory`); what could be read was yielded before.
 */
export async function* readInput(path: string, options: InputOptions): AsyncGenerator<SourceBatch> {
  if (isAborted(options.signal)) return;
  if (path === '-') {
    yield* readStream({ ...options, stream: options.stdin, path, source: path });
    return;
  }
  const file = await openFile(path);
  try {
    if (!file.stats.isFIFO()) {
      const arrival = { receivedAt: timestampFromMs(file.stats.mtimeMs), live: false };
      yield* readWhole({ file, path, arrival, cutter: createRecordCutter(path), signal: options.signal });
      return;
    }
    yield* readStream({ ...options, stream: openFifo(path), path, source: path });
  } finally {
    await file.handle.close();
  }
}

/** A file that is read from where it stands to its end. */
export interface WholeFile {
  readonly file: OpenFile;
  readonly path: string;
  readonly arrival: Arrival;
  readonly cutter: RecordCutter;
  readonly signal: AbortSignal | undefined;
}

/** Yields the records of an open file to its end; the caller closes it. Errors are those of `readInput`. */
export async function* readWhole(whole: WholeFile): AsyncGenerator<SourceBatch> {
  const chunks = chunksOf(whole.file.handle, whole.signal);
  try {
    for await (const bytes of decompress(chunks, whole.path)) {
      const records = whole.cutter.cut(bytes, whole.arrival);
      if (records.length > 0) yield { records, idle: false };
      if (isAborted(whole.signal)) return;
    }
    yield* lastRecord(whole);
  } catch (error) {
    // Compressed data that was not read to its end because of an abort looks cut short.
    if (isAborted(whole.signal)) return;
    yield* lastRecord(whole);
    throw inputError('read', whole.path, error);
  }
}

function* lastRecord(whole: WholeFile): Generator<SourceBatch> {
  const records = whole.cutter.finish(whole.arrival);
  if (records.length > 0 && !isAborted(whole.signal)) yield { records, idle: false };
}

async function* chunksOf(handle: FileHandle, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  while (!isAborted(signal)) {
    // A new buffer each time: the records of the last one are views of it.
    const buffer = Buffer.allocUnsafeSlow(readChunkBytes);
    const bytesRead = await readOnce(handle, buffer);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}

/** Reads on; a device that would have to wait (`/dev/kmsg`) is at its end, one that was overrun goes on. */
async function readOnce(handle: FileHandle, buffer: Buffer): Promise<number> {
  for (;;) {
    try {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, null);
      return bytesRead;
    } catch (error) {
      const code = systemCode(error);
      if (code === 'EAGAIN') return 0;
      if (code !== 'EPIPE') throw error;
    }
  }
}

/** The event loop waits for the first writer of a FIFO; a thread that waits in a read could not be ended. */
function openFifo(path: string): Socket {
  try {
    const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    return new Socket({ fd, readable: true, writable: false });
  } catch (error) {
    throw inputError('open', path, error);
  }
}
