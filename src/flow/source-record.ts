/** What a source yields: bytes that nobody has looked into yet. */

import type { Timestamp } from '../base/time/timestamp.ts';
import type { FlowExtension } from './flow-extension.ts';
import type { GetFlowsResponse } from './messages.ts';

/**
 * The longest record that is read: 1 MiB. A longer one is handed on with its first `recordLimitBytes + 1` bytes, so
 * that a parser sees by its length alone that it was cut and rejects it as `too long`. The kernel's own limit is near 1
 * KiB, a Hubble flow with an HTTP request in it stays below 64 KiB.
 */
export const recordLimitBytes = 1_048_576;

/** One record of a source. */
export interface SourceRecord {
  /** The record without its line terminator. A `/dev/kmsg` record keeps its continuation lines. */
  readonly bytes: Uint8Array;
  /** When the bytes were read; for a file that is read whole, the time of its last change. */
  readonly receivedAt: Timestamp;
  /** True when it was read as it happened, false for what was there before (back-fill, an old file). */
  readonly live: boolean;
  /** Number of the record in its source, from 1. */
  readonly line: number;
  /** The source as the user wrote it, such as `file:/var/log/kern.log`. */
  readonly source: string;
}

/** What the observer knows after a record went through the pipeline: something Hubble's API can answer with. */
export interface ObservedEvent {
  readonly response: GetFlowsResponse;
  /** Present on flows that were made from a kernel log record. */
  readonly extension?: FlowExtension;
}
