/** `dmesg` with the kernel's uptime: plain, `-r`, `-x`, and `/proc/kmsg`. */

import type { EnvelopeDraft, EnvelopeFormat } from './envelope-format.ts';
import { journalShortMonotonic } from './journal-short-monotonic.ts';
import { frontOfRingDump } from './priority-front.ts';
import { addPriority } from './text-reading.ts';
import { readUptime } from './uptime.ts';

/** `[ 1156.246182] …`, `<5>[ 1156.246182] …`, `kern  :notice: [ 1156.246182] …`. */
export const dmesg: EnvelopeFormat = {
  name: 'dmesg',
  read(text, context) {
    const uptime = readUptime(text.head);
    if (uptime === undefined || journalShortMonotonic.read(text, context) !== undefined) return undefined;
    const draft: EnvelopeDraft = { format: 'dmesg', uptimeUs: uptime.us };
    addPriority(draft, frontOfRingDump(context.front));
    return { envelope: draft, bytes: text.bytes, start: Math.min(text.start + uptime.length, text.end), end: text.end };
  },
};
