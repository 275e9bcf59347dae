/** Finds which of a fixed set of keys stands at the cursor, without making a string of it. */

import { byte, isBlank } from './bytes.ts';
import type { RecordScan } from './record-scan.ts';

/** Something with a key: the bytes of a word up to and with its `=` or `:`, a whole word, or a bracket. */
interface Keyed {
  readonly key: string;
}

/** A table of keys in the order in which the kernel writes them. */
export class KeyTable<K extends Keyed> {
  readonly #rows: readonly K[];
  readonly #keys: readonly Uint8Array[];
  readonly #firstBytes: Uint8Array;

  /** Takes the rows; keys are distinct, ASCII and not empty. */
  constructor(rows: readonly K[]) {
    this.#rows = rows;
    this.#keys = rows.map((row) => new TextEncoder().encode(row.key));
    this.#firstBytes = Uint8Array.from(rows, (row) => row.key.charCodeAt(0));
  }

  /**
   * Returns the number of the row whose key stands at the cursor and moves past the key; -1, without moving, for no row.
   * Looks from row `from` on and round: the kernel keeps to its order, so the key is most often found within a few
   * comparisons of a first byte, which is faster than any hash of the word.
   */
  take(scan: RecordScan, from: number): number {
    const firstBytes = this.#firstBytes;
    const count = firstBytes.length;
    const first = scan.bytes[scan.pos];
    let index = from;
    for (let tried = 0; tried < count; tried += 1) {
      if (index >= count) index = 0;
      if (firstBytes[index] === first && this.#isAt(scan, index)) return index;
      index += 1;
    }
    return -1;
  }

  /** The row of a number that `take` returned. */
  row(index: number): K | undefined {
    return this.#rows[index];
  }

  #isAt(scan: RecordScan, index: number): boolean {
    const key = this.#keys[index];
    if (key === undefined) return false;
    const { bytes } = scan;
    const after = scan.pos + key.length;
    if (after > scan.end) return false;
    for (let offset = 1; offset < key.length; offset += 1) {
      if (bytes[scan.pos + offset] !== key[offset]) return false;
    }
    if (isWordLetter(key[key.length - 1] ?? 0) && after < scan.end && !endsWord(bytes[after] ?? 0)) return false;
    scan.pos = after;
    return true;
  }
}

/** Keys that end in a letter or digit are whole words: `ACK` is not the key of `ACK=1`, nor `URG` of `URGP=0`. */
function isWordLetter(value: number): boolean {
  return value !== byte.equals && value !== byte.colon && !isBracket(value);
}

function endsWord(value: number): boolean {
  return isBlank(value) || isBracket(value);
}

function isBracket(value: number): boolean {
  return value === byte.open || value === byte.close || value === byte.openSquare || value === byte.closeSquare;
}
