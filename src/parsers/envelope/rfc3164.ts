/** RFC 3164 as syslog daemons write it to files and wires, and `journalctl -o short` and `short-precise`. */

import type { EnvelopeFormat } from './envelope-format.ts';
import { monthNumber, stampOf } from './stamp-text.ts';
import { syslogReading } from './text-reading.ts';

// The day is padded with a blank or a zero. Some relays add the year after it. A month that is not English (journalctl
// prints the locale's) is still this format, only without a stamp.
const form = /^(\S{3,6}) {1,2}(\d{1,2}) (?:(\d{4}) )?(\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?:? /;

/** `May 18 18:42:44 host kernel: [ 1156.246182] …`, with or without host and tag. */
export const rfc3164: EnvelopeFormat = {
  name: 'rfc3164',
  read(text, context) {
    const match = form.exec(text.head);
    if (match === null) return undefined;
    const [whole, name = '', day = '', year = 0, clock = '', fraction] = match;
    const month = monthNumber(name) ?? 0;
    const stamp = stampOf({ year, month, day, clock, fraction }, undefined);
    return syslogReading(text, { format: 'rfc3164', length: whole.length, stamp }, context);
  },
};
