/** Threads that print chunks of a file. */

import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { ChunkRange } from '../../output/recorded/chunk-reader.ts';
import type { ChunkAnswer, ChunkWorkerData } from '../../output/recorded/chunk-worker.ts';

/** More threads than this only wait for the one that writes. */
const mostThreads = 4;

/** Ranges a thread has before it, so that it never waits for the main thread. */
export const rangesPerThread = 3;

/** Threads at work on one file. */
export interface ChunkThreads {
  readonly count: number;
  /** Resolves with what a thread printed of a range; rejects when it failed. */
  print(range: ChunkRange): Promise<ChunkAnswer>;
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (answer: ChunkAnswer) => void;
  readonly reject: (error: unknown) => void;
}

/** One thread: answers come in the order of the ranges it was given. */
class ChunkThread {
  readonly #worker: Worker;
  readonly #waiting: Waiting[] = [];

  constructor(data: ChunkWorkerData) {
    this.#worker = new Worker(workerUrl(), { workerData: data });
    this.#worker.on('message', (answer: ChunkAnswer) => this.#waiting.shift()?.resolve(answer));
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', () => this.#fail(new Error('the thread ended')));
  }

  get load(): number {
    return this.#waiting.length;
  }

  print(range: ChunkRange): Promise<ChunkAnswer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      this.#worker.postMessage(range);
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #fail(error: unknown): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}

/** The entry stands beside those of the programs, in the sources as in the bundle. */
function workerUrl(): URL {
  const isSource = import.meta.url.endsWith('.ts');
  return new URL(isSource ? '../../bin/chunk-worker.ts' : '../bin/chunk-worker.js', import.meta.url);
}

/** Starts as many threads as there are processors, four at most. */
export function startChunkThreads(data: ChunkWorkerData): ChunkThreads {
  const count = Math.min(mostThreads, availableParallelism());
  const threads = Array.from({ length: count }, () => new ChunkThread(data));
  return {
    count,
    print(range) {
      const [idlest] = threads.toSorted((a, b) => a.load - b.load);
      return idlest === undefined ? Promise.reject(new Error('no threads')) : idlest.print(range);
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}
