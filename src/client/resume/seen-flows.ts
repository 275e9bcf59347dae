/** The flows of the last minute of each node, so that none is shown twice when they come again. */

import { addNanos, compareTimestamps, type Timestamp } from '../../base/time/timestamp.ts';

/** How far before the last flow of a node one may still come late, in seconds. */
const overlapSeconds = 60;

/** Keys remembered by default: more than two thousand flows a second for the whole overlap; some 30 MB. */
const defaultKeyLimit = 131_072;

/** Node names may come from a network: past this number the one that was silent longest is forgotten. */
const nodeLimit = 4096;

/** A message that came, and where and when it happened. */
export interface SeenFlow {
  readonly key: string;
  readonly node: string;
  readonly time: Timestamp;
}

/** How often a key was passed on in all, and how often it came in the stream with the number `stream`. */
interface KeyCount {
  passed: number;
  came: number;
  stream: number;
}

interface NodeMemory {
  last: Timestamp;
  /** The second before which nothing is remembered. */
  from: number;
  /**
   * A flow may come with another time than before: a server never lets one be later than its receipt, and receives it
   * anew when it reads a log again after a restart. So the key alone finds it; the time it had first is that it goes by.
   */
  readonly counts: Map<string, KeyCount>;
  readonly keysBySecond: Map<number, string[]>;
}

/** What is remembered. */
export interface SeenFlows {
  /**
   * Takes a flow that came and tells whether it is new. One that lies before everything remembered of its node, in a
   * stream that repeats, was passed on long ago and is not new.
   */
  offer(flow: SeenFlow): boolean;
  /** Says that the next flows are of a stream that begins before the last ones, and repeats them. */
  repeat(): void;
  /** Returns the time to ask for: the least over the nodes of the last time seen − 60 s. Undefined when none was seen. */
  since(): Timestamp | undefined;
  /** Returns the last time of a node, undefined when none of its flows was seen. */
  lastOf(node: string): Timestamp | undefined;
  /** Returns the names of the nodes seen. */
  nodes(): readonly string[];
}

function emptyMemory(last: Timestamp): NodeMemory {
  return { last, from: -Infinity, counts: new Map(), keysBySecond: new Map() };
}

/** Returns an empty memory of at most `keyLimit` keys, one second of one node excepted. */
export function createSeenFlows(keyLimit = defaultKeyLimit): SeenFlows {
  return new NodeMemories(keyLimit);
}

class NodeMemories implements SeenFlows {
  readonly #keyLimit: number;
  readonly #nodes = new Map<string, NodeMemory>();
  /** The second before which a repeating stream brings nothing new, by node. */
  #known: ReadonlyMap<string, number> = new Map();
  #stream = 0;
  #keys = 0;

  constructor(keyLimit: number) {
    this.#keyLimit = keyLimit;
  }

  offer({ key, node, time }: SeenFlow): boolean {
    if (time.seconds < (this.#known.get(node) ?? -Infinity)) return false;
    const memory = this.#memoryOf(node, time);
    const count = this.#countOf(memory, key, time.seconds);
    if (count.stream !== this.#stream) {
      count.stream = this.#stream;
      count.came = 0;
    }
    count.came += 1;
    const isNew = count.came > count.passed;
    if (isNew) count.passed = count.came;
    this.#bound();
    return isNew;
  }

  repeat(): void {
    this.#stream += 1;
    this.#known = new Map(Array.from(this.#nodes, ([name, { from }]) => [name, from]));
  }

  since(): Timestamp | undefined {
    let least: Timestamp | undefined;
    for (const { last } of this.#nodes.values()) {
      if (least === undefined || compareTimestamps(last, least) < 0) least = last;
    }
    return least && addNanos(least, -overlapSeconds * 1e9);
  }

  lastOf(node: string): Timestamp | undefined {
    return this.#nodes.get(node)?.last;
  }

  nodes(): readonly string[] {
    return Array.from(this.#nodes.keys());
  }

  #memoryOf(node: string, time: Timestamp): NodeMemory {
    const known = this.#nodes.get(node);
    const memory = known ?? emptyMemory(time);
    // Set anew, so that the order of the map is the order of silence.
    if (known !== undefined) this.#nodes.delete(node);
    this.#nodes.set(node, memory);
    if (known === undefined || compareTimestamps(time, memory.last) > 0) {
      memory.last = time;
      this.#forgetBefore(memory, time.seconds - overlapSeconds);
    }
    return memory;
  }

  #countOf({ counts, keysBySecond }: NodeMemory, key: string, second: number): KeyCount {
    const known = counts.get(key);
    if (known !== undefined) return known;
    const count = { passed: 0, came: 0, stream: this.#stream };
    counts.set(key, count);
    const keys = keysBySecond.get(second);
    if (keys === undefined) keysBySecond.set(second, [key]);
    else keys.push(key);
    this.#keys += 1;
    return count;
  }

  #forgetBefore(memory: NodeMemory, second: number): void {
    if (second <= memory.from) return;
    memory.from = second;
    for (const [held, keys] of memory.keysBySecond) {
      if (held >= second) continue;
      memory.keysBySecond.delete(held);
      for (const key of keys) memory.counts.delete(key);
      this.#keys -= keys.length;
    }
  }

  #bound(): void {
    while (this.#nodes.size > nodeLimit) this.#forgetSilentNode();
    while (this.#keys > this.#keyLimit && this.#forgetOldestSecond());
  }

  #forgetSilentNode(): void {
    const [silent] = this.#nodes;
    if (silent === undefined) return;
    this.#forgetBefore(silent[1], Infinity);
    this.#nodes.delete(silent[0]);
  }

  /** Forgets the oldest second of all nodes; false when each has only its newest left. */
  #forgetOldestSecond(): boolean {
    let oldest: { readonly memory: NodeMemory; readonly second: number } | undefined;
    for (const memory of this.#nodes.values()) {
      const second = Math.min(...memory.keysBySecond.keys());
      if (second < memory.last.seconds && second < (oldest?.second ?? Infinity)) oldest = { memory, second };
    }
    if (oldest === undefined) return false;
    this.#forgetBefore(oldest.memory, oldest.second + 1);
    return true;
  }
}
