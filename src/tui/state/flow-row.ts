/** A row of flows as the timeline keeps it: it grows while flows fold into it. */

import type { Edge } from '../../flow/edge.ts';
import type { VerdictClass } from '../../flow/verdict-class.ts';
import type { Connection } from './folding.ts';
import type { FlowEntry, SeenFlow } from './timeline-entry.ts';

/** Flows a row keeps; of more, the newest. */
export const memberLimit = 64;

/** A flow in the timeline. */
export interface HeldFlow extends SeenFlow {
  /** Number of its arrival, among flows and all else. */
  readonly arrival: number;
}

/** What a row is from the start. */
export interface FlowRowStart {
  readonly seq: number;
  readonly first: HeldFlow;
  readonly edge: Edge;
  readonly verdict: VerdictClass;
  readonly isNewEdge: boolean;
  readonly isAcknowledged: boolean;
  /** Undefined for a flow of which no 5-tuple is known. */
  readonly connection: Connection | undefined;
  /** What kind of event folds into the row; undefined when none does. */
  readonly event: number | undefined;
}

/** A row. What readers see of it is a FlowEntry. */
export class FlowRow implements FlowEntry {
  readonly seq: number;
  readonly first: HeldFlow;
  readonly edge: Edge;
  readonly verdict: VerdictClass;
  readonly connection: Connection | undefined;
  readonly event: number | undefined;
  isNewEdge: boolean;
  isAcknowledged: boolean;
  count = 1;
  // Most rows stay alone: they do without a list.
  #kept: HeldFlow[] | undefined;

  constructor(start: FlowRowStart) {
    this.seq = start.seq;
    this.first = start.first;
    this.edge = start.edge;
    this.verdict = start.verdict;
    this.isNewEdge = start.isNewEdge;
    this.isAcknowledged = start.isAcknowledged;
    this.connection = start.connection;
    this.event = start.event;
  }

  get kind(): 'flow' {
    return 'flow';
  }

  get latest(): HeldFlow {
    return this.#kept?.at(-1) ?? this.first;
  }

  get members(): readonly HeldFlow[] {
    return this.#kept ?? [this.first];
  }

  /** Flows that are held for the row. */
  get held(): number {
    return this.#kept?.length ?? 1;
  }

  /** Adds a flow; the oldest makes room when there are too many. */
  fold(flow: HeldFlow): void {
    this.#kept ??= [this.first];
    this.#kept.push(flow);
    if (this.#kept.length > memberLimit) this.#kept.shift();
    this.count += 1;
  }
}
