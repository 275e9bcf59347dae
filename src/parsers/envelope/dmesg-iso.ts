/** `dmesg --time-format iso`, alone and with `-x`. */

import type { EnvelopeFormat } from './envelope-format.ts';
import { frontOfRingDump } from './priority-front.ts';
import { readIsoStamp } from './stamp-text.ts';
import { draftOf, readingFrom } from './text-reading.ts';

/** `2026-11-21T09:29:44,489729+00:00 …`: the comma tells it from syslog; as inexact as `dmesg -T`. */
export const dmesgIso: EnvelopeFormat = {
  name: 'dmesg-iso',
  read(text, context) {
    const iso = readIsoStamp(text.head);
    if (iso === undefined || !iso.comma) return undefined;
    const front = { format: 'dmesg-iso', length: iso.length + 1, stamp: iso.stamp, stampApproximate: true };
    const draft = draftOf(front, frontOfRingDump(context.front));
    return readingFrom(text, iso.length + 1, { draft });
  },
};
