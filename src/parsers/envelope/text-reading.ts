/** Puts together the readings of text formats, which share their last part: origin, uptime, message. */

import type { EnvelopeStamp } from '../parse-result.ts';
import type { EnvelopeDraft, EnvelopeReading, ReadContext, RecordText } from './envelope-format.ts';
import type { PriorityFront } from './priority-front.ts';
import { readSyslogOrigin } from './syslog-origin.ts';
import { readUptime } from './uptime.ts';

/** What a text format found before the part that all share. */
export interface TextFront {
  readonly format: string;
  /** Bytes from the start of the record to what follows the stamp. */
  readonly length: number;
  readonly stamp?: EnvelopeStamp | undefined;
  readonly stampApproximate?: boolean;
}

/** Puts facility and severity of a priority into an envelope, where it says them. */
export function addPriority(
  draft: EnvelopeDraft,
  front: Pick<PriorityFront, 'facility' | 'severity'> | undefined,
): void {
  if (front?.facility !== undefined) draft.facility = front.facility;
  if (front?.severity !== undefined) draft.severity = front.severity;
}

/** Returns an envelope with the stamp of `front`. */
export function draftOf(front: TextFront, priority: PriorityFront | undefined): EnvelopeDraft {
  const draft: EnvelopeDraft = { format: front.format };
  if (front.stamp !== undefined) draft.stamp = front.stamp;
  if (front.stampApproximate === true) draft.stampApproximate = true;
  addPriority(draft, priority);
  return draft;
}

/** Returns the reading of a record whose message starts `at` bytes into it, after the uptime that may stand there. */
export function readingFrom(
  text: RecordText,
  at: number,
  found: { readonly draft: EnvelopeDraft; readonly program?: string | undefined },
): EnvelopeReading {
  const { draft, program } = found;
  const uptime = readUptime(text.head.slice(at, at + 96));
  if (uptime !== undefined) draft.uptimeUs = uptime.us;
  const start = Math.min(text.start + at + (uptime?.length ?? 0), text.end);
  const reading = { envelope: draft, bytes: text.bytes, start, end: text.end };
  return program === undefined ? reading : { ...reading, program };
}

/** Returns the reading of a syslog record: `front`, then host, tag, uptime and message. */
export function syslogReading(text: RecordText, front: TextFront, context: ReadContext): EnvelopeReading {
  const draft = draftOf(front, context.front);
  const origin = readSyslogOrigin(text.head.slice(front.length));
  addPriority(draft, origin);
  if (origin.host !== undefined) draft.host = origin.host;
  return readingFrom(text, front.length + origin.length, { draft, program: origin.program });
}
