/**
 * Reads a long file of recorded flows. Threads print what is canonical; every other line, and the rest of a file that is not what it
 * seemed to be, goes the general way: as a record, to whoever reads the records.
 */

import type { FileHandle } from 'node:fs/promises';
import { AppError } from '../../base/errors.ts';
import { timestampFromMs, type Timestamp } from '../../base/time/timestamp.ts';
import type { SourceRecord } from '../../flow/source-record.ts';
import { flowScanPlan } from '../../flow/codec/json-scan-plan.ts';
import type { ChunkPart } from '../../output/recorded/chunk-printer.ts';
import type { ChunkRange } from '../../output/recorded/chunk-reader.ts';
import type { ChunkAnswer } from '../../output/recorded/chunk-worker.ts';
import { wantedFields, type RecordedPrinting } from '../../output/recorded/recorded-request.ts';
import { readChunkBytes } from '../../sources/defaults.ts';
import { inputError } from '../../sources/input-error.ts';
import { openFile } from '../../sources/open-file.ts';
import { createRecordCutter } from '../../sources/record-cutter.ts';
import { isAborted } from '../../base/abort.ts';
import type { SourceBatch } from '../../sources/source-batch.ts';
import type { StandardOutput } from '../standard-output.ts';
import { rangesPerThread, startChunkThreads, type ChunkThreads } from './chunk-threads.ts';

/** What is counted of the lines the threads printed or passed over. */
export interface RecordedCounts {
  flows: number;
  verdictFlows: number;
}

/** What reading such a file needs. */
export interface RecordedReading {
  readonly path: string;
  readonly printing: RecordedPrinting;
  /** Takes what the threads printed, and is flushed before anything else is handed on. */
  readonly out: StandardOutput;
  readonly counts: RecordedCounts;
  readonly signal: AbortSignal | undefined;
}

/** Bytes a thread takes at once: some 400 flows. */
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

/** Yields the answers for `ranges` in their order; threads are some ranges ahead. Ends where a thread fails. */
async function* answersOf(ranges: Iterator<ChunkRange>, threads: ChunkThreads): AsyncGenerator<ChunkAnswer> {
  const pending: Promise<ChunkAnswer | undefined>[] = [];
  const most = threads.count * rangesPerThread;
  for (;;) {
    for (let next = ranges.next(); next.done !== true; next = ranges.next()) {
      // What a thread cannot do is done again without one, which then says why.
      pending.push(threads.print(next.value).catch(() => undefined));
      if (pending.length >= most) break;
    }
    const answer = await pending.shift();
    if (answer === undefined) return;
    yield answer;
  }
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
    yield* this.#firstLine();
    yield* this.#chunks();
    yield* this.#rest();
  }

  /** The first line goes the general way, for its reader to see that this is a stream of Hubble's. */
  async *#firstLine(): AsyncGenerator<SourceBatch> {
    const head = Buffer.alloc(readChunkBytes);
    const { bytesRead } = await this.#handle.read(head, 0, head.length, 0);
    const end = head.subarray(0, bytesRead).indexOf(lineFeed);
    if (end === -1) return;
    yield { records: [this.#record(head.subarray(0, end), 1)], idle: false };
    this.#place = { at: end + 1, lines: 1 };
  }

  async *#chunks(): AsyncGenerator<SourceBatch> {
    const { path, printing, signal, counts } = this.#reading;
    const threads = startChunkThreads({ path, printing, plan: flowScanPlan(wantedFields(printing)) });
    try {
      const { at: from } = this.#place;
      for await (const answer of answersOf(rangesFrom(from, this.#size), threads)) {
        if (isAborted(signal) || answer.at !== this.#place.at || !answer.parts.every(isReadAlone)) return;
        counts.flows += answer.flows;
        counts.verdictFlows += answer.verdictFlows;
        for (const part of answer.parts) yield* this.#part(part);
        this.#place = { at: answer.next, lines: this.#place.lines + answer.lines };
        yield noRecords;
      }
    } finally {
      await threads.close();
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
    const { path, signal } = this.#reading;
    const cutter = createRecordCutter(path);
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
      source: this.#reading.path,
    };
  }
}

/**
 * Yields what is read the general way, in its order among what the threads print: by the time a batch is asked for, the one before
 * it must have been printed. Throws an InputError when the file cannot be read.
 */
export async function* readRecorded(reading: RecordedReading): AsyncGenerator<SourceBatch> {
  const { handle, stats } = await openFile(reading.path);
  try {
    yield* new RecordedFile(reading, handle, stats).batches();
  } catch (error) {
    throw error instanceof AppError ? error : inputError('read', reading.path, error);
  } finally {
    await handle.close();
  }
}
