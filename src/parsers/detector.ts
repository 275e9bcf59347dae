/**
 * Tells the format of every record by itself. Formats do not overlap, so a file may mix them; what was there before only
 * decides what is tried first, and how a line that says nothing is to be taken.
 */

import { excerpt } from '../base/escape.ts';
import { recordLimitBytes } from '../flow/source-record.ts';
import { createDmesgJson } from './envelope/dmesg-json.ts';
import { readCriLine, readDockerLine, type ContainerLine } from './envelope/container-log.ts';
import {
  headLimit,
  recordText,
  withoutFront,
  type EnvelopeReading,
  type ReadContext,
  type RecordText,
} from './envelope/envelope-format.ts';
import { isJournalEntry, messageOmitted, readJournalEntry } from './envelope/journal-entry.ts';
import { createJournalExport } from './envelope/journal-export.ts';
import { journalShortMonotonic } from './envelope/journal-short-monotonic.ts';
import { messageBytes, parseObject, type JsonObject } from './envelope/json-record.ts';
import type { LineCollector } from './envelope/line-collector.ts';
import { isSyslogNgRecord, readSyslogNgRecord } from './envelope/syslog-ng-json.ts';
import { createTextEnvelopeReader, type TextEnvelopeReader } from './envelope/text-envelope.ts';
import { FastLane } from './fast-lane/fast-lane.ts';
import type { PacketLine } from './fast-lane/packet-line.ts';
import { parseHubbleJson } from './hubble-json.ts';
import { interpretMessage } from './message.ts';
import type { Envelope, EnvelopeStamp, ParseResult, SkipReason } from './parse-result.ts';

/** Reads the records of one source. */
export interface Detector {
  /**
   * Returns what the record is. `bytes` is a record without its line terminator, in the order of the source. Never
   * throws; anything in `bytes` is allowed.
   */
  parse(bytes: Uint8Array): ParseResult;

  /** Absent from a detector that has no fast lane. */
  readonly lines?: LineReader;
}

/** Reads kernel packet lines of the commonest forms without making objects of them. */
export interface LineReader {
  /**
   * Reads the record as `parse` would, if it is such a line, and returns what it says: the one `PacketLine` of the detector, which the next
   * call of `take` or `parse` overwrites. Undefined for every other record; nothing was then remembered of it, and `parse` tells what it is. So
   * `take(bytes) ?? parse(bytes)` reads every source as `parse(bytes)` alone does.
   */
  take(bytes: Uint8Array): PacketLine | undefined;
  /** Returns the envelope of the line that was taken last. */
  envelope(): Envelope;
  /** Returns what `parse` would have returned for the line that was taken last. */
  result(): Extract<ParseResult, { kind: 'packet' }>;
}

/** What is remembered of a source between its records. */
interface SourceMemory {
  readonly journalExport: LineCollector<JsonObject>;
  readonly dmesgJson: LineCollector<EnvelopeReading>;
  readonly textEnvelopes: TextEnvelopeReader;
  previous: ReadContext['previous'];
}

/** What stands around a line that came out of a container's log. */
interface Outer {
  readonly depth: number;
  readonly stamp?: EnvelopeStamp;
}

const hubbleJson = 'hubble-json';
// A container's log line may hold another runtime's; more is nobody's log.
const maxDepth = 3;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const byteOrderMark: readonly number[] = [0xef, 0xbb, 0xbf];

// Octet-counted syslog (RFC 6587); `journalctl -o json-seq` (RFC 7464) and `json-sse` (server-sent events).
const octetCountForm = /^\d{1,7} (?=<\d{1,3}>)/;
const jsonFramingForm = /^(?:\x1e|data: )(?=\{)/;
const jsonForm = /^[ \t]*\{/;
const blankForm = /^[\s\0]*$/;
// What journalctl says between entries (`-- Boot … --`, `-- No entries --`), and comments.
const remarkForm = /^(?:-- .* --\s*$|#)/;
const packetForm = /IN=\S*(?: PHYSIN=\S*)? OUT=/;
// `journalctl -o verbose`, whose other fields of an entry tell who wrote the message, before it or after it.
const verboseForm = /^ {4}MESSAGE=.*IN=\S*(?: PHYSIN=\S*)? OUT=/;
// The dictionary of a kmsg record that came as lines of their own; devices write two known keys.
const continuationForm = /^ (?!IN=)[A-Za-z_][A-Za-z0-9_]*=/;
const deviceForm = /^ (?:SUBSYSTEM|DEVICE)=/;

/** Returns the record without a byte order mark before it and a line terminator that was left on it. */
function trimmed(bytes: Uint8Array): RecordText {
  const start = byteOrderMark.every((value, index) => bytes[index] === value) ? byteOrderMark.length : 0;
  let end = bytes.length;
  while (end > start && (bytes[end - 1] === lineFeed || bytes[end - 1] === carriageReturn)) end -= 1;
  return recordText(bytes, start, end);
}

/** Returns the record without what its framing puts in front. */
function withoutFraming(text: RecordText): RecordText {
  const framing = octetCountForm.exec(text.head) ?? jsonFramingForm.exec(text.head);
  return framing === null ? text : withoutFront(text, framing[0].length);
}

/** Returns the record's bytes alone. */
function bytesOf(text: RecordText): Uint8Array {
  return text.bytes.subarray(text.start, text.end);
}

function skip(reason: SkipReason): ParseResult {
  return { kind: 'skip', reason };
}

/** Returns the reading with the stamp of the container runtime where the line has no time of its own. */
function withOuterStamp(reading: EnvelopeReading, stamp: EnvelopeStamp | undefined): EnvelopeReading {
  const { envelope } = reading;
  if (stamp === undefined || envelope.stamp !== undefined || envelope.journal !== undefined) return reading;
  return { ...reading, envelope: { ...envelope, stamp, stampApproximate: true } };
}

/** Returns what a line of a Hubble stream is. Hubble's own reader warns of an empty line there, as of any broken one. */
function parseHubbleLine(bytes: Uint8Array): ParseResult {
  const result = parseHubbleJson(bytes);
  if (result.kind !== 'skip' || result.reason !== 'blank') return result;
  return { kind: 'reject', reason: 'bad json', at: 0, excerpt: excerpt(bytes), detail: 'the line is empty' };
}

/** Returns the verdict about a packet log in a form that does not tell in time who wrote it. */
function verboseEntry(text: RecordText): ParseResult {
  const detail = 'journalctl -o verbose is not read; -o json, export and all the short ones are';
  return { kind: 'reject', reason: 'bad value', at: 0, excerpt: excerpt(bytesOf(text)), detail };
}

/** Returns the verdict about a record that is longer than any source hands on. */
function tooLong(bytes: Uint8Array): ParseResult {
  const detail = `more than ${recordLimitBytes} bytes`;
  return { kind: 'reject', reason: 'too long', at: recordLimitBytes, excerpt: excerpt(bytes), detail };
}

function inHubbleStream(memory: SourceMemory): boolean {
  return memory.previous?.format === hubbleJson;
}

/** Remembers the envelope of the source's last record, which most often is that of the one before. */
function remember(memory: SourceMemory, { format, host }: { format: string; host?: string | undefined }): void {
  const { previous } = memory;
  if (previous?.format === format && previous.host === host) return;
  memory.previous = host === undefined ? { format } : { format, host };
}

/** Tells whether the next line is a record by itself, as the fast lane takes every line to be. */
function isLaneOpen({ journalExport, dmesgJson }: SourceMemory): boolean {
  return !journalExport.isCollecting() && !dmesgJson.isCollecting();
}

/** After a line of `journalctl -o short-monotonic` one that looks like dmesg's may be of the same form. */
function isOfItsForm({ previous }: SourceMemory, { format }: PacketLine): boolean {
  return format !== 'dmesg' || previous?.format !== journalShortMonotonic.name;
}

/** Returns the verdict about a record with an envelope, and remembers the envelope. */
function interpret(memory: SourceMemory, reading: EnvelopeReading, record: Uint8Array): ParseResult {
  // A stray line without an envelope says nothing about the lines after it.
  if (reading.envelope.format !== 'bare' || memory.previous === undefined) remember(memory, reading.envelope);
  return interpretMessage(reading, record);
}

function parseHubble(memory: SourceMemory, bytes: Uint8Array): ParseResult {
  const result = parseHubbleLine(bytes);
  if (memory.previous === undefined || result.kind === 'response') memory.previous = { format: hubbleJson };
  return result;
}

function parseJournalEntry(
  memory: SourceMemory,
  entry: JsonObject,
  { format, record }: { readonly format: string; readonly record: Uint8Array },
): ParseResult {
  const reading = readJournalEntry(entry, format);
  const result = interpret(memory, reading, record);
  if (!messageOmitted(entry) || reading.program !== undefined) return result;
  const detail = 'journalctl left out a message for its size; --all shows it';
  return { kind: 'reject', reason: 'too long', at: 0, excerpt: excerpt(record), detail, envelope: reading.envelope };
}

/** Returns the result with the message beside the packet: the line that completed the record does not hold it. */
function withMessage(result: ParseResult, raw: Uint8Array): ParseResult {
  return result.kind === 'packet' ? { ...result, raw } : result;
}

function parseExportEntry(memory: SourceMemory, entry: JsonObject): ParseResult {
  const raw = messageBytes(entry['MESSAGE']) ?? new Uint8Array();
  return withMessage(parseJournalEntry(memory, entry, { format: 'journal-export', record: raw }), raw);
}

/** Returns what the line is in a record of many lines; undefined where it is none of one. */
function parseInParts(memory: SourceMemory, bytes: Uint8Array): ParseResult | undefined {
  const line = memory.journalExport.feed(bytes);
  if (line.kind === 'whole') return parseExportEntry(memory, line.whole);
  if (line.kind === 'part') return skip('continuation');
  const ringLine = inHubbleStream(memory) ? line : memory.dmesgJson.feed(bytes);
  if (ringLine.kind === 'part') return skip('continuation');
  if (ringLine.kind === 'other') return undefined;
  const reading = ringLine.whole;
  return withMessage(interpret(memory, reading, reading.bytes), reading.bytes);
}

function parseContainerLine(memory: SourceMemory, line: ContainerLine, depth: number): ParseResult {
  const { text, stamp } = line;
  return parseText(memory, text, { depth: depth + 1, ...(stamp === undefined ? {} : { stamp }) });
}

/** Returns the object of a JSON line that may be a log record; Hubble's lines, which have no such keys, are not read here. */
function logObject(bytes: Uint8Array): JsonObject | undefined {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return view.includes('"MESSAGE"') || view.includes('"log"') ? parseObject(view.toString('utf8')) : undefined;
}

function parseJson(memory: SourceMemory, text: RecordText, outer: Outer): ParseResult {
  const bytes = bytesOf(text);
  const object = logObject(bytes);
  if (object === undefined) return parseHubble(memory, bytes);
  const record = text.bytes;
  if (isJournalEntry(object)) return parseJournalEntry(memory, object, { format: 'journal-json', record });
  if (isSyslogNgRecord(object)) {
    return interpret(memory, withOuterStamp(readSyslogNgRecord(object), outer.stamp), record);
  }
  const line = outer.depth < maxDepth ? readDockerLine(object) : undefined;
  return line === undefined ? parseHubble(memory, bytes) : parseContainerLine(memory, line, outer.depth);
}

function parseLine(memory: SourceMemory, text: RecordText, outer: Outer): ParseResult {
  const reading = withOuterStamp(memory.textEnvelopes.read(text, memory.previous), outer.stamp);
  if (!inHubbleStream(memory) || reading.envelope.format !== 'bare') return interpret(memory, reading, text.bytes);
  // A line of a Hubble stream that no log format knows is a broken line of that stream, unless it is a packet log.
  const result = interpretMessage(reading, text.bytes);
  return result.kind === 'skip' ? parseHubble(memory, bytesOf(text)) : result;
}

/** Tells whether the line continues the record before it. */
function isContinuation(memory: SourceMemory, head: string): boolean {
  return deviceForm.test(head) || (memory.previous?.format === 'kmsg' && continuationForm.test(head));
}

/** Tells whether the line is empty, a comment or a marker of journalctl's. */
function isBlank(head: string): boolean {
  if (head.length >= headLimit) return false;
  return blankForm.test(head) || (remarkForm.test(head) && !packetForm.test(head));
}

function parseText(memory: SourceMemory, whole: RecordText, outer: Outer): ParseResult {
  const text = withoutFraming(whole);
  if (!inHubbleStream(memory) && isBlank(text.head)) return skip('blank');
  if (jsonForm.test(text.head)) return parseJson(memory, text, outer);
  if (verboseForm.test(text.head)) return verboseEntry(text);
  if (isContinuation(memory, text.head)) return skip('continuation');
  const line = outer.depth < maxDepth ? readCriLine(text) : undefined;
  return line === undefined ? parseLine(memory, text, outer) : parseContainerLine(memory, line, outer.depth);
}

/** Options of a detector. */
export interface DetectorOptions {
  /** False: every record is read by the general parser, which gives the same results; to compare the two. Default true. */
  readonly hasFastLane?: boolean;
}

/** Returns a detector for one source. */
export function createDetector({ hasFastLane = true }: DetectorOptions = {}): Detector {
  const memory: SourceMemory = {
    journalExport: createJournalExport(),
    dmesgJson: createDmesgJson(),
    textEnvelopes: createTextEnvelopeReader(),
    previous: undefined,
  };
  const lane = new FastLane();
  const take = (bytes: Uint8Array): boolean => {
    if (!hasFastLane || !isLaneOpen(memory) || !lane.take(bytes) || !isOfItsForm(memory, lane.packet)) return false;
    remember(memory, lane.packet);
    return true;
  };
  return {
    parse(bytes) {
      if (take(bytes)) return lane.result();
      if (bytes.length > recordLimitBytes) return tooLong(bytes);
      return parseInParts(memory, bytes) ?? parseText(memory, trimmed(bytes), { depth: 0 });
    },
    ...(hasFastLane && {
      lines: {
        take: (bytes) => (take(bytes) ? lane.packet : undefined),
        envelope: () => lane.envelope(),
        result: () => lane.result(),
      },
    }),
  };
}
