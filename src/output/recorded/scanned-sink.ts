/** What collects the text of scanned lines. */

import type { Flow } from '../../flow/flow.ts';
import type { GetFlowsResponse } from '../../flow/messages.ts';
import { TextRoom } from '../text-room.ts';

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

/** Returns a sink of the text `print` gives for each line, after `escape` (see TextRoom). */
export function createTextSink(print: (line: ScannedLine) => string, escape: (text: string) => string): ScannedSink {
  const room = new TextRoom(escape);
  return {
    add: (line) => room.addText(print(line)),
    take: () => room.take(),
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
