/**
 * Reads a long file of recorded flows. Threads print what is canonical; every other line, and the rest of a file that is not what it
 * seemed to be, goes the general way: as a record, to whoever reads the records.
 */

import type { FileHandle } from 'node:fs/promises';
import { AppError } from '../../base/errors.ts';
import { timestampFromMs, type Timestamp } from '../../base/time/timestamp.ts';
import type { SourceRecord } from '../../flow/source-record.ts';
import { createChunkPrinter, type ChunkPart } from '../../output/recorded/chunk-printer.ts';
import { createChunkReader, type ChunkRange } from '../../output/recorded/chunk-reader.ts';
import { printRange, type ChunkAnswer, type ChunkWorkerData } from '../../output/recorded/chunk-worker.ts';
import { readChunkBytes } from '../../sources/defaults.ts';
import { inputError } from '../../sources/input-error.ts';
import { openFile } from '../../sources/open-file.ts';
import { createRecordCutter } from '../../sources/record-cutter.ts';
import { isAborted } from '../../base/abort.ts';
import type { SourceBatch } from '../../sources/source-batch.ts';
import type { StandardOutput } from '../standard-output.ts';
import type { ChunkThreads } from './chunk-threads.ts';
import { RangeAnswers } from './range-answers.ts';

/** What is counted of the lines the threads printed or passed over. */
export interface RecordedCounts {
  flows: number;
  verdictFlows: number;
}

/** What reading such a file needs. */
export interface RecordedReading {
  /** What the threads were started with. */
  readonly job: ChunkWorkerData;
  /** Closed at the end. */
  readonly threads: ChunkThreads;
  /** Takes what the threads printed, and is flushed before anything else is handed on. */
  readonly out: StandardOutput;
  readonly counts: RecordedCounts;
  readonly signal: AbortSignal | undefined;
}

/** Bytes that are printed at once: some 400 flows. */
const chunkBytes = 524_288;

const lineFeed = 0x0a;
const openBrace = 0x7b;

/** How far the file was read. */
interface Place {
  readonly at: number;
  /** Lines before it. */
  readonly lines: number;
}

/** A batch that says nothing but that reading goes on. */
const noRecords: SourceBatch = { records: [], idle: false };

/**
 * Whether a part may go its way by itself. A line of a log says how the ones after it are to be taken, so that where one stands all
 * lines must go the general way; in JSON two names tell it.
 */
function isReadAlone({ kind, bytes }: ChunkPart): boolean {
  if (kind === 'text') return true;
  const line = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return line[0] === openBrace && !line.includes('"MESSAGE"') && !line.includes('"log"');
}

function* rangesFrom(from: number, size: number): Generator<ChunkRange> {
  for (let at = from; at < size; at += chunkBytes) yield { from: at, to: Math.min(size, at + chunkBytes) };
}

class RecordedFile {
  readonly #reading: RecordedReading;
  readonly #handle: FileHandle;
  readonly #receivedAt: Timestamp;
  readonly #size: number;
  #place: Place = { at: 0, lines: 0 };

  constructor(
    reading: RecordedReading,
    handle: FileHandle,
    stats: { readonly mtimeMs: number; readonly size: number },
  ) {
    this.#reading = reading;
    this.#handle = handle;
    this.#receivedAt = timestampFromMs(stats.mtimeMs);
    this.#size = stats.size;
  }

  async *batches(): AsyncGenerator<SourceBatch> {
    const { job, threads } = this.#reading;
    const head = Buffer.alloc(readChunkBytes);
    const { bytesRead } = await this.#handle.read(head, 0, head.length, 0);
    const first = head.subarray(0, bytesRead);
    const end = first.indexOf(lineFeed);
    if (end !== -1) {
      const own = {
        reader: createChunkReader(this.#handle.fd),
        printer: await createChunkPrinter(job.printing, job.plan),
      };
      const answers = new RangeAnswers(rangesFrom(end + 1, this.#size), threads, (range) =>
        printRange(range, own.reader, own.printer),
      );
      // The first line goes the general way, for its reader to see that this is a stream of Hubble's.
      yield { records: [this.#record(first.subarray(0, end), 1)], idle: false };
      this.#place = { at: end + 1, lines: 1 };
      yield* this.#chunks(answers);
    }
    yield* this.#rest();
  }

  async *#chunks(answers: AsyncIterable<ChunkAnswer>): AsyncGenerator<SourceBatch> {
    const { signal, counts } = this.#reading;
    for await (const answer of answers) {
      if (isAborted(signal) || answer.at !== this.#place.at || !answer.parts.every(isReadAlone)) return;
      counts.flows += answer.flows;
      counts.verdictFlows += answer.verdictFlows;
      for (const part of answer.parts) yield* this.#part(part);
      this.#place = { at: answer.next, lines: this.#place.lines + answer.lines };
      yield noRecords;
    }
  }

  async *#part(part: ChunkPart): AsyncGenerator<SourceBatch> {
    const { out } = this.#reading;
    if (part.kind === 'odd') {
      yield { records: [this.#record(part.bytes, this.#place.lines + part.line + 1)], idle: false };
      return;
    }
    out.writeBytes(part.bytes);
    await out.flush();
  }

  /** What no thread did, to the end of the file. */
  async *#rest(): AsyncGenerator<SourceBatch> {
    const { job, signal } = this.#reading;
    const cutter = createRecordCutter(job.path);
    const arrival = { receivedAt: this.#receivedAt, live: false };
    const { at: from, lines } = this.#place;
    const numbered = (records: readonly SourceRecord[]): SourceBatch => ({
      records: records.map((record) => ({ ...record, line: lines + record.line })),
      idle: false,
    });
    for (let at = from; !isAborted(signal);) {
      // A new buffer each time: the records of the last one are views of it.
      const buffer = Buffer.allocUnsafeSlow(readChunkBytes);
      const { bytesRead } = await this.#handle.read(buffer, 0, buffer.length, at);
      if (bytesRead === 0) break;
      at += bytesRead;
      yield numbered(cutter.cut(buffer.subarray(0, bytesRead), arrival));
    }
    if (!isAborted(signal)) yield numbered(cutter.finish(arrival));
  }

  #record(bytes: Uint8Array, line: number): SourceRecord {
    const end = bytes.at(-1) === 0x0d ? bytes.length - 1 : bytes.length;
    return {
      bytes: bytes.subarray(0, end),
      receivedAt: this.#receivedAt,
      live: false,
      line,
      source: this.#reading.job.path,
    };
  }
}

/**
 * Yields what is read the general way, in its order among what the threads print: by the time a batch is asked for, the one before
 * it must have been printed. Throws an InputError when the file cannot be read.
 */
export async function* readRecorded(reading: RecordedReading): AsyncGenerator<SourceBatch> {
  const { job, threads } = reading;
  try {
    const { handle, stats } = await openFile(job.path);
    try {
      yield* new RecordedFile(reading, handle, stats).batches();
    } catch (error) {
      throw error instanceof AppError ? error : inputError('read', job.path, error);
    } finally {
      await handle.close();
    }
  } finally {
    await threads.close();
  }
}
