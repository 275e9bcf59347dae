/** `journalctl -o short-monotonic`. */

import type { EnvelopeFormat, ReadContext } from './envelope-format.ts';
import { readSyslogOrigin } from './syslog-origin.ts';
import { addPriority, readingFrom } from './text-reading.ts';
import { readUptime } from './uptime.ts';

const name = 'journal-short-monotonic';
// Plain `dmesg` starts the same way, and a rule's prefix may have two words: only these tags tell the two apart.
export const certainForm = /^[A-Za-z0-9_.-]{1,255} (?:kernel|\S{1,64}\[\d{1,10}\]): /;

/** Tells whether the words after the uptime are a host and a tag. */
function hasOrigin(words: string, host: string | undefined, previous: ReadContext['previous']): boolean {
  if (certainForm.test(words)) return true;
  // The host of the record before, in the same form, makes any tag one.
  return previous?.format === name && host !== undefined && host === previous.host;
}

/** `[ 1156.246182] host kernel: …`. The uptime is journald's clock, close to the kernel's. */
export const journalShortMonotonic: EnvelopeFormat = {
  name,
  read(text, context) {
    const uptime = readUptime(text.head);
    if (uptime === undefined) return undefined;
    const words = text.head.slice(uptime.length);
    const origin = readSyslogOrigin(words);
    if (!hasOrigin(words, origin.host, context.previous)) return undefined;
    const draft = { format: name, uptimeUs: uptime.us, ...(origin.host === undefined ? {} : { host: origin.host }) };
    addPriority(draft, context.front);
    return readingFrom(text, uptime.length + origin.length, { draft, program: origin.program });
  },
};
