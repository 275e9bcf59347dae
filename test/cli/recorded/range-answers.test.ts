import { describe, expect, test } from 'vitest';

import type { ChunkThreads } from '../../../src/cli/recorded/chunk-threads.ts';
import { RangeAnswers } from '../../../src/cli/recorded/range-answers.ts';
import type { ChunkRange } from '../../../src/output/recorded/chunk-reader.ts';
import type { ChunkAnswer } from '../../../src/output/recorded/chunk-worker.ts';

function answerTo({ from, to }: ChunkRange): ChunkAnswer {
  return { parts: [], lines: 1, flows: 1, verdictFlows: 0, at: from, next: to };
}

function rangesUpTo(count: number): ChunkRange[] {
  return Array.from({ length: count }, (_, at) => ({ from: at, to: at + 1 }));
}

/** Threads that hold `room` ranges, and answer when they are let. */
class HeldThreads implements ChunkThreads {
  readonly held: (() => void)[] = [];
  taken = 0;
  readonly #room: number;

  constructor(room: number) {
    this.#room = room;
  }

  get hasRoom(): boolean {
    return this.held.length < this.#room;
  }

  print(range: ChunkRange): Promise<ChunkAnswer> {
    this.taken += 1;
    return new Promise((resolve) => {
      this.held.push(() => resolve(answerTo(range)));
    });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

async function placesOf(answers: AsyncIterable<ChunkAnswer>): Promise<number[]> {
  const places: number[] = [];
  for await (const { at } of answers) places.push(at);
  return places;
}

describe('ranges of a file', () => {
  test('are printed by the main thread while the others are not ready', async () => {
    const threads = new HeldThreads(2);
    let own = 0;
    const answers = new RangeAnswers(rangesUpTo(12).values(), threads, (range) => {
      own += 1;
      // By and by the threads answer as well.
      if (own % 3 === 0) threads.held.shift()?.();
      return answerTo(range);
    });
    const reading = placesOf(answers);
    setTimeout(() => threads.held.forEach((answer) => answer()), 20);
    expect(await reading).toEqual(Array.from({ length: 12 }, (_, at) => at));
    expect(own).toBeGreaterThan(5);
    expect(own + threads.taken).toBe(12);
  });

  test('wait for a thread that is slow, rather than fill the memory', async () => {
    const threads = new HeldThreads(1);
    let own = 0;
    const answers = new RangeAnswers(rangesUpTo(1000).values(), threads, (range) => {
      own += 1;
      return answerTo(range);
    });
    const first = answers[Symbol.asyncIterator]().next();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(own).toBeLessThan(100);
    threads.held.shift()?.();
    expect((await first).value?.at).toBe(0);
  });

  test('end where a thread fails', async () => {
    const failing: ChunkThreads = {
      hasRoom: false,
      print: () => Promise.reject(new Error('no')),
      close: () => Promise.resolve(),
    };
    let asked = 0;
    const threads = {
      ...failing,
      get hasRoom(): boolean {
        asked += 1;
        return asked === 2;
      },
    };
    const answers = new RangeAnswers(rangesUpTo(5).values(), threads, answerTo);
    expect(await placesOf(answers)).toEqual([]);
  });
});
