/** The flows that came after the last cursor: a stream that is resumed there brings them again. */

/** Keys since the last cursor, with how often each came. */
export interface UnmarkedFlows {
  /** Takes a flow that came; true when it is one that came before the break already. */
  repeats(key: string): boolean;
  /** Says that a cursor came. */
  mark(): void;
  /** Says that the stream goes on from the last cursor after a break. */
  resume(): void;
  /** Forgets everything: another run of the server, whose cursors say nothing of what came. */
  clear(): void;
}

/** Returns an empty record. It holds as many keys as the server sends between two cursors. */
export function createUnmarkedFlows(): UnmarkedFlows {
  let came = new Map<string, number>();
  /** Of those, the ones that are still to come again. */
  let due = new Map<string, number>();
  return {
    repeats(key) {
      const times = due.get(key) ?? 0;
      if (times === 0) came.set(key, (came.get(key) ?? 0) + 1);
      else if (times === 1) due.delete(key);
      else due.set(key, times - 1);
      return times > 0;
    },
    mark() {
      // The stream may reach the next cursor before it has repeated all: what is left lies behind that one too.
      came = new Map(due);
    },
    resume() {
      due = new Map(came);
    },
    clear() {
      came = new Map();
      due = new Map();
    },
  };
}
