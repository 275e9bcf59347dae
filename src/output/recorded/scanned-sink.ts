/** What collects the text of scanned lines. */

import type { Flow } from '../../flow/flow.ts';
import type { GetFlowsResponse } from '../../flow/messages.ts';

/** A line that was scanned and is to be shown. */
export interface ScannedLine {
  readonly flow: Flow;
  readonly response: GetFlowsResponse;
  readonly bytes: Buffer;
  /** Where the line begins, and where the next one does. */
  readonly at: number;
  readonly next: number;
  /** What is left out of it, as FlowScanner tells. */
  readonly cuts: readonly number[];
}

/** A UTF-16 unit is at most so many bytes of UTF-8. */
const mostBytesPerUnit = 3;

const leastRoomBytes = 65_536;

/** UTF-16 units that are gathered before they are encoded. */
const textAtOnce = 8192;

/** Collects text. */
export interface ScannedSink {
  add(line: ScannedLine): void;
  /** Returns what was collected since the last call, as bytes of their own. */
  take(): Uint8Array;
}

/** Text on its way out, in room that is used again. */
class TextRoom {
  #room = Buffer.alloc(0);
  #used = 0;

  /** Makes sure that `more` bytes fit. */
  #reserve(more: number): void {
    if (this.#used + more <= this.#room.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#used + more, this.#room.length * 2, leastRoomBytes));
    this.#room.copy(larger, 0, 0, this.#used);
    this.#room = larger;
  }

  addText(text: string): void {
    this.#reserve(text.length * mostBytesPerUnit);
    this.#used += this.#room.write(text, this.#used);
  }

  addBytes(bytes: Buffer, from: number, to: number): void {
    this.#reserve(to - from);
    this.#used += bytes.copy(this.#room, this.#used, from, to);
  }

  /** Returns what was added, in memory of its own: `Buffer.from` may give a piece of a shared pool, which no thread can give away. */
  take(): Uint8Array {
    const bytes = new Uint8Array(this.#room.subarray(0, this.#used));
    this.#used = 0;
    return bytes;
  }
}

/** Returns a sink of the text `print` gives for each line. */
export function createTextSink(print: (line: ScannedLine) => string): ScannedSink {
  const room = new TextRoom();
  let text = '';
  const write = (): void => {
    room.addText(text);
    text = '';
  };
  return {
    add(line) {
      text += print(line);
      // Many lines are encoded as fast as one.
      if (text.length > textAtOnce) write();
    },
    take() {
      write();
      return room.take();
    },
  };
}

/** Returns a sink of the lines themselves without their cuts: a canonical line printed again is itself. */
export function createLineSink(): ScannedSink {
  const room = new TextRoom();
  return {
    add({ bytes, at, next, cuts }) {
      let from = at;
      for (let index = 0; index < cuts.length; index += 2) {
        room.addBytes(bytes, from, cuts[index] ?? from);
        from = cuts[index + 1] ?? from;
      }
      room.addBytes(bytes, from, next);
    },
    take: () => room.take(),
  };
}
