/** `dmesg -e`, `dmesg -H` and `dmesg --time-format reltime`, alone and with `-x`. */

import type { EnvelopeFormat } from './envelope-format.ts';
import { frontOfRingDump } from './priority-front.ts';
import { draftOf, readingFrom } from './text-reading.ts';

// The month is the locale's.
const form = /^\[(?:\S{3,6} {0,2}\d{1,2} \d\d:\d\d| {0,12}\+\d{1,10}\.\d{6})\](?: |$)/;

/**
 * `[Nov21 09:29] …` on the first record of a minute, `[  +0.000009] …` after it. Neither is a time: one has no seconds,
 * the other counts from a record that may have been left out.
 */
export const dmesgReltime: EnvelopeFormat = {
  name: 'dmesg-reltime',
  read(text, context) {
    const match = form.exec(text.head);
    if (match === null) return undefined;
    const { length } = match[0];
    const draft = draftOf({ format: 'dmesg-reltime', length }, frontOfRingDump(context.front));
    return readingFrom(text, length, { draft });
  },
};
