/** Who prints which range of a file: the threads, and the main thread while it would wait for them. */

import { nextTurn } from '../../base/abort.ts';
import type { ChunkRange } from '../../output/recorded/chunk-reader.ts';
import type { ChunkAnswer } from '../../output/recorded/chunk-worker.ts';
import type { ChunkThreads } from './chunk-threads.ts';

/** Ranges that are printed or being printed and not yet handed on; more of them would only take memory. */
const mostPending = 32;

/** A range that was given to somebody. */
interface Pending {
  /** Undefined where a thread failed. */
  readonly answer: Promise<ChunkAnswer | undefined>;
  isDone: boolean;
}

/**
 * The answers for ranges in their order. Threads get theirs at once; the main thread prints one whenever the next answer is not
 * there yet, and most of all while the threads start. Ends where a thread fails: what it cannot do is done again without one, which
 * then says why.
 */
export class RangeAnswers implements AsyncIterable<ChunkAnswer> {
  readonly #ranges: Iterator<ChunkRange>;
  readonly #threads: ChunkThreads;
  readonly #printOwn: (range: ChunkRange) => ChunkAnswer;
  readonly #pending: Pending[] = [];

  /** `printOwn` prints a range here and now. */
  constructor(ranges: Iterator<ChunkRange>, threads: ChunkThreads, printOwn: (range: ChunkRange) => ChunkAnswer) {
    this.#ranges = ranges;
    this.#threads = threads;
    this.#printOwn = printOwn;
    this.#occupyThreads();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<ChunkAnswer> {
    const pending = this.#pending;
    for (;;) {
      this.#occupyThreads();
      const [first] = pending;
      if (first === undefined) return;
      if (!first.isDone && this.#takeOne()) {
        // Lets in what the threads have printed meanwhile.
        await nextTurn();
        continue;
      }
      pending.shift();
      const answer = await first.answer;
      if (answer === undefined) return;
      yield answer;
    }
  }

  #next(): ChunkRange | undefined {
    if (this.#pending.length >= mostPending) return undefined;
    const next = this.#ranges.next();
    return next.done === true ? undefined : next.value;
  }

  #occupyThreads(): void {
    while (this.#threads.hasRoom) {
      const range = this.#next();
      if (range === undefined) return;
      const given: Pending = { answer: this.#threads.print(range).catch(() => undefined), isDone: false };
      void given.answer.then(() => (given.isDone = true));
      this.#pending.push(given);
    }
  }

  #takeOne(): boolean {
    const range = this.#next();
    if (range === undefined) return false;
    this.#pending.push({ answer: Promise.resolve(this.#printOwn(range)), isDone: true });
    return true;
  }
}
