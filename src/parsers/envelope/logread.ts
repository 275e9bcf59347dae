/** OpenWrt's `logread`, which prints the priority in words and no host. */

import type { EnvelopeFormat } from './envelope-format.ts';
import { monthNumber, stampOf } from './stamp-text.ts';
import { syslogReading } from './text-reading.ts';

const form = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d:\d\d:\d\d) (\d{4}) /;

/** `Sat Nov 21 09:29:44 2026 kern.warn kernel: [ 1156.246182] …`. */
export const logread: EnvelopeFormat = {
  name: 'logread',
  read(text, context) {
    const match = form.exec(text.head);
    if (match === null) return undefined;
    const [whole, name = '', day = '', clock = '', year = ''] = match;
    const stamp = stampOf({ year, month: monthNumber(name) ?? 0, day, clock }, undefined);
    return syslogReading(text, { format: 'logread', length: whole.length, stamp }, context);
  },
};
