/** `journalctl -o short-full`. */

import type { EnvelopeFormat } from './envelope-format.ts';
import { stampOf } from './stamp-text.ts';
import { syslogReading } from './text-reading.ts';

// The weekday is the locale's.
const form = /^\S{2,12} (\d{4})-(\d\d)-(\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,9}))? ([A-Za-z]{1,6}|[+-]\d\d(?::?\d\d)?) /;

/** `Tue 2024-11-19 12:15:03 PST host kernel: …`. */
export const journalShortFull: EnvelopeFormat = {
  name: 'journal-short-full',
  read(text, context) {
    const match = form.exec(text.head);
    if (match === null) return undefined;
    const [whole, year = '', month = '', day = '', clock = '', fraction, zone] = match;
    const stamp = stampOf({ year, month, day, clock, fraction }, zone);
    return syslogReading(text, { format: 'journal-short-full', length: whole.length, stamp }, context);
  },
};
