/** Entries of the systemd journal, as `journalctl -o json` and `-o export` give their fields. */

import { latin1Text, type EnvelopeDraft, type EnvelopeReading } from './envelope-format.ts';
import { countField, messageBytes, textField, type JsonObject } from './json-record.ts';
import { readUptime } from './uptime.ts';

const kernelFacility = 0;

/** Returns the facility, where the journal itself vouches for it or it says that the entry is not the kernel's. */
function facilityOf(entry: JsonObject): number | undefined {
  const facility = countField(entry, 'SYSLOG_FACILITY');
  // Fields without an underscore are the sender's own words: facility 0 counts only on the kernel's transport.
  return facility === kernelFacility && textField(entry, '_TRANSPORT') !== 'kernel' ? undefined : facility;
}

/** Returns the process that wrote the entry, undefined for the kernel. */
function programOf(entry: JsonObject): string | undefined {
  const transport = textField(entry, '_TRANSPORT');
  const identifier = textField(entry, 'SYSLOG_IDENTIFIER');
  if (transport === 'driver') return 'systemd-journald';
  if (transport === 'kernel' || transport === undefined) return identifier === 'kernel' ? undefined : identifier;
  // Trusted fields start with an underscore; a process chooses its identifier freely.
  return textField(entry, '_COMM') ?? `${transport} transport`;
}

/** Returns the journal's three clocks, in microseconds. */
function clocksOf(entry: JsonObject): NonNullable<EnvelopeDraft['journal']> | undefined {
  const realtimeUs = countField(entry, '__REALTIME_TIMESTAMP');
  if (realtimeUs === undefined) return undefined;
  const monotonicUs = countField(entry, '__MONOTONIC_TIMESTAMP');
  const sourceMonotonicUs = countField(entry, '_SOURCE_MONOTONIC_TIMESTAMP');
  return {
    realtimeUs,
    ...(monotonicUs === undefined ? {} : { monotonicUs }),
    ...(sourceMonotonicUs === undefined ? {} : { sourceMonotonicUs }),
  };
}

/** Returns the envelope that the fields of an entry make. */
function envelopeOf(entry: JsonObject, format: string): EnvelopeDraft {
  const draft: EnvelopeDraft = { format };
  const journal = clocksOf(entry);
  if (journal !== undefined) draft.journal = journal;
  if (journal?.sourceMonotonicUs !== undefined) draft.uptimeUs = journal.sourceMonotonicUs;
  const host = textField(entry, '_HOSTNAME');
  if (host !== undefined) draft.host = host;
  const facility = facilityOf(entry);
  if (facility !== undefined) draft.facility = facility;
  const severity = countField(entry, 'PRIORITY');
  if (severity !== undefined) draft.severity = severity;
  const bootId = textField(entry, '_BOOT_ID');
  if (bootId !== undefined) draft.bootId = bootId;
  const cursor = textField(entry, '__CURSOR');
  if (cursor !== undefined) draft.cursor = cursor;
  return draft;
}

/**
 * Returns the reading of a journal entry. An entry without a message has an empty one, save where journalctl left it
 * out for its size, which `messageOmitted` tells.
 */
export function readJournalEntry(entry: JsonObject, format: string): EnvelopeReading {
  const bytes = messageBytes(entry['MESSAGE']) ?? new Uint8Array();
  const envelope = envelopeOf(entry, format);
  const uptime = readUptime(latin1Text(bytes, 0, Math.min(bytes.length, 96)));
  if (uptime !== undefined) envelope.uptimeUs ??= uptime.us;
  const program = programOf(entry);
  const reading = { envelope, bytes, start: Math.min(uptime?.length ?? 0, bytes.length), end: bytes.length };
  return program === undefined ? reading : { ...reading, program };
}

/** Tells whether journalctl put `null` for a message that was too long to show: `--all` shows it. */
export function messageOmitted(entry: JsonObject): boolean {
  return entry['MESSAGE'] === null;
}

/** Tells whether the object is a journal entry. */
export function isJournalEntry(object: JsonObject): boolean {
  if (!('MESSAGE' in object)) return false;
  return ['__REALTIME_TIMESTAMP', '__CURSOR', '_TRANSPORT', '_BOOT_ID', 'SYSLOG_IDENTIFIER'].some(
    (key) => key in object,
  );
}
