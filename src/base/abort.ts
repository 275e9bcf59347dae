/** Waiting that an AbortSignal can cut short without leaving a listener behind. */

/**
 * Resolves when `subscribe` calls its argument, or when `signal` aborts. `subscribe` returns the function that takes
 * its argument off again; it is called exactly once, whichever came first.
 */
export function nextOrAborted(subscribe: (wake: () => void) => () => void, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const wake = () => {
      unsubscribe();
      signal.removeEventListener('abort', wake);
      resolve();
    };
    const unsubscribe = subscribe(wake);
    signal.addEventListener('abort', wake);
  });
}

/**
 * Waiting again and again under one signal, whose listener is put on once: putting it on and taking it off for each wait costs more than all
 * else of a wait.
 */
export class RepeatedWait {
  readonly #signal: AbortSignal;
  #wake: (() => void) | undefined;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener('abort', this.#onAbort);
  }

  readonly #onAbort = (): void => this.#wake?.();

  /** Waits as `nextOrAborted` does. One wait at a time. */
  next(subscribe: (wake: () => void) => () => void): Promise<void> {
    if (this.#signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#wake = undefined;
        unsubscribe();
        resolve();
      };
      const unsubscribe = subscribe(wake);
      this.#wake = wake;
    });
  }

  /** Takes the listener off; nobody may be waiting any more. */
  close(): void {
    this.#signal.removeEventListener('abort', this.#onAbort);
  }
}

/** Resolves when `signal` aborts; at once when it has. */
export function aborted(signal: AbortSignal): Promise<void> {
  return nextOrAborted(() => () => {}, signal);
}

/** Resolves in a later turn of the event loop, after the input and output that is ready was handled. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/**
 * Tells whether `signal` has aborted. A call, as the property of a constant looks constant to the compiler in a loop.
 */
export function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}
