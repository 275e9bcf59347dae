/** From an envelope's reading to the verdict about the record: notice, packet, or none of ours. */

import { excerpt } from '../base/escape.ts';
import { latin1Text, type EnvelopeReading } from './envelope/envelope-format.ts';
import { readUptime } from './envelope/uptime.ts';
import { startsWith } from './kernel-packet/bytes.ts';
import { parseKernelPacket, type KernelPacketResult } from './kernel-packet.ts';
import { isFromKernel, readNotice } from './notices.ts';
import type { ParseResult } from './parse-result.ts';

// A process that writes into the kernel's log puts its name and number first, as syslog(3) does.
export const embeddedProgramForm = /^([A-Za-z0-9_.()/@-]{1,64})\[\d{1,10}\]: +/;
// rsyslog, ratelimit.c; the message it repeats has its own blank in front and may be cut after 800 bytes.
export const repeatedForm = /^ *message repeated (\d{1,9}) times: \[ ?/;
const closingBracket = 0x5d;
const contextBytes = 60;

/** Returns the first bytes of the message as text, one character a byte. */
function messageHead(reading: EnvelopeReading): string {
  return latin1Text(reading.bytes, reading.start, Math.min(reading.end, reading.start + 128));
}

/** Returns the reading with the process that names itself at the start of the message, where the envelope names none. */
function withEmbeddedProgram(reading: EnvelopeReading): EnvelopeReading {
  // The kernel's own facility settles who wrote it.
  if (reading.program !== undefined || reading.envelope.facility === 0) return reading;
  const match = embeddedProgramForm.exec(messageHead(reading));
  // Right before the kernel's own text it is a rule's prefix that looks like a process.
  if (match === null || startsWith(reading.bytes, reading.start + match[0].length, reading.end, 'IN=')) return reading;
  return { ...reading, program: match[1] ?? '', start: reading.start + match[0].length };
}

/** A message, and how many identical ones it stands for. */
interface Repeated {
  readonly reading: EnvelopeReading;
  readonly times?: number;
}

/** Returns the message inside rsyslog's `message repeated n times: [ … ]`. */
function unwrapRepeated(reading: EnvelopeReading): Repeated {
  const match = repeatedForm.exec(messageHead(reading));
  if (match === null) return { reading };
  const start = reading.start + match[0].length;
  const last = reading.bytes.subarray(start, reading.end).lastIndexOf(closingBracket);
  const end = last < 0 ? reading.end : start + last;
  const uptime = readUptime(messageHead({ ...reading, start, end }));
  const envelope = uptime === undefined ? reading.envelope : { ...reading.envelope, uptimeUs: uptime.us };
  const inner = { ...reading, envelope, start: Math.min(start + (uptime?.length ?? 0), end), end };
  return { reading: inner, times: Number(match[1]) };
}

/** Returns the rejection with its place in the record, where the message is a part of the record's bytes. */
function rejection(
  found: Extract<KernelPacketResult, { kind: 'reject' }>,
  reading: EnvelopeReading,
  record: Uint8Array,
): ParseResult {
  const from = Math.max(reading.start, Math.min(found.at, reading.end) - contextBytes);
  return {
    kind: 'reject',
    reason: found.reason,
    at: reading.bytes === record ? found.at : Math.min(found.at, record.length),
    excerpt: excerpt(reading.bytes.subarray(from, reading.end)),
    detail: found.detail,
    envelope: reading.envelope,
  };
}

/** Returns the packet's result, with what only some envelopes have. */
function packetResult(
  packet: Extract<KernelPacketResult, { kind: 'packet' }>['packet'],
  { reading, times }: Repeated,
): ParseResult {
  const result = { kind: 'packet', envelope: reading.envelope, packet } as const;
  return times === undefined ? result : { ...result, repeated: times };
}

/**
 * Returns what the message of a reading is. `record` is the record's own bytes, which offsets of a rejection count in.
 * A packet log that a process wrote is never a packet, and a broken one of a process is not worth a warning.
 */
export function interpretMessage(whole: EnvelopeReading, record: Uint8Array): ParseResult {
  const message = unwrapRepeated(withEmbeddedProgram(whole));
  const { reading } = message;
  const { envelope, bytes, start, end } = reading;
  const writer = { facility: envelope.facility, program: reading.program };
  const notice = readNotice(bytes, { start, end }, writer);
  if (notice !== undefined) return { ...notice, envelope };
  const found = parseKernelPacket(bytes, start, end);
  if (found.kind === 'skip' && found.reason === 'no packet log')
    return { kind: 'skip', reason: found.reason, envelope };
  if (!isFromKernel(writer)) return { kind: 'skip', reason: 'not from the kernel', envelope };
  if (found.kind === 'reject') return rejection(found, reading, record);
  if (found.kind === 'skip') return { kind: 'skip', reason: found.reason, envelope };
  return packetResult(found.packet, message);
}
