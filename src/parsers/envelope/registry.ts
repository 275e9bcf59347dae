/** The text formats we know. One row each; none reads a record of another, so their order is a matter of speed. */

import { dmesgCtime } from './dmesg-ctime.ts';
import { dmesgIso } from './dmesg-iso.ts';
import { dmesgReltime } from './dmesg-reltime.ts';
import { dmesg } from './dmesg.ts';
import type { EnvelopeFormat } from './envelope-format.ts';
import { isoSyslog } from './iso-syslog.ts';
import { journalShortFull } from './journal-short-full.ts';
import { journalShortMonotonic } from './journal-short-monotonic.ts';
import { journalShortUnix } from './journal-short-unix.ts';
import { kmsg } from './kmsg.ts';
import { logread } from './logread.ts';
import { rfc3164 } from './rfc3164.ts';
import { rfc5424 } from './rfc5424.ts';

/** Formats of records that are one line of text. */
export const textFormats: readonly EnvelopeFormat[] = [
  rfc3164,
  isoSyslog,
  kmsg,
  rfc5424,
  journalShortMonotonic,
  dmesg,
  dmesgCtime,
  dmesgIso,
  dmesgReltime,
  journalShortFull,
  journalShortUnix,
  logread,
];
