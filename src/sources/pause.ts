/** Waiting that an abort ends. */

/**
 * Tells whether `signal` has aborted. A call, as the property of a constant looks constant to the compiler in a loop.
 */
export function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

/** Resolves after `ms` milliseconds, or when `signal` aborts; leaves neither timer nor listener behind. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  if (isAborted(signal)) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done);
  });
}
