/**
 * Runs of fields that come again as they were. A flood is a million packets of a few kinds: most lines share all from `LEN=` to
 * `ID=` and all from `WINDOW=` to the end with one of the last lines, and comparing sixty bytes costs a tenth of reading them.
 */

import type { KnownBytes } from './known-bytes.ts';
import type { LineBytes } from './line-bytes.ts';
import type { PacketLine } from './packet-line.ts';

interface Span {
  readonly bytes: KnownBytes;
  /** What reading it put into the packet: which numbers and their values, the set of them, and the words. */
  readonly places: Uint8Array;
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

  /** `places` and `words` are the numbers and the words that a run may hold. A tail goes on to the end of the line. */
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
      if (span === undefined || !span.bytes.isAt(line.view, start)) continue;
      const end = start + span.bytes.length;
      if (this.#isTail && end !== line.end) continue;
      if (index > 0) this.#moveUp(index);
      const { places, numbers } = span;
      for (let at = 0; at < places.length; at += 1) packet.numbers[places[at] ?? 0] = numbers[at] ?? 0;
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

  /** Takes the run that was just read into `packet`. `bytes` are those of the run and of the key or the end of line after it. */
  learn(line: LineBytes, bytes: { readonly start: number; readonly end: number }, packet: PacketLine): void {
    this.#misses += 1;
    if (this.#misses % learnedOf !== 1) return;
    const places = Uint8Array.from(this.#places.filter((place) => (packet.seen & (1 << place)) !== 0));
    this.#spans.length = Math.min(this.#spans.length, mostSpans - 1);
    this.#spans.push({
      bytes: line.known(bytes.start, bytes.end),
      places,
      numbers: Uint32Array.from(places, (place) => packet.numbers[place] ?? 0),
      seen: places.reduce((bits, place) => bits | (1 << place), 0),
      words: packet.words & this.#words,
    });
  }
}
