import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { aborted, nextOrAborted } from '../../src/base/abort.ts';

function listeners(): { subscribe: (wake: () => void) => () => void; all: Set<() => void> } {
  const all = new Set<() => void>();
  return {
    all,
    subscribe(wake) {
      all.add(wake);
      return () => all.delete(wake);
    },
  };
}

test('the event wakes, and nothing is left behind', async () => {
  const { subscribe, all } = listeners();
  const abort = new AbortController();
  const waiting = nextOrAborted(subscribe, abort.signal);
  for (const wake of all) wake();
  await waiting;
  expect(all.size).toBe(0);
  expect(getEventListeners(abort.signal, 'abort')).toEqual([]);
});

test('the abort wakes, and nothing is left behind', async () => {
  const { subscribe, all } = listeners();
  const abort = new AbortController();
  const waiting = nextOrAborted(subscribe, abort.signal);
  abort.abort();
  await waiting;
  expect(all.size).toBe(0);
  expect(getEventListeners(abort.signal, 'abort')).toEqual([]);
});

test('a signal that was aborted before does not wait', async () => {
  const { subscribe, all } = listeners();
  await nextOrAborted(subscribe, AbortSignal.abort());
  await aborted(AbortSignal.abort());
  expect(all.size).toBe(0);
});
