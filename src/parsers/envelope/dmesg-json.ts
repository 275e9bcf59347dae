/** `dmesg -J` of util-linux: one JSON document over many lines, a field a line. */

import { latin1Text, type EnvelopeDraft, type EnvelopeReading } from './envelope-format.ts';
import { countField, messageBytes, parseObject, textField, type JsonObject } from './json-record.ts';
import type { CollectedLine, LineCollector } from './line-collector.ts';
import { facilityCode, severityCode } from './syslog-names.ts';

const openingForm = /^\{\s*$/;
const documentForm = /^\s*"dmesg": ?\[\s*$/;
const fieldForm = /^\s*"(?:fac|pri|time|caller|msg)": /;
// The last field of a record has no comma after it.
const recordEndForm = /^\s*\}(?:,\s*\{?)?\s*$/;
const punctuationForm = /^[\s{}[\],]*$/;
const headBytes = 80;
const [leastUserPriority, other, part] = [8, { kind: 'other' }, { kind: 'part' }] as const;

/** Returns the field of a line, or undefined when it is none. */
function readField(line: Uint8Array): JsonObject | undefined {
  const text = Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString('utf8').trim();
  return parseObject(`{${text.endsWith(',') ? text.slice(0, -1) : text}}`);
}

/** Returns what `pri` and `fac` say; a number below 8 tells no facility, as `dmesg -r` ORs it into the level unshifted. */
function addPriority(draft: EnvelopeDraft, record: JsonObject): void {
  const priority = countField(record, 'pri');
  const facility = facilityCode(textField(record, 'fac') ?? '');
  const severity = priority === undefined ? severityCode(textField(record, 'pri') ?? '') : priority & 7;
  if (facility !== undefined) draft.facility = facility;
  else if (priority !== undefined && priority >= leastUserPriority) draft.facility = priority >> 3;
  if (severity !== undefined) draft.severity = severity;
}

/** Returns the reading of a record's fields; undefined without a message. */
function readRecord(record: JsonObject): EnvelopeReading | undefined {
  const bytes = messageBytes(record['msg']);
  if (bytes === undefined) return undefined;
  const draft: EnvelopeDraft = { format: 'dmesg-json' };
  addPriority(draft, record);
  const seconds = record['time'];
  if (typeof seconds === 'number' && seconds >= 0) draft.uptimeUs = Math.round(seconds * 1e6);
  return { envelope: draft, bytes, start: 0, end: bytes.length };
}

/** Returns a reader of the document. */
export function createDmesgJson(): LineCollector<EnvelopeReading> {
  let state: 'outside' | 'opening' | 'inside' = 'outside';
  let record: Record<string, unknown> = {};
  const complete = (): CollectedLine<EnvelopeReading> => {
    const reading = readRecord(record);
    record = {};
    return reading === undefined ? part : { kind: 'whole', whole: reading };
  };
  const leave = (): CollectedLine<EnvelopeReading> => {
    state = 'outside';
    record = {};
    return other;
  };
  const feedInside = (line: Uint8Array, head: string): CollectedLine<EnvelopeReading> => {
    if (recordEndForm.test(head)) return complete();
    if (punctuationForm.test(head)) return part;
    if (!fieldForm.test(head)) return leave();
    const field = readField(line);
    // A field that is no JSON is for others to complain of; its record ends without it.
    if (field === undefined) return other;
    Object.assign(record, field);
    return part;
  };
  return {
    isCollecting: () => state !== 'outside',
    feed(line) {
      // Nearly every line of every source comes by here.
      if (state === 'outside' && (line[0] !== 0x7b || line.length > 2)) return other;
      const head = latin1Text(line, 0, Math.min(line.length, headBytes));
      if (state === 'inside') return feedInside(line, head);
      if (state === 'opening') {
        state = documentForm.test(head) ? 'inside' : 'outside';
        return state === 'inside' ? part : other;
      }
      if (!openingForm.test(head)) return other;
      state = 'opening';
      return part;
    },
  };
}
