/** Words that come again and again (hosts, prefixes, devices), found by their bytes: each is checked and made a string once. */

import type { KnownBytes } from './known-bytes.ts';
import type { LineBytes } from './line-bytes.ts';

interface Entry<Meaning> {
  readonly hash: number;
  readonly key: KnownBytes;
  /** Undefined for a word the lane does not take. */
  readonly meaning: Meaning | undefined;
}

/** Slots of a table, a power of two. */
const slotCount = 1024;
// An open-addressed table stays quick while half of it is empty; a log with more words has made-up ones.
const mostEntries = slotCount / 2;

/** A bounded table of words; full, it starts anew. */
export class WordTable<Meaning> {
  readonly #read: (text: string) => Meaning | undefined;
  readonly #slots: (Entry<Meaning> | undefined)[] = Array.from({ length: slotCount });
  #count = 0;

  /** `read` tells what a word means, or undefined when the lane must leave the line to the general parser. */
  constructor(read: (text: string) => Meaning | undefined) {
    this.#read = read;
  }

  /** Returns what `[start, end)` of the line means. */
  find(line: LineBytes, start: number, end: number): Meaning | undefined {
    const hash = line.hash(start, end);
    let slot = hash & (slotCount - 1);
    for (let entry = this.#slots[slot]; entry !== undefined; entry = this.#slots[slot]) {
      if (entry.hash === hash && entry.key.length === end - start && line.isAt(entry.key, start)) return entry.meaning;
      slot = (slot + 1) & (slotCount - 1);
    }
    return this.#learn(line, { start, end, hash }, slot);
  }

  #learn(line: LineBytes, word: { start: number; end: number; hash: number }, slot: number): Meaning | undefined {
    const { start, end, hash } = word;
    const meaning = this.#read(line.text(start, end));
    if (this.#count >= mostEntries) {
      this.#slots.fill(undefined);
      this.#count = 0;
      return meaning;
    }
    this.#slots[slot] = { hash, key: line.known(start, end), meaning };
    this.#count += 1;
    return meaning;
  }
}
