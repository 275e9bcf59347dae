/** What the flow table is made of: flows, and between them what happened to policies and to the stream. */

import type { Timestamp } from '../../base/time/timestamp.ts';
import type { Edge } from '../../flow/edge.ts';
import type { Flow } from '../../flow/flow.ts';
import type { VerdictClass } from '../../flow/verdict-class.ts';

/** A flow as it reached this client. */
export interface SeenFlow {
  readonly flow: Flow;
  /** `<cluster>/<node>` of the observer; empty when it did not say. */
  readonly nodeName: string;
  /** Time of the flow, else of the response around it. */
  readonly time: Timestamp | undefined;
}

/** One row of flows: a flow, with its retransmissions and what the other end said of the same connection folded into it. */
export interface FlowEntry {
  readonly kind: 'flow';
  /** Place in the stream; never changes, is never used again. */
  readonly seq: number;
  readonly first: SeenFlow;
  /** The newest flow of the row; `first` while there is one only. */
  readonly latest: SeenFlow;
  /** Flows in the row, at least 1. */
  readonly count: number;
  /** The flows of the row, oldest first: all of them, or the newest 64. */
  readonly members: readonly SeenFlow[];
  readonly edge: Edge;
  readonly verdict: VerdictClass;
  /** The first denied or audited flow of its edge since the view was opened or cleared. */
  readonly isNewEdge: boolean;
  /** The edge was acknowledged: the row is counted, not shown. */
  readonly isAcknowledged: boolean;
}

/** Something that happened to policies, modes, nodes or the view itself. */
export interface MarkerEntry {
  readonly kind: 'marker';
  readonly seq: number;
  readonly time: Timestamp | undefined;
  readonly about: 'policy' | 'mode' | 'node' | 'view';
  /** One line for people, such as `policy shop/db-allow-backend updated`. Not yet cleaned of control characters. */
  readonly text: string;
}

/** A gap: flows that were lost, or a time without a connection. */
export interface GapEntry {
  readonly kind: 'gap';
  readonly seq: number;
  readonly time: Timestamp | undefined;
  /** Who lost them: the source (kernel, journal, queue of the server), the reader (too slow), or a broken connection. */
  readonly by: 'source' | 'reader' | 'connection';
  /** Flows that may be missing; undefined when nobody can say. */
  readonly missed: number | undefined;
  /** One line for people, such as `up to 214 flows lost: the kernel's ring buffer overran`. */
  readonly text: string;
}

/** An entry of the timeline. */
export type TimelineEntry = FlowEntry | MarkerEntry | GapEntry;

/** Read side of the timeline. Entries are held in a ring: the oldest leave. */
export interface TimelineReader {
  /** `seq` of the oldest entry held; equals `end` when there is none. */
  readonly first: number;
  /** One past the `seq` of the newest entry. */
  readonly end: number;
  /** Flows held, those folded into a row and acknowledged ones included. */
  readonly heldFlows: number;
  /** Flows that left because the view keeps so many only. */
  readonly leftFlows: number;
  /** Flows of acknowledged edges among those held. */
  readonly acknowledgedFlows: number;
  /** Returns the entry, or undefined when it left or never was. */
  at(seq: number): TimelineEntry | undefined;
  /** Returns the seq of the next entry that is shown after (`1`) or before (`-1`) `seq`, within `[first, end)`; undefined when there is none. */
  nextShown(seq: number, step: 1 | -1): number | undefined;
  /** Returns the seq of the next entry after or before `seq` for which `matches` holds, only among entries that are shown. */
  find(seq: number, step: 1 | -1, matches: (entry: TimelineEntry) => boolean): number | undefined;
  /** Returns the seq of the first entry whose time is not before `time`, or undefined. */
  seqAt(time: Timestamp): number | undefined;
  /** Returns the flows of the same connection (both directions), oldest first, as far as they are held. */
  connection(flow: Flow): readonly SeenFlow[];
}
