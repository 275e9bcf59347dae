/** rsyslog's file format, syslog-ng's `ts-format(iso)`, `journalctl -o short-iso` and `short-iso-precise`. */

import type { EnvelopeFormat } from './envelope-format.ts';
import { readIsoStamp } from './stamp-text.ts';
import { syslogReading } from './text-reading.ts';

/** `2026-11-21T09:30:25.809562+00:00 host kernel: [ 1448.489729] …`; zone, host and tag may be missing. */
export const isoSyslog: EnvelopeFormat = {
  name: 'iso-syslog',
  read(text, context) {
    const iso = readIsoStamp(text.head);
    if (iso === undefined || iso.comma) return undefined;
    const front = { format: 'iso-syslog', length: iso.length + 1, stamp: iso.stamp };
    return syslogReading(text, front, context);
  },
};
