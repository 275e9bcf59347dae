/** What the lane read off a line. */

import type { PacketLink } from '../packet-event.ts';
import type { EnvelopeStamp } from '../parse-result.ts';
import { numberPlace, protocols, type ProtocolRow } from './field-table.ts';

/** The text before `IN=`. */
export interface LinePrefix {
  /** As written. */
  readonly raw: string;
  /** Without trailing blanks and colon. */
  readonly text: string;
  /** Neither a blank nor a colon ends it. */
  readonly isGlued: boolean;
}

/** Stands for a number that the line does not have. */
export const absent = -1;

/**
 * One packet line. There is one such object for each lane, and the next line overwrites it: a line costs no object of its own until
 * somebody wants one. Texts in it come from tables, so that equal ones are one string.
 *
 * Offsets are those of bytes in the record. All bytes before `lineEnd` are printable ASCII, so that they may be copied as text as they
 * are; only the prefix may hold a quote, and nothing a backslash.
 */
export class PacketLine {
  format: 'rfc3164' | 'iso-syslog' | 'kmsg' | 'dmesg' = 'rfc3164';
  stamp: EnvelopeStamp | undefined = undefined;
  /** Microseconds since boot, or `absent`. */
  uptimeUs = absent;
  host: string | undefined = undefined;
  /** Severity and sequence number of a `/dev/kmsg` record, or `absent`. */
  severity = absent;
  sequence = absent;
  prefix: LinePrefix = { raw: '', text: '', isGlued: false };
  /** Where the prefix begins, after the envelope. */
  prefixStart = 0;
  /** Where the kernel's own text begins, which is `IN=`: the end of the prefix. */
  messageStart = 0;
  /** Where the kernel's own text ends, without the blank that it ends with. */
  messageEnd = 0;
  /** Where the line ends, without the line terminator that may be left on the record. */
  lineEnd = 0;
  /** By `devicePlace`. */
  readonly devices: [string, string, string, string] = ['', '', '', ''];
  link: PacketLink | undefined = undefined;
  family: 4 | 6 = 4;
  /** Where the texts of the two addresses begin and end, by their number's place less that of `source`. */
  readonly addressStarts: [number, number] = [0, 0];
  readonly addressEnds: [number, number] = [0, 0];
  /** Canonical texts of IPv6 addresses, likewise. */
  readonly addresses6: [string, string] = ['', ''];
  protocol: ProtocolRow = protocols[4][0];
  /** By `numberPlace`; only those whose bit is set in `seen` are of this line. */
  readonly numbers = new Uint32Array(Object.keys(numberPlace).length);
  /** The set of places that were filled. */
  seen = 0;
  /** The set of words that were there: TCP flags and `wordBit`. */
  words = 0;

  /** Returns the number at a place of `numberPlace`; 0 where the line has none. */
  number(place: number): number {
    return (this.seen & (1 << place)) === 0 ? 0 : (this.numbers[place] ?? 0);
  }
}
