/** Waiting for what other tasks will bring about. */

import { expect } from 'vitest';

/** Asserts that `value` becomes what is expected: `await eventually(() => store.subscribers).toBe(0)`. */
export function eventually<T>(value: () => T): ReturnType<typeof expect.poll<T>> {
  return expect.poll(value, { timeout: 15_000, interval: 5 });
}
