/**
 * Runs of fields that come again as they were. A flood is a million packets of a few kinds: most lines share all from `LEN=` to
 * `TTL=` and all from `WINDOW=` to the end with one of the last lines, and comparing sixty bytes costs a fifth of reading them.
 */

import type { LineBytes, Words } from './line-bytes.ts';
import type { PacketLine } from './packet-line.ts';

interface Span {
  readonly bytes: Words;
  /** What reading it put into the packet. */
  readonly numbers: Uint32Array;
  readonly seen: number;
  readonly words: number;
}

/** Runs that are remembered, the ones last met first. */
const mostSpans = 6;
// Traffic without repetition must not pay for remembering each of its lines.
const learnedOf = 8;

/** Remembers runs of one place in the grammar. */
export class SpanMemo {
  readonly #spans: Span[] = [];
  readonly #places: readonly number[];
  readonly #words: number;
  readonly #isTail: boolean;
  #misses = 0;

  /**
   * `places` and `words` are the numbers and the words that a run may hold. A tail goes on to the end of the line, another run to a
   * blank.
   */
  constructor(holds: { readonly places: readonly number[]; readonly words: number }, isTail: boolean) {
    this.#places = holds.places;
    this.#words = holds.words;
    this.#isTail = isTail;
  }

  /** Puts into `packet` what the run at `start` says and returns where it ends; -1 when it is none that is remembered. */
  recall(line: LineBytes, start: number, packet: PacketLine): number {
    const spans = this.#spans;
    for (let index = 0; index < spans.length; index += 1) {
      const span = spans[index];
      if (span === undefined || !line.isAt(span.bytes, start)) continue;
      const end = start + span.bytes.length;
      if (this.#isTail ? end !== line.end : !line.isBlankAt(end)) continue;
      if (index > 0) this.#moveUp(index);
      for (const place of this.#places) packet.numbers[place] = span.numbers[place] ?? 0;
      packet.seen |= span.seen;
      packet.words |= span.words;
      return end;
    }
    return -1;
  }

  /** One place at a time: a run that comes once in a while does not push the frequent ones aside. */
  #moveUp(index: number): void {
    const [before, span] = [this.#spans[index - 1], this.#spans[index]];
    if (before === undefined || span === undefined) return;
    this.#spans[index - 1] = span;
    this.#spans[index] = before;
  }

  /** Tells whether a run that was read to `end` is one to remember: a tail must be all of the line, another run end before a blank. */
  isWhole(line: LineBytes, end: number): boolean {
    if (!this.#isTail) return line.isBlankAt(end);
    let at = end;
    while (line.isBlankAt(at)) at += 1;
    return at === line.end;
  }

  /** Takes the run at `start` that was just read into `packet` and ends at `end`. */
  learn(line: LineBytes, run: { readonly start: number; readonly end: number }, packet: PacketLine): void {
    this.#misses += 1;
    if (this.#misses % learnedOf !== 1) return;
    const bytes = line.words(run.start, this.#isTail ? line.end : run.end);
    const seen = this.#places.reduce((bits, place) => bits | (1 << place), 0) & packet.seen;
    this.#spans.length = Math.min(this.#spans.length, mostSpans - 1);
    this.#spans.push({ bytes, numbers: packet.numbers.slice(), seen, words: packet.words & this.#words });
  }
}
