/** Names of interfaces, found by their bytes: each is checked and made a string once. */

import type { LineBytes } from './line-bytes.ts';

// Letters that interfaces have; the kernel allows more, which no one uses.
const deviceForm = /^[A-Za-z0-9_.@+-]{0,15}$/;
const maxLetters = 15;

/** Slots of the table, a power of two; half of them are filled at most, so that a search stays short. */
const slotCount = 4096;
const mostNames = slotCount / 2;
const wordsOfName = 4;

const blanks = 0x20202020;

/** Returns the number of bytes before the first blank of a word, 4 when it holds none. */
function lettersOf(word: number): number {
  const other = word ^ blanks;
  // The highest bit of each byte that is zero, and perhaps of some above it; only the lowest counts.
  const marks = (other - 0x01010101) & ~other & 0x80808080;
  return marks === 0 ? wordsOfName : (31 - Math.clz32(marks & -marks)) >> 3;
}

/** Returns the bits of the first `letters` bytes of a word; a count outside 0 … 4 is taken as the nearest. */
function maskOf(letters: number): number {
  if (letters >= 4) return -1;
  return letters <= 0 ? 0 : (1 << (8 * letters)) - 1;
}

function hashOf(a: number, b: number): number {
  const mixed = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}

/**
 * A bounded table of names of at most 15 letters; full, it starts anew. A name is four words, so all keys lie in one array and a
 * search touches one line of the processor's cache.
 */
export class DeviceTable {
  readonly #keys = new Int32Array(slotCount * wordsOfName);
  readonly #names: (string | undefined)[] = Array.from({ length: slotCount });
  #count = 0;
  /** Where the name that was found last ends. */
  end = 0;

  /** Returns the name that begins at `start` and sets `end`; undefined when it is none. */
  find(line: LineBytes, start: number): string | undefined {
    const { view } = line;
    let first = view.getInt32(start, true);
    let second = view.getInt32(start + 4, true);
    let third = view.getInt32(start + 8, true);
    let fourth = view.getInt32(start + 12, true);
    let letters = lettersOf(first);
    if (letters === 4) letters += lettersOf(second);
    if (letters === 8) letters += lettersOf(third);
    if (letters === 12) letters += lettersOf(fourth);
    if (letters > maxLetters) return undefined;
    this.end = start + letters;
    first &= maskOf(letters);
    second &= maskOf(letters - 4);
    third &= maskOf(letters - 8);
    fourth &= maskOf(letters - 12);
    const keys = this.#keys;
    let slot = hashOf(hashOf(first, second), hashOf(third, fourth)) & (slotCount - 1);
    for (let name = this.#names[slot]; name !== undefined; name = this.#names[slot]) {
      const at = slot * wordsOfName;
      const isSame = keys[at] === first && keys[at + 1] === second && keys[at + 2] === third && keys[at + 3] === fourth;
      // A NUL is no part of a name, and must not pass for the end of one.
      if (isSame && name.length === letters) return name;
      slot = (slot + 1) & (slotCount - 1);
    }
    return this.#learn(line.text(start, this.end), [first, second, third, fourth], slot);
  }

  #learn(name: string, key: readonly number[], slot: number): string | undefined {
    if (!deviceForm.test(name)) return undefined;
    if (this.#count >= mostNames) {
      this.#names.fill(undefined);
      this.#count = 0;
      return name;
    }
    this.#keys.set(key, slot * wordsOfName);
    this.#names[slot] = name;
    this.#count += 1;
    return name;
  }
}
