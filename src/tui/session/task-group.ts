/** Work that goes on beside the rest and has to be over before its owner is. */

/** Tasks under way. */
export interface TaskGroup {
  /** Starts a task. It must not reject: what can go wrong is part of its own work. */
  start(task: () => Promise<void>): void;
  /** Resolves when no task is under way any more, those that were started meanwhile included. */
  settled(): Promise<void>;
}

/** Returns an empty group. */
export function createTaskGroup(): TaskGroup {
  const running = new Set<Promise<void>>();
  return {
    start(task) {
      const run = task().finally(() => running.delete(run));
      running.add(run);
    },
    async settled() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
