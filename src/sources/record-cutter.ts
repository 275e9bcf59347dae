/** Bytes of one source cut into its numbered records. */

import type { Timestamp } from '../base/time/timestamp.ts';
import type { SourceRecord } from '../flow/source-record.ts';
import { createLineSplitter } from './line-splitter.ts';

/** How the bytes came: when they were read, and whether as they were written. */
export interface Arrival {
  readonly receivedAt: Timestamp;
  readonly live: boolean;
}

/** Cuts the bytes of one source, counting its records from 1. */
export interface RecordCutter {
  /** Returns the records that `chunk` completes. */
  cut(chunk: Uint8Array, arrival: Arrival): SourceRecord[];
  /** Returns the unfinished last line as a record, for the end of a file or a place where the text breaks off. */
  finish(arrival: Arrival): SourceRecord[];
  /** Returns `bytes` as the next record, for a source whose reads are records. */
  whole(bytes: Uint8Array, arrival: Arrival): SourceRecord;
}

/** Returns a cutter whose records carry `source` as their origin. */
export function createRecordCutter(source: string): RecordCutter {
  const splitter = createLineSplitter();
  let line = 0;

  const whole = (bytes: Uint8Array, arrival: Arrival): SourceRecord => {
    line += 1;
    return { bytes, receivedAt: arrival.receivedAt, live: arrival.live, line, source };
  };

  return {
    cut: (chunk, arrival) => splitter.push(chunk).map((bytes) => whole(bytes, arrival)),
    finish(arrival) {
      const rest = splitter.end();
      return rest === undefined ? [] : [whole(rest, arrival)];
    },
    whole,
  };
}
