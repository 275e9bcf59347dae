/** syslog-ng's `$(format-json …)` with its usual macros. */

import type { EnvelopeStamp } from '../parse-result.ts';
import { latin1Text, recordText, type EnvelopeDraft, type EnvelopeReading } from './envelope-format.ts';
import { messageBytes, textField, type JsonObject } from './json-record.ts';
import { rfc3164 } from './rfc3164.ts';
import { readIsoStamp } from './stamp-text.ts';
import { facilityCode, severityCode } from './syslog-names.ts';
import { readUptime } from './uptime.ts';

/** Tells whether the object is a record of syslog-ng. */
export function isSyslogNgRecord(object: JsonObject): boolean {
  if (typeof object['MESSAGE'] !== 'string') return false;
  return ['PROGRAM', 'FACILITY', 'HOST', 'DATE', 'ISODATE'].some((key) => key in object);
}

/** Returns the stamp of ISODATE or DATE, which is ISO 8601 or RFC 3164 by configuration. */
function stampOfRecord(object: JsonObject): EnvelopeStamp | undefined {
  const text = textField(object, 'ISODATE') ?? textField(object, 'DATE') ?? '';
  const iso = readIsoStamp(text)?.stamp;
  return iso ?? rfc3164.read(recordText(Buffer.from(`${text} `)), {})?.envelope.stamp;
}

/** Returns facility or severity, a name or a number. */
function codeOf(text: string | undefined, byName: (name: string) => number | undefined): number | undefined {
  if (text === undefined) return undefined;
  return /^\d{1,3}$/.test(text) ? Number(text) : byName(text);
}

/** Returns the envelope that the macros make. */
function envelopeOf(object: JsonObject): EnvelopeDraft {
  const draft: EnvelopeDraft = { format: 'syslog-ng-json' };
  const stamp = stampOfRecord(object);
  if (stamp !== undefined) draft.stamp = stamp;
  const host = textField(object, 'HOST');
  if (host !== undefined) draft.host = host;
  const facility = codeOf(textField(object, 'FACILITY'), facilityCode);
  if (facility !== undefined) draft.facility = facility;
  const severity = codeOf(textField(object, 'PRIORITY') ?? textField(object, 'LEVEL'), severityCode);
  if (severity !== undefined) draft.severity = severity;
  return draft;
}

/** Returns the reading of a syslog-ng record. */
export function readSyslogNgRecord(object: JsonObject): EnvelopeReading {
  const bytes = messageBytes(object['MESSAGE']) ?? new Uint8Array();
  const envelope = envelopeOf(object);
  const uptime = readUptime(latin1Text(bytes, 0, Math.min(bytes.length, 96)));
  if (uptime !== undefined) envelope.uptimeUs = uptime.us;
  const reading = { envelope, bytes, start: Math.min(uptime?.length ?? 0, bytes.length), end: bytes.length };
  const program = textField(object, 'PROGRAM');
  return program === undefined || program === '' || program === 'kernel' ? reading : { ...reading, program };
}
