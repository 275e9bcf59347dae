/** What a parser says of a record. Parsers are total: they never throw, and nothing is dropped without a reason. */

import type { Timestamp } from '../base/time/timestamp.ts';
import type { CivilLike } from '../base/time/zone.ts';
import type { ExportEvent, GetFlowsResponse } from '../flow/messages.ts';
import type { PacketEvent } from './packet-event.ts';

/** The time stamp of an envelope, as far as the text itself tells. */
export type EnvelopeStamp =
  /** A point in time: the text had a year and a zone (or counted from the epoch). */
  | { readonly kind: 'absolute'; readonly time: Timestamp; readonly precision: StampPrecision }
  /** A year, but no zone we may trust: civil time of `--log-timezone`. */
  | { readonly kind: 'civil'; readonly civil: CivilLike; readonly precision: StampPrecision }
  /** RFC 3164: neither year nor zone; the year is 0. */
  | { readonly kind: 'yearless'; readonly civil: CivilLike; readonly precision: StampPrecision };

/** How fine the stamp is; `second` may be refined by the kernel's uptime. */
export type StampPrecision = 'second' | 'subsecond';

/** What was around the message. */
export interface Envelope {
  /** Name of the envelope format, such as `rfc3164`. */
  readonly format: string;
  readonly stamp?: EnvelopeStamp;
  /** True when the stamp itself is a guess of the writer (`dmesg -T`). */
  readonly stampApproximate?: boolean;
  /** The kernel's uptime stamp in microseconds since boot. */
  readonly uptimeUs?: number;
  /** Journal: __REALTIME − and __MONOTONIC stamps in microseconds, for the formula of `_SOURCE_MONOTONIC_TIMESTAMP`. */
  readonly journal?: {
    readonly realtimeUs: number;
    readonly monotonicUs?: number;
    readonly sourceMonotonicUs?: number;
  };
  readonly host?: string;
  /** Syslog facility number, 0 = kern; absent where the envelope does not carry it. */
  readonly facility?: number;
  readonly severity?: number;
  readonly bootId?: string;
  /** `/dev/kmsg` sequence number. */
  readonly sequence?: number;
  /** Journal cursor. */
  readonly cursor?: string;
}

/** Records that are not ours, each counted under its reason. */
export type SkipReason =
  /** No packet log in it. */
  | 'no packet log'
  /** A process wrote it into the kernel log: never a flow. */
  | 'not from the kernel'
  /** Empty line, comment, journal boot marker. */
  | 'blank'
  /** A continuation line of the record before. */
  | 'continuation'
  /** ARP and other link-layer logs. */
  | 'not an IP packet'
  /** A response of another kind (agent event) in Hubble JSON. */
  | 'no flow in it';

/** Why a record that should be ours could not be read. */
export type RejectReason =
  | 'truncated'
  | 'bad address'
  | 'bad number'
  | 'missing field'
  | 'two records in one line'
  | 'too long'
  | 'bad json'
  | 'unknown field'
  | 'bad value';

/** The verdict of a parser about one record. */
export type ParseResult =
  | {
      readonly kind: 'packet';
      readonly envelope: Envelope;
      readonly packet: PacketEvent;
      /** rsyslog's `message repeated n times`: this record stands for so many identical ones. */
      readonly repeated?: number;
      /** The message, where the record's own bytes do not hold it (the last line of a journal export entry). */
      readonly raw?: Uint8Array;
    }
  /** A Hubble JSON line, or any other record that came as a flow, a lost event or a node status. */
  | { readonly kind: 'response'; readonly response: GetFlowsResponse; readonly unknownFields: boolean }
  /** The journal, rsyslog or the kernel says that it lost messages. An upper bound: they need not all be ours. */
  | {
      readonly kind: 'lost';
      readonly envelope: Envelope;
      readonly count: number;
      readonly lostBy: 'kernel' | 'journald' | 'rsyslog';
    }
  /** `callbacks suppressed`: messages of some subsystem were left out by its rate limit. */
  | { readonly kind: 'suppressed'; readonly envelope: Envelope; readonly count: number }
  /** The envelope is kept: its sequence number and uptime still count. */
  | {
      readonly kind: 'skip';
      readonly reason: SkipReason;
      readonly envelope?: Envelope;
      /** The agent or debug event that Hubble JSON without a flow holds. */
      readonly exported?: ExportEvent;
    }
  | {
      readonly kind: 'reject';
      readonly reason: RejectReason;
      /** Byte offset in the record where reading stopped. */
      readonly at: number;
      /** Escaped text around it, for one log line. */
      readonly excerpt: string;
      readonly detail: string;
      readonly envelope?: Envelope;
    };
