/** The whole lines of a range of a file. */

import { readSync } from 'node:fs';
import { scanSlackBytes } from '../../flow/codec/json-scanner.ts';

const lineFeed = 0x0a;

/** A range of a file: the lines that begin in it are meant. */
export interface ChunkRange {
  readonly from: number;
  /** Excluded. */
  readonly to: number;
}

/** The lines of a range, each with its line feed. */
export interface ChunkLines {
  /** `length` bytes of lines followed by at least `scanSlackBytes` zeros; good until the next call. */
  readonly bytes: Buffer;
  readonly length: number;
  /** Place of `bytes` in the file. */
  readonly at: number;
}

/**
 * The last line of a range may end so far behind it. A longer one, or one without a line feed, is not among the lines: whoever
 * asked sees by the length that the range was not used up.
 */
export const overhangBytes = 65_536;

/** Reads ranges of an open file. */
export interface ChunkReader {
  /** Throws the system's error when the file cannot be read. */
  read(range: ChunkRange): ChunkLines;
}

function readFully(fd: number, bytes: Buffer, position: number): number {
  let length = 0;
  while (length < bytes.length) {
    const got = readSync(fd, bytes, length, bytes.length - length, position + length);
    if (got === 0) break;
    length += got;
  }
  return length;
}

/** Returns a reader of the open file `fd`. */
export function createChunkReader(fd: number): ChunkReader {
  let room = Buffer.alloc(0);
  return {
    read({ from, to }) {
      // One byte more in front: a line begins at `from` only behind a line feed.
      const start = Math.max(0, from - 1);
      const size = to - start + overhangBytes;
      if (room.length < size + scanSlackBytes) room = Buffer.alloc(size + scanSlackBytes);
      const held = readFully(fd, room.subarray(0, size), start);
      const there = room.subarray(0, held);
      const first = start === from ? 0 : there.indexOf(lineFeed) + 1;
      const beyond = to - start;
      const last = there.indexOf(lineFeed, beyond - 1) + 1;
      // The last line of a file may lack its line feed, or be longer than what was read.
      const whole = last > 0 ? last : there.lastIndexOf(lineFeed) + 1;
      // No line may begin in a range: one that began before it is longer.
      const end = first < beyond ? Math.max(first, whole) : first;
      room.fill(0, end, end + scanSlackBytes);
      return { bytes: room.subarray(first), length: end - first, at: start + first };
    },
  };
}
