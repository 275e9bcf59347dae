/** A queue between a producer that can be paused and one consumer that takes everything there is. */

/** How a queue tells its producer to wait. */
export interface AsyncQueueOptions {
  /** Items held above which the producer is paused. */
  readonly pauseAbove: number;
  readonly onPause: () => void;
  /** Called once the consumer has taken what was there, if the producer was paused. */
  readonly onResume: () => void;
}

/** What an ended queue has left to say. */
type QueueEnd = { readonly kind: 'ended' } | { readonly kind: 'failed'; readonly error: unknown };

/** A queue with one consumer. */
export interface AsyncQueue<T> {
  /** Appends an item; ignored once the queue has ended. Never drops: a producer that ignores the pause is held in full. */
  push(item: T): void;
  /** Ends the queue: what is held can still be taken. The first end counts. */
  end(): void;
  /** Ends the queue with an error, which `take` throws once what is held was taken. */
  fail(error: unknown): void;
  /**
   * Returns all items held, waiting for the first; undefined once the queue has ended and is empty. Throws the error the
   * queue ended with. Only one call may wait at a time.
   */
  take(): Promise<readonly T[] | undefined>;
}

/** Returns an empty queue. */
export function createAsyncQueue<T>(options: AsyncQueueOptions): AsyncQueue<T> {
  let held: T[] = [];
  let end: QueueEnd | undefined;
  let paused = false;
  let wake: (() => void) | undefined;

  const finish = (how: QueueEnd) => {
    end ??= how;
    wake?.();
  };
  const takeHeld = () => {
    const items = held;
    held = [];
    if (paused) {
      paused = false;
      options.onResume();
    }
    return items;
  };

  return {
    push(item) {
      if (end !== undefined) return;
      held.push(item);
      if (!paused && held.length > options.pauseAbove) {
        paused = true;
        options.onPause();
      }
      wake?.();
    },
    end: () => finish({ kind: 'ended' }),
    fail: (error) => finish({ kind: 'failed', error }),
    async take() {
      if (held.length === 0 && end === undefined) await new Promise<void>((resolve) => (wake = resolve));
      wake = undefined;
      if (held.length > 0) return takeHeld();
      if (end?.kind === 'failed') throw end.error;
      return undefined;
    },
  };
}
