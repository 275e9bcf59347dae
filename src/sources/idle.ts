/** Telling when a stream has nothing more to give for now. */

/** What a stream gave: bytes, or silence. */
export type ChunkOrIdle = { readonly kind: 'chunk'; readonly bytes: Uint8Array } | { readonly kind: 'idle' };

/** Options of `withIdle`. */
export interface IdleOptions {
  /** Silence is told after this many milliseconds, once until the next bytes. */
  readonly afterMs: number;
  /** Makes a pending read of the stream end; called when the iteration ends. */
  readonly stop: () => void;
}

/**
 * Yields the chunks of `chunks`, and `idle` once whenever none came for `afterMs`. Ending the iteration early stops the
 * stream, also while it waits for bytes.
 */
export async function* withIdle(chunks: AsyncIterable<Uint8Array>, options: IdleOptions): AsyncGenerator<ChunkOrIdle> {
  const iterator = chunks[Symbol.asyncIterator]();
  let pending = iterator.next();
  try {
    for (;;) {
      if (await isLate(pending, options.afterMs)) yield { kind: 'idle' };
      const next = await pending;
      if (next.done === true) return;
      yield { kind: 'chunk', bytes: next.value };
      pending = iterator.next();
    }
  } finally {
    options.stop();
    // The read that was stopped may fail; nobody waits for it any more.
    await pending.catch(() => undefined);
    await iterator.return?.();
  }
}

async function isLate(pending: Promise<unknown>, afterMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<true>((resolve) => {
    timer = setTimeout(resolve, afterMs, true);
  });
  try {
    return await Promise.race([pending.then(() => false), silence]);
  } finally {
    clearTimeout(timer);
  }
}
