/** `dmesg -T`, alone and with `-x`. */

import type { EnvelopeFormat } from './envelope-format.ts';
import { frontOfRingDump } from './priority-front.ts';
import { monthNumber, stampOf } from './stamp-text.ts';
import { draftOf, readingFrom } from './text-reading.ts';

const form = /^\[\S{2,6} (\S{3}) {1,2}(\d{1,2}) (\d\d:\d\d:\d\d) (\d{4})(?: <[ \d.]{1,24}>)?\](?: |$)/;

/** `[Sat Nov 21 09:29:44 2026] …`: boot time plus uptime as `dmesg` works it out, wrong after a suspend. */
export const dmesgCtime: EnvelopeFormat = {
  name: 'dmesg-ctime',
  read(text, context) {
    const match = form.exec(text.head);
    if (match === null) return undefined;
    const [whole, name = '', day = '', clock = '', year = ''] = match;
    const stamp = stampOf({ year, month: monthNumber(name) ?? 0, day, clock }, undefined);
    const front = { format: 'dmesg-ctime', length: whole.length, stamp, stampApproximate: true };
    const draft = draftOf(front, frontOfRingDump(context.front));
    return readingFrom(text, whole.length, { draft });
  },
};
