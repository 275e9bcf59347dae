/** Finds the envelope of a line of text, trying the format of the line before first. */

import { readBare } from './bare.ts';
import {
  withoutFront,
  type EnvelopeFormat,
  type EnvelopeReading,
  type ReadContext,
  type RecordText,
} from './envelope-format.ts';
import { readPriorityFront } from './priority-front.ts';
import { textFormats } from './registry.ts';

/** Reads the lines of one source. */
export interface TextEnvelopeReader {
  /** Returns the envelope of `text`; `bare` when no format knows it. `previous` is the source's last record. */
  read(text: RecordText, previous: ReadContext['previous']): EnvelopeReading;
}

/** Returns a reader for the lines of one source. */
export function createTextEnvelopeReader(): TextEnvelopeReader {
  let last: EnvelopeFormat | undefined;
  return {
    read(text, previous) {
      const front = readPriorityFront(text.head);
      const inner = front === undefined ? text : withoutFront(text, front.length);
      const context: ReadContext = { ...(front && { front }), ...(previous && { previous }) };
      const again = last?.read(inner, context);
      if (again !== undefined) return again;
      for (const format of textFormats) {
        const reading = format === last ? undefined : format.read(inner, context);
        if (reading === undefined) continue;
        last = format;
        return reading;
      }
      return readBare(inner, context);
    },
  };
}
