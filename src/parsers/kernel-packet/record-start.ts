/** Where the packet log begins in a message. */

import { byte, isBlank, startsWith, wordEnd } from './bytes.ts';

/** Offsets of what `IN=… [PHYSIN=…] OUT=…` holds; each pair is a half-open range. */
export interface RecordStart {
  /** Offset of `IN=`: where the prefix ends. */
  readonly at: number;
  readonly inStart: number;
  readonly inEnd: number;
  /** The bridge port between the two, as kernels of the 2.4 age have it; an empty range otherwise. */
  readonly physicalInStart: number;
  readonly physicalInEnd: number;
  readonly outStart: number;
  readonly outEnd: number;
}

/**
 * Returns the first place in `bytes[from, end)` where `IN=… OUT=…` stands (nf_log_dump_packet_common of nf_log_syslog.c,
 * which prints both keys always), or undefined. Nothing need separate it from the prefix, and the prefix may hold an
 * `IN=` of its own, even all of `IN=… OUT=…`: after the kernel's, no other comes at once. Linear in the length, whatever
 * the text.
 */
export function findRecordStart(bytes: Uint8Array, from: number, end: number): RecordStart | undefined {
  let start = firstStart(bytes, from, end);
  for (let next = start; next !== undefined; next = startRightAfter(bytes, next, end)) start = next;
  return start;
}

/** The start that is glued to what `before` has as OUT, or that only blanks separate from it. */
function startRightAfter(bytes: Uint8Array, before: RecordStart, end: number): RecordStart | undefined {
  const glued = startWithin(bytes, before.outStart, before.outEnd, end);
  if (glued !== undefined) return glued;
  let at = before.outEnd;
  while (at < end && isBlank(bytes[at] ?? 0)) at += 1;
  return startsWith(bytes, at, end, 'IN=') ? startWithin(bytes, at, wordEnd(bytes, at, end), end) : undefined;
}

function firstStart(bytes: Uint8Array, from: number, end: number): RecordStart | undefined {
  let pos = nextInKey(bytes, from, end);
  while (pos >= 0) {
    const inEnd = wordEnd(bytes, pos + 3, end);
    const start = startAt(bytes, lastInKey(bytes, pos, inEnd), inEnd, end);
    if (start !== undefined) return start;
    // Every other `IN=` of this word ends where this one does, so none of them can succeed.
    pos = nextInKey(bytes, inEnd, end);
  }
  return undefined;
}

/** Returns the start whose `IN=` lies in the word `bytes[from, inEnd)`, or undefined. */
export function startWithin(bytes: Uint8Array, from: number, inEnd: number, end: number): RecordStart | undefined {
  const first = nextInKey(bytes, from, inEnd);
  return first < 0 ? undefined : startAt(bytes, lastInKey(bytes, first, inEnd), inEnd, end);
}

/** Offset of the next `IN=`, or -1. Looks at every third byte only: a pattern of three cannot hide between them. */
function nextInKey(bytes: Uint8Array, from: number, end: number): number {
  let pos = from + 2;
  while (pos < end) {
    const value = bytes[pos];
    if (value === byte.equals) {
      if (bytes[pos - 1] === byte.upperN && bytes[pos - 2] === byte.upperI) return pos - 2;
      pos += 3;
    } else if (value === byte.upperN) pos += 1;
    else if (value === byte.upperI) pos += 2;
    else pos += 3;
  }
  return -1;
}

/** The last `IN=` of a word: no interface has such a name, but a glued prefix may end in it (`…IN=IN=eth0`). */
function lastInKey(bytes: Uint8Array, first: number, end: number): number {
  let last = first;
  for (let next = first; next >= 0; next = nextInKey(bytes, next + 3, end)) last = next;
  return last;
}

function startAt(bytes: Uint8Array, at: number, inEnd: number, end: number): RecordStart | undefined {
  let pos = inEnd;
  let physicalInStart = pos;
  if (startsWith(bytes, pos, end, ' PHYSIN=')) {
    physicalInStart = pos + ' PHYSIN='.length;
    pos = wordEnd(bytes, physicalInStart, end);
  }
  if (!startsWith(bytes, pos, end, ' OUT=')) return undefined;
  const outStart = pos + ' OUT='.length;
  const outEnd = wordEnd(bytes, outStart, end);
  return { at, inStart: at + 3, inEnd, physicalInStart, physicalInEnd: pos, outStart, outEnd };
}
