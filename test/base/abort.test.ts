import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { aborted, nextOrAborted, RepeatedWait } from '../../src/base/abort.ts';

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

test('repeated waits leave one listener on the signal, and none when they are closed', async () => {
  const { subscribe, all } = listeners();
  const abort = new AbortController();
  const repeated = new RepeatedWait(abort.signal);
  for (let wait = 0; wait < 3; wait += 1) {
    const waiting = repeated.next(subscribe);
    expect(getEventListeners(abort.signal, 'abort')).toHaveLength(1);
    for (const wake of all) wake();
    await waiting;
    expect(all.size).toBe(0);
  }
  const last = repeated.next(subscribe);
  abort.abort();
  await last;
  await repeated.next(subscribe);
  expect(all.size).toBe(0);
  repeated.close();
  expect(getEventListeners(abort.signal, 'abort')).toEqual([]);
});
