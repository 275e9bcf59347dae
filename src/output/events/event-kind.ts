/** What agent events and debug events have in common: a time, a node, and text for each output format. */

import type { TimeText } from '../../base/time/layouts.ts';
import type { Timestamp } from '../../base/time/timestamp.ts';

/** One event as text. */
export interface EventText {
  /** What compact prints behind the time and the node. */
  readonly line: string;
  /** What dict prints behind the time and the node: keys, aligned to 11 columns, and values. */
  readonly fields: readonly (readonly [key: string, value: string])[];
  /** What table prints behind the time and the node. */
  readonly cells: readonly string[];
}

/** What a response is wrapped in. */
export interface EventResponse {
  readonly node_name?: string;
  readonly time?: Timestamp;
}

/** A kind of event and how it is printed. */
export interface EventKind<Response extends EventResponse> {
  /** Header of the table, without time and node. */
  readonly header: readonly string[];
  /** Returns the text of the event in `response`; undefined when there is none in it. */
  describe(response: Response, time: TimeText): EventText | undefined;
  /** Returns the whole response in protobuf's JSON mapping. */
  json(response: Response): string;
  /** Returns the event alone in protobuf's JSON mapping; undefined when there is none. */
  bareJson(response: Response): string | undefined;
}
