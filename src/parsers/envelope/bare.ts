/** A message with nothing around it: `journalctl -o cat`, `dmesg -t`, and whatever no other format knows. */

import type { EnvelopeDraft, EnvelopeReading, ReadContext, RecordText } from './envelope-format.ts';
import { frontOfRingDump } from './priority-front.ts';
import { addPriority } from './text-reading.ts';

/** Returns the whole record as its message. A priority in front keeps its meaning. */
export function readBare(text: RecordText, context: ReadContext): EnvelopeReading {
  const envelope: EnvelopeDraft = { format: 'bare' };
  addPriority(envelope, frontOfRingDump(context.front));
  return { envelope, bytes: text.bytes, start: text.start, end: text.end };
}
