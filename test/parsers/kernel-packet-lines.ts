/** Fixture lines of the kernel packet log, and short ways to parse them. */

import { readFileSync } from 'node:fs';
import { type KernelPacketResult, parseKernelPacket } from '../../src/parsers/kernel-packet.ts';
import type { PacketEvent, PacketHeader } from '../../src/parsers/packet-event.ts';

const folder = new URL('../fixtures/kernel/', import.meta.url);

/** The lines of a fixture, one character a byte. */
export function fixtureLines(name: string): string[] {
  return readFileSync(new URL(name, folder)).toString('latin1').split('\n').filter(Boolean);
}

/** Parses a message given one character a byte. */
export function parse(message: string): KernelPacketResult {
  const bytes = Buffer.from(message, 'latin1');
  return parseKernelPacket(bytes, 0, bytes.length);
}

/** Parses a message that must be a packet. */
export function packetOf(message: string): PacketEvent {
  const result = parse(message);
  if (result.kind !== 'packet') throw new Error(`${JSON.stringify(result)}: ${message}`);
  return result.packet;
}

/** The header of a message that must be a packet. */
export function headerOf(message: string): PacketHeader {
  return packetOf(message).header;
}

/** What became of a message, in one word or two: `packet`, or `skip`/`reject` with the reason. */
export function fateOf(message: string): string {
  const result = parse(message);
  return result.kind === 'packet' ? 'packet' : `${result.kind}: ${result.reason}`;
}
