/** Threads that print chunks of a file. */

import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { ChunkRange } from '../../output/recorded/chunk-reader.ts';
import type { ChunkAnswer, ChunkWorkerData } from '../../output/recorded/chunk-worker.ts';

/** More threads than this only wait for the one that writes. */
const mostThreads = 4;

/** Ranges a thread has before it, so that it never waits for the main thread. */
const rangesPerThread = 4;

/** Threads at work on one file. */
export interface ChunkThreads {
  /** Whether one of them would soon have nothing to do. */
  readonly hasRoom: boolean;
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
  #failure: unknown;

  constructor(data: ChunkWorkerData) {
    this.#worker = new Worker(workerUrl(), { workerData: data });
    // A program that turns out to have no use for it may end all the same.
    this.#worker.unref();
    this.#worker.on('message', (answer: ChunkAnswer) => this.#settle()?.resolve(answer));
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', () => this.#fail(new Error('the thread ended')));
  }

  get load(): number {
    return this.#waiting.length;
  }

  print(range: ChunkRange): Promise<ChunkAnswer> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) {
        reject(this.#failure);
        return;
      }
      this.#waiting.push({ resolve, reject });
      this.#worker.ref();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      this.#worker.postMessage(range);
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #settle(): Waiting | undefined {
    const settled = this.#waiting.shift();
    if (this.#waiting.length === 0) this.#worker.unref();
    return settled;
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}

/** The entry stands beside those of the programs, in the sources as in the bundle. */
function workerUrl(): URL {
  const isSource = import.meta.url.endsWith('.ts');
  return new URL(isSource ? '../../bin/chunk-worker.ts' : '../bin/chunk-worker.js', import.meta.url);
}

/** Starts a thread for each processor but that of the main thread, which prints as well; at least one, four at most. */
export function startChunkThreads(data: ChunkWorkerData): ChunkThreads {
  const count = Math.min(mostThreads, Math.max(1, availableParallelism() - 1));
  const threads = Array.from({ length: count }, () => new ChunkThread(data));
  return {
    get hasRoom() {
      return threads.some(({ load }) => load < rangesPerThread);
    },
    print(range) {
      const [idlest] = threads.toSorted((a, b) => a.load - b.load);
      return idlest === undefined ? Promise.reject(new Error('no threads')) : idlest.print(range);
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}
