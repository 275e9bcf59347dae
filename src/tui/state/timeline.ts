/** The timeline: what the flow table shows, in the order it arrived. */

import type { Timestamp } from '../../base/time/timestamp.ts';
import { createEdgeIndex, type EdgeIndex } from '../../flow/edge-index.ts';
import type { Flow } from '../../flow/flow.ts';
import type { LostEvent } from '../../flow/lost-event.ts';
import type { GetFlowsResponse } from '../../flow/messages.ts';
import { verdictClass, type VerdictClass } from '../../flow/verdict-class.ts';
import { FlowRow, type HeldFlow } from './flow-row.ts';
import { connectionKey, Connections, foldedEvent, joinConnection, rowFor, type Connection } from './folding.ts';
import { looseParts, type HeldEntry, type LoosePart } from './relaying.ts';
import { RecentSet } from './recent-set.ts';
import { gapBy, lossText, nodeStatusText } from './stream-notes.ts';
import { TimelineRing } from './timeline-ring.ts';
import type { GapEntry, MarkerEntry, SeenFlow, TimelineEntry, TimelineReader } from './timeline-entry.ts';

/** Flows the view keeps unless told otherwise. */
export const timelineCapacity = 50_000;

/** Edges whose texts are remembered: more than a large cluster has at a time. */
const rememberedEdges = 20_000;

/** Edges that were denied or audited before; a port scan makes as many as it likes. */
const rememberedNewEdges = 100_000;

/** A gap that is told from outside, such as a time without a connection. */
export type Gap = Pick<GapEntry, 'by' | 'missed' | 'text' | 'time'>;

/** Where the entries went when they were laid anew: takes a `seq` of before, returns that of the first entry not before it. */
export type SeqMove = (seq: number) => number;

/** The timeline, with what changes it. */
export interface Timeline extends TimelineReader {
  /** Takes in what arrived, in that order: flows, losses and changes of nodes. */
  add(responses: readonly GetFlowsResponse[]): void;
  /** Adds a marker. */
  marker(about: MarkerEntry['about'], text: string, time: Timestamp | undefined): void;
  /** Adds a gap that becomes an entry of its own. */
  gap(gap: Gap): void;
  /** Drops all entries and starts the counts and the new edges anew; `seq` goes on. */
  restart(): void;
  /**
   * Turns folding on or off. All that is held is laid anew under new `seq`s; the result tells where a place of before
   * is now. Nothing happens when it is so already.
   */
  setFolding(isFolding: boolean): SeqMove;
  /** Lets nothing fold into rows before `seq` any more, so that they stay as they are; undefined lets go. */
  holdFolds(seq: number | undefined): void;
  /** Says which edges were acknowledged, and whether their rows are shown all the same. */
  setAcknowledged(keys: ReadonlySet<string>, shown: boolean): void;
  /** Forgets which edges were seen: the next denied or audited flow of each is new again. */
  clearNewEdges(): void;
}

/** How much is kept. */
export interface TimelineOptions {
  /** Flows held at most, those folded into a row included; at least 1. */
  readonly capacity: number;
  /** Default: an index of its own. */
  readonly edges?: EdgeIndex;
}

/** Returns an empty timeline that folds. */
export function createTimeline(options: TimelineOptions): Timeline {
  return new FlowTimeline(options);
}

/** The losses that the newest entry tells of, as long as nothing came after it. */
interface OpenLoss {
  readonly source: number | undefined;
  readonly entry: GapEntry & { readonly arrival: number };
}

class FlowTimeline implements Timeline {
  readonly #capacity: number;
  readonly #ring: TimelineRing<HeldEntry>;
  readonly #connections = new Connections();
  readonly #edges: EdgeIndex;
  readonly #seenEdges = new RecentSet(rememberedNewEdges);
  #acknowledged: ReadonlySet<string> = new Set();
  #showsAcknowledged = false;
  #isFolding = true;
  #hold = 0;
  #arrivals = 0;
  #received = 0;
  #held = 0;
  #heldAcknowledged = 0;
  #loss: OpenLoss | undefined;

  constructor({ capacity, edges = createEdgeIndex(rememberedEdges) }: TimelineOptions) {
    this.#capacity = capacity;
    this.#edges = edges;
    // Twice the flows: markers and gaps never push them out as long as there are fewer of them than flows.
    this.#ring = new TimelineRing(2 * capacity);
  }

  get first(): number {
    return this.#ring.first;
  }

  get end(): number {
    return this.#ring.end;
  }

  get heldFlows(): number {
    return this.#held;
  }

  get leftFlows(): number {
    return this.#received - this.#held;
  }

  get acknowledgedFlows(): number {
    return this.#heldAcknowledged;
  }

  at(seq: number): TimelineEntry | undefined {
    return this.#ring.at(seq);
  }

  nextShown(seq: number, step: 1 | -1): number | undefined {
    return this.#ring.nextShown(seq, step);
  }

  find(seq: number, step: 1 | -1, matches: (entry: TimelineEntry) => boolean): number | undefined {
    let next = this.#ring.nextShown(seq, step);
    while (next !== undefined) {
      const entry = this.#ring.at(next);
      if (entry !== undefined && matches(entry)) return next;
      next = this.#ring.nextShown(next, step);
    }
    return undefined;
  }

  seqAt(time: Timestamp): number | undefined {
    return this.#ring.seqAt(time);
  }

  connection(flow: Flow): readonly SeenFlow[] {
    const key = connectionKey(flow);
    return key === undefined ? [] : this.#connections.flows(key);
  }

  add(responses: readonly GetFlowsResponse[]): void {
    for (const response of responses) this.#take(response);
  }

  marker(about: MarkerEntry['about'], text: string, time: Timestamp | undefined): void {
    this.#append({ kind: 'marker', seq: this.end, time, about, text, arrival: this.#arrive() });
  }

  gap({ by, missed, text, time }: Gap): void {
    this.#append({ kind: 'gap', seq: this.end, time, by, missed, text, arrival: this.#arrive() });
  }

  restart(): void {
    this.#empty();
    this.#received = 0;
    this.clearNewEdges();
  }

  setFolding(isFolding: boolean): SeqMove {
    if (isFolding === this.#isFolding) return (seq) => seq;
    this.#isFolding = isFolding;
    const [first, end] = [this.first, this.end];
    const movedTo = this.#layAllAgain();
    const newEnd = this.end;
    return (seq) => (seq >= end ? seq - end + newEnd : (movedTo[Math.max(seq - first, 0)] ?? newEnd));
  }

  holdFolds(seq: number | undefined): void {
    this.#hold = seq ?? 0;
  }

  setAcknowledged(keys: ReadonlySet<string>, shown: boolean): void {
    this.#acknowledged = new Set(keys);
    this.#showsAcknowledged = shown;
    this.#heldAcknowledged = 0;
    for (const entry of this.#entries()) {
      if (entry.kind !== 'flow') continue;
      entry.isAcknowledged = this.#acknowledged.has(entry.edge.key);
      if (entry.isAcknowledged) this.#heldAcknowledged += entry.held;
      this.#ring.show(entry.seq, this.#isShown(entry));
    }
  }

  clearNewEdges(): void {
    this.#seenEdges.clear();
  }

  #take(response: GetFlowsResponse): void {
    const { flow, lost_events: lost, node_status: status } = response;
    if (flow !== undefined) {
      this.#received += 1;
      const nodeName = response.node_name ?? flow.node_name ?? '';
      this.#lay({ flow, nodeName, time: flow.time ?? response.time, arrival: this.#arrive() }, false);
    } else if (lost !== undefined) this.#lose(lost, response.time);
    else if (status !== undefined) this.marker('node', nodeStatusText(status), response.time);
  }

  #arrive(): number {
    this.#arrivals += 1;
    return this.#arrivals;
  }

  *#entries(): Generator<HeldEntry> {
    for (let seq = this.first; seq < this.end; seq += 1) {
      const entry = this.#ring.at(seq);
      if (entry !== undefined) yield entry;
    }
  }

  #lose(lost: LostEvent, time: Timestamp | undefined): void {
    const { source } = lost;
    const open = this.#loss;
    const before =
      open !== undefined && open.source === source && open.entry.seq >= this.#hold ? open.entry : undefined;
    const missed = (before?.missed ?? 0) + Number(lost.num_events_lost ?? 0n);
    const told = { missed, text: lossText(missed, source) };
    const entry = before === undefined ? undefined : { ...before, ...told };
    if (entry !== undefined) this.#ring.replace(entry);
    else this.gap({ by: gapBy(lost), time, ...told });
    const newest = entry ?? this.#ring.at(this.end - 1);
    this.#loss = newest?.kind === 'gap' ? { source, entry: newest } : undefined;
  }

  /** Puts a flow into the row it belongs to, or into a new one; returns the row's `seq`. */
  #lay(flow: HeldFlow, wasNewEdge: boolean): number {
    this.#makeRoom();
    const verdict = verdictClass(flow.flow);
    const key = connectionKey(flow.flow);
    const connection = key === undefined ? undefined : this.#connections.of(key);
    const event = this.#isFolding ? foldedEvent(flow) : undefined;
    const row =
      connection === undefined || event === undefined
        ? undefined
        : rowFor(connection, { flow, verdict, event, hold: this.#hold });
    if (row === undefined) return this.#layRow(flow, { verdict, connection, event, wasNewEdge });
    this.#fold(flow, row, wasNewEdge);
    return row.seq;
  }

  /** Takes all entries apart and lays them anew; returns the new place of each. */
  #layAllAgain(): readonly number[] {
    const [first, hold] = [this.first, this.#hold];
    const movedTo = Array.from({ length: this.end - first }, () => -1);
    const parts = looseParts(this.#entries());
    this.#empty();
    let isPastHold = false;
    for (const part of parts) {
      // What is held stays apart from what came later.
      if (!isPastHold && part.from >= hold) [isPastHold, this.#hold] = [true, this.end];
      const seq = this.#layPart(part);
      if (movedTo[part.from - first] === -1) movedTo[part.from - first] = seq;
    }
    if (!isPastHold) this.#hold = this.end;
    return movedTo;
  }

  #layPart(part: LoosePart): number {
    if ('flow' in part) return this.#lay(part.flow, part.isNewEdge);
    return this.#append({ ...part.note, arrival: part.arrival, seq: this.end });
  }

  #fold(flow: HeldFlow, row: FlowRow, wasNewEdge: boolean): void {
    const before = row.held;
    row.fold(flow);
    if (wasNewEdge) row.isNewEdge = true;
    this.#count(row, row.held - before);
  }

  #layRow(first: HeldFlow, { verdict, connection, event, wasNewEdge }: RowNature): number {
    const edge = this.#edges.of(first.flow);
    const isDeniedOrAudited = verdict === 'denied' || verdict === 'audited';
    const isNewEdge = (isDeniedOrAudited && this.#seenEdges.add(edge.key)) || wasNewEdge;
    const isAcknowledged = this.#acknowledged.has(edge.key);
    const seq = this.end;
    const row = new FlowRow({ seq, first, edge, verdict, isNewEdge, isAcknowledged, connection, event });
    joinConnection(row);
    this.#count(row, 1);
    return this.#append(row);
  }

  #count(row: FlowRow, flows: number): void {
    this.#held += flows;
    if (row.isAcknowledged) this.#heldAcknowledged += flows;
  }

  #append(entry: HeldEntry): number {
    if (this.#ring.isFull) this.#evict();
    this.#loss = undefined;
    this.#ring.append(entry, this.#isShown(entry));
    return entry.seq;
  }

  #isShown(entry: HeldEntry): boolean {
    return entry.kind !== 'flow' || !entry.isAcknowledged || this.#showsAcknowledged;
  }

  #makeRoom(): void {
    while (this.#held >= this.#capacity) this.#evict();
  }

  #evict(): void {
    const entry = this.#ring.evict();
    if (entry?.kind !== 'flow') return;
    this.#connections.evict(entry);
    this.#count(entry, -entry.held);
  }

  #empty(): void {
    while (this.#ring.evict() !== undefined);
    this.#connections.clear();
    this.#held = 0;
    this.#heldAcknowledged = 0;
    this.#loss = undefined;
  }
}

interface RowNature {
  readonly verdict: VerdictClass;
  readonly connection: Connection | undefined;
  readonly event: number | undefined;
  readonly wasNewEdge: boolean;
}
