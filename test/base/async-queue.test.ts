import { expect, test } from 'vitest';
import { createAsyncQueue } from '../../src/base/async-queue.ts';

function setup(pauseAbove = 2) {
  const calls: string[] = [];
  const queue = createAsyncQueue<number>({
    pauseAbove,
    onPause: () => calls.push('pause'),
    onResume: () => calls.push('resume'),
  });
  return { queue, calls };
}

test('everything held is taken at once, in order', async () => {
  const { queue } = setup();
  queue.push(1);
  queue.push(2);
  expect(await queue.take()).toEqual([1, 2]);
});

test('a waiting consumer is woken by the first item', async () => {
  const { queue } = setup();
  const taken = queue.take();
  queue.push(1);
  expect(await taken).toEqual([1]);
});

test('the producer is paused once above the mark and resumed once it was emptied', async () => {
  const { queue, calls } = setup(2);
  for (const item of [1, 2]) queue.push(item);
  expect(calls).toEqual([]);
  for (const item of [3, 4, 5]) queue.push(item);
  expect(calls).toEqual(['pause']);
  await queue.take();
  expect(calls).toEqual(['pause', 'resume']);
});

test('an ended queue gives what it holds, then the end; pushing is over', async () => {
  const { queue } = setup();
  queue.push(1);
  queue.end();
  queue.push(2);
  expect(await queue.take()).toEqual([1]);
  expect(await queue.take()).toBeUndefined();
});

test('a failed queue gives what it holds, then throws; the first end counts', async () => {
  const { queue } = setup();
  queue.push(1);
  queue.fail(new Error('broken'));
  queue.end();
  expect(await queue.take()).toEqual([1]);
  await expect(queue.take()).rejects.toThrow('broken');
});

test('an end wakes a waiting consumer', async () => {
  const { queue } = setup();
  const taken = queue.take();
  queue.end();
  expect(await taken).toBeUndefined();
});
