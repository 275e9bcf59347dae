/** A folder of its own for each test, and sources read into arrays. */

import { existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterEach, beforeEach } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import type { Logger } from '../../src/base/logger.ts';
import type { SourceRecord } from '../../src/flow/source-record.ts';
import type { SourceBatch, SourceOptions } from '../../src/sources/source-batch.ts';

/** Returns a function that gives the folder of the running test. */
export function temporaryFolder(): (name?: string) => string {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'observed-sources-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  return (name = '') => join(folder, name);
}

/** A logger that keeps its lines as `level: message`. */
export function memoryLogger(): Logger & { readonly lines: string[] } {
  const lines: string[] = [];
  const at = (level: string) => (message: string) => void lines.push(`${level}: ${message}`);
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

export function sourceOptions(more: Partial<SourceOptions> = {}): SourceOptions {
  return { stdin: Readable.from([]), clock: systemClock(), logger: memoryLogger(), ...more };
}

export const text = (record: SourceRecord) => Buffer.from(record.bytes).toString('latin1');

/** Reads a source to its end. */
export async function readAll(source: AsyncIterable<SourceBatch>): Promise<SourceRecord[]> {
  const records: SourceRecord[] = [];
  for await (const batch of source) records.push(...batch.records);
  return records;
}

/** Reads a source that may fail; returns what came before. */
export async function readUntilError(
  source: AsyncIterable<SourceBatch>,
): Promise<{ readonly records: string[]; readonly error: unknown }> {
  const records: string[] = [];
  try {
    for await (const batch of source) records.push(...batch.records.map(text));
  } catch (error) {
    return { records, error };
  }
  return { records, error: undefined };
}

/** A source that is read in the background, as a server does. */
export interface RunningSource {
  readonly records: SourceRecord[];
  readonly texts: () => string[];
  readonly idles: () => number;
  /** Resolves when `condition` holds; fails the test by time-out when it never does. */
  until(condition: () => boolean): Promise<void>;
  untilTexts(count: number): Promise<string[]>;
  /** Resolves when the source says that it is idle, after the call. */
  untilIdle(): Promise<void>;
  /** Aborts and waits for the end. */
  stop(): Promise<void>;
}

export function run(open: (options: SourceOptions) => AsyncIterable<SourceBatch>, more: Partial<SourceOptions> = {}) {
  const abort = new AbortController();
  const records: SourceRecord[] = [];
  let idles = 0;
  let wake: (() => void) | undefined;
  let failure: unknown;
  const done = (async () => {
    try {
      for await (const batch of open(sourceOptions({ ...more, signal: abort.signal }))) {
        records.push(...batch.records);
        if (batch.idle) idles += 1;
        wake?.();
      }
    } catch (error) {
      failure = error;
      wake?.();
    }
  })();
  const until = async (condition: () => boolean) => {
    while (!condition()) {
      if (failure !== undefined) throw failure;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  const texts = () => records.map(text);
  return {
    records,
    texts,
    idles: () => idles,
    until,
    async untilTexts(count: number) {
      await until(() => records.length >= count);
      return texts();
    },
    async untilIdle() {
      const before = idles;
      await until(() => idles > before);
    },
    async stop() {
      abort.abort();
      await done;
      if (failure !== undefined) throw failure;
    },
  } satisfies RunningSource;
}

/** The files this process has open below `folder`. */
export function openFilesBelow(folder: string): string[] {
  return openDescriptorNames()
    .map((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`);
      } catch {
        return '';
      }
    })
    .filter((target) => target.startsWith(folder));
}

/** The number of descriptors this process holds: files, pipes, inotify instances. */
export const openDescriptors = (): number => openDescriptorNames().length;

/** None where the system does not tell. */
function openDescriptorNames(): string[] {
  return existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd') : [];
}

export function pipeOf(...chunks: (string | Uint8Array)[]): Readable {
  const pipe = new PassThrough();
  for (const chunk of chunks) pipe.write(chunk);
  pipe.end();
  return pipe;
}
