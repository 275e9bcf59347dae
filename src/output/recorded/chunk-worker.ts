/** The thread that prints chunks of a file, and how it is talked to. */

import { openSync } from 'node:fs';
import type { MessagePort } from 'node:worker_threads';
import type { ScanMessage } from '../../flow/codec/json-scan-shape.ts';
import { createChunkPrinter, type ChunkPrinter, type PrintedChunk } from './chunk-printer.ts';
import { createChunkReader, type ChunkRange, type ChunkReader } from './chunk-reader.ts';
import type { RecordedPrinting } from './recorded-request.ts';

/** What a thread is started with. */
export interface ChunkWorkerData {
  readonly path: string;
  readonly printing: RecordedPrinting;
  readonly plan: ScanMessage;
}

/** A chunk and how far it went. */
export interface ChunkAnswer extends PrintedChunk {
  /** Place in the file of the first line of the chunk, and of the first one behind the chunk. */
  readonly at: number;
  readonly next: number;
}

/** Reads and prints one range. */
export function printRange(range: ChunkRange, reader: ChunkReader, printer: ChunkPrinter): ChunkAnswer {
  const { bytes, length, at } = reader.read(range);
  return { ...printer.print(bytes, length), at, next: at + length };
}

/** Answers each range that comes in over `port`. An error ends the thread, and is the caller's to see. */
export async function serveChunks(port: MessagePort, data: ChunkWorkerData): Promise<void> {
  const reader = createChunkReader(openSync(data.path, 'r'));
  const printer = await createChunkPrinter(data.printing, data.plan);
  port.on('message', (range: ChunkRange) => {
    const answer = printRange(range, reader, printer);
    // Given away, not copied.
    port.postMessage(
      answer,
      answer.parts.flatMap(({ bytes }) => (bytes.buffer instanceof ArrayBuffer ? [bytes.buffer] : [])),
    );
  });
}
