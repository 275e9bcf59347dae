/** What the screens read. The data behind it changes with the stream; what is returned is a picture of the moment. */

import type { Timestamp } from '../../base/time/timestamp.ts';
import type { FilterVocabulary } from '../../filters/expression/vocabulary.ts';
import type { VerdictClass } from '../../flow/verdict-class.ts';
import type { GetNodesResponse, ServerStatusResponse } from '../../flow/messages.ts';
import type { ObservedStatus } from '../../flow/observed-status.ts';
import type { TimelineReader } from './timeline-entry.ts';

/** Flows by class of verdict. */
export type VerdictCounts = Readonly<Record<VerdictClass, number>>;

/** One bar of the histogram. */
export interface HistogramBar {
  /** Start of the bar, in Unix milliseconds. */
  readonly startMs: number;
  readonly counts: VerdictCounts;
}

/** Verdicts over time. */
export interface HistogramReader {
  /** Time of the newest flow in Unix milliseconds; undefined before the first. */
  readonly newestMs: number | undefined;
  readonly oldestMs: number | undefined;
  /** Returns `count` bars of `barMs` each, the last one holding `endMs`; bars start at multiples of `barMs`. */
  bars(endMs: number, barMs: number, count: number): readonly HistogramBar[];
}

/** By what conversations are folded into rows; the order is that of the columns. */
export type GroupColumn =
  | 'source'
  | 'source-namespace'
  | 'destination'
  | 'destination-namespace'
  | 'port'
  | 'verdict'
  | 'direction'
  | 'node'
  | 'policy';

/** By what rows are sorted: a group column, a class of verdict, or a time. */
export type SortColumn = GroupColumn | VerdictClass | 'total' | 'first' | 'last' | 'rate' | 'whom';

/** A row of the top and policies tabs. */
export interface ConversationRow {
  /** Tells the row from all others of the same grouping; stays the same over time. */
  readonly key: string;
  /** Texts of the group columns, in their order. Not yet cleaned of control characters. */
  readonly groups: readonly string[];
  readonly counts: VerdictCounts;
  readonly total: number;
  readonly first: Timestamp | undefined;
  readonly last: Timestamp | undefined;
  /** Flows in each of the last 8 spans of 5 s, oldest first. */
  readonly recent: readonly number[];
  /** For whom: the destinations (ingress) or sources (egress) it hit most, at most 3. */
  readonly whom: readonly string[];
}

/** What rows are asked for. */
export interface ConversationQuery {
  readonly groupBy: readonly GroupColumn[];
  readonly sortBy: SortColumn;
  readonly isDescending: boolean;
}

/** Conversations: who talks to whom, folded. */
export interface ConversationReader {
  /** Returns the rows; the same array while nothing changed. */
  rows(query: ConversationQuery): readonly ConversationRow[];
  /** Conversations that found no place any more; 0 while all are counted. */
  readonly uncounted: number;
  /** Returns the names seen so far, by what they are, for completion; at most some hundred each. */
  vocabulary(): Vocabulary;
}

/** Names seen in the stream. */
export type Vocabulary = FilterVocabulary;

/** How it stands with the stream. */
export type StreamState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  /** The connection is gone; the next attempt is at `retryAtMs` of the monotonic clock. */
  | { readonly kind: 'reconnecting'; readonly retryAtMs: number; readonly reason: string }
  /** Reading recorded flows: a file, or a part of the past. `at` is the time of the newest flow. */
  | { readonly kind: 'replay'; readonly at: Timestamp | undefined }
  /** All that was asked for was read. */
  | { readonly kind: 'ended' }
  | { readonly kind: 'failed'; readonly message: string; readonly hint: string };

/** Filters that were refused: they do not read or compile, or the server rejects them. */
export interface SessionFault {
  readonly message: string;
  /** What to do; may be empty. */
  readonly hint: string;
}

/** The server or file the flows come from, and what it says of itself. */
export interface SessionReader {
  readonly state: StreamState;
  /** As people call it: `unix:observed.sock`, `tls://node-1:4245`, `kern.log`. */
  readonly name: string;
  readonly cluster: string | undefined;
  /** Undefined where there is no connection to speak of (a file). */
  readonly isTls: boolean | undefined;
  /** Nodes that send flows, of how many; undefined when nobody said. */
  readonly nodes: { readonly connected: number; readonly total: number; readonly away: readonly string[] } | undefined;
  /** Flows a second that arrive here, over the last 5 s. */
  readonly flowsPerSecond: number;
  /** Flows lost before they reached the server, and lost because this reader was too slow or away. */
  readonly lost: { readonly source: number; readonly reader: number };
  /** Flows received since the start, all filters together. */
  readonly received: number;
  /** Milliseconds of the past the server holds; undefined when it does not say. */
  readonly heldMs: number | undefined;
  readonly nodeList: GetNodesResponse | undefined;
  readonly serverStatus: ServerStatusResponse | undefined;
  readonly observedStatus: ObservedStatus | undefined;
  /** What is to be known about the answer, such as an assumed mode; newest last. The fault, if there is one, is the last. */
  readonly notices: readonly string[];
  /** The mode that verdicts shown rest on although nobody set it, such as `LogAndDrop`; undefined where none does. */
  readonly assumedMode?: string | undefined;
  /** Why the filters asked for last are not in force; those before stay so. Undefined while all is well. */
  readonly fault?: SessionFault | undefined;
  /** Questions about the server's status that failed so far. */
  readonly failedPolls?: number;
}

/** All that screens read. */
export interface ViewData {
  readonly timeline: TimelineReader;
  readonly histogram: HistogramReader;
  readonly conversations: ConversationReader;
  readonly session: SessionReader;
}
