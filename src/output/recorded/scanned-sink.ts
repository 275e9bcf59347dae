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

/** Collects text. */
export interface ScannedSink {
  add(line: ScannedLine): void;
  /** Returns what was collected since the last call, as bytes of their own. */
  take(): Uint8Array;
}

/** Returns a sink of the text `print` gives for each line. */
export function createTextSink(print: (line: ScannedLine) => string): ScannedSink {
  let texts: string[] = [];
  return {
    add(line) {
      texts.push(print(line));
    },
    take() {
      const text = texts.join('');
      texts = [];
      return Buffer.from(text);
    },
  };
}

/** Returns a sink of the lines themselves without their cuts: a canonical line printed again is itself. */
export function createLineSink(): ScannedSink {
  let room = Buffer.alloc(0);
  let used = 0;
  const copy = (bytes: Buffer, from: number, to: number): void => {
    used += bytes.copy(room, used, from, to);
  };
  return {
    add({ bytes, at, next, cuts }) {
      if (used + next - at > room.length) {
        const larger = Buffer.allocUnsafeSlow(Math.max(bytes.length, room.length * 2));
        room.copy(larger, 0, 0, used);
        room = larger;
      }
      let from = at;
      for (let index = 0; index < cuts.length; index += 2) {
        copy(bytes, from, cuts[index] ?? from);
        from = cuts[index + 1] ?? from;
      }
      copy(bytes, from, next);
    },
    take() {
      const text = new Uint8Array(room.subarray(0, used));
      used = 0;
      return text;
    },
  };
}
