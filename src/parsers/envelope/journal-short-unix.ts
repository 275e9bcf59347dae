/** `journalctl -o short-unix`. */

import type { EnvelopeFormat } from './envelope-format.ts';
import { syslogReading } from './text-reading.ts';

const form = /^(\d{9,11})\.(\d{6}) (?=\S)/;

/** `1732047303.023805 host kernel: …`. */
export const journalShortUnix: EnvelopeFormat = {
  name: 'journal-short-unix',
  read(text, context) {
    const match = form.exec(text.head);
    if (match === null) return undefined;
    const time = { seconds: Number(match[1]), nanos: Number(match[2]) * 1000 };
    const stamp = { kind: 'absolute', time, precision: 'subsecond' } as const;
    return syslogReading(text, { format: 'journal-short-unix', length: match[0].length, stamp }, context);
  },
};
