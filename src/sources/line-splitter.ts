/** Bytes cut into records at line feeds. */

import { recordLimitBytes } from '../flow/source-record.ts';

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Cuts a stream of bytes into lines, however the stream is cut into chunks. */
export interface LineSplitter {
  /**
   * Returns the lines that `chunk` completes, without line feed and without one carriage return before it. A line that
   * lies within the chunk is a view of it, so the chunk must not be written to afterwards.
   */
  push(chunk: Uint8Array): Uint8Array[];
  /** Returns the last line when the stream did not end with a line feed, and forgets it. */
  end(): Uint8Array | undefined;
}

/**
 * Returns a splitter. A line longer than `limitBytes` is handed on as its first `limitBytes + 1` bytes, the rest is
 * skipped: it is still one record, and no line makes it hold more memory than that. NUL and all other bytes are kept.
 */
export function createLineSplitter(limitBytes: number = recordLimitBytes): LineSplitter {
  // One byte over what is handed on, as the carriage return that may follow is not part of the line.
  const held = createHeldBytes(limitBytes + 2);

  const finished = (part: Uint8Array): Uint8Array => {
    if (held.length() === 0) return trimmed(part, limitBytes);
    held.append(part);
    return trimmed(held.take(), limitBytes);
  };

  return {
    push(chunk) {
      const lines: Uint8Array[] = [];
      let start = 0;
      for (let at = chunk.indexOf(lineFeed); at !== -1; at = chunk.indexOf(lineFeed, start)) {
        lines.push(finished(chunk.subarray(start, at)));
        start = at + 1;
      }
      if (start < chunk.length) held.append(chunk.subarray(start));
      return lines;
    },
    end: () => (held.length() === 0 ? undefined : trimmed(held.take(), limitBytes)),
  };
}

function trimmed(line: Uint8Array, limitBytes: number): Uint8Array {
  const end = line.at(-1) === carriageReturn ? line.length - 1 : line.length;
  const cut = end > limitBytes ? limitBytes + 1 : end;
  return cut === line.length ? line : line.subarray(0, cut);
}

interface HeldBytes {
  length(): number;
  append(part: Uint8Array): void;
  take(): Uint8Array;
}

/** The unfinished line: grows by doubling, so that a writer of single bytes costs no more than one of whole lines. */
function createHeldBytes(mostBytes: number): HeldBytes {
  let room = new Uint8Array(0);
  let used = 0;

  const reserve = (bytes: number) => {
    if (bytes <= room.length) return;
    const grown = new Uint8Array(Math.min(mostBytes, Math.max(bytes, room.length * 2, 512)));
    grown.set(room.subarray(0, used));
    room = grown;
  };

  return {
    length: () => used,
    append(part) {
      const kept = part.subarray(0, mostBytes - used);
      reserve(used + kept.length);
      room.set(kept, used);
      used += kept.length;
    },
    take() {
      const line = room.slice(0, used);
      used = 0;
      // A single huge line must not keep its room for the life of the source.
      if (room.length > 65_536) room = new Uint8Array(0);
      return line;
    },
  };
}
