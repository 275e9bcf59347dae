/** The newest events in memory, in the order they were appended. */

import type { Clock } from '../base/clock.ts';
import { UsageError } from '../base/errors.ts';
import type { Timestamp } from '../base/time/timestamp.ts';
import { LostEventSource } from '../flow/enums.ts';
import type { LostEvent } from '../flow/lost-event.ts';
import type { Namespace } from '../flow/messages.ts';
import type { ObservedEvent } from '../flow/source-record.ts';
import { Verdict } from '../flow/verdict.ts';
import { maxCapacity, noticeCapacity } from './defaults.ts';
import { EncodedEvent } from './encoded-event.ts';
import { createFlowRate } from './flow-rate.ts';
import { Followers } from './followers.ts';
import { LaneRing } from './lane-ring.ts';
import { headOf, oldestOf, type Rings, type StorePosition } from './position.ts';
import { Quota } from './quota.ts';
import { laneOf, laneOfVerdict, retentionClasses, sharesOf, type Lane, type RetentionClass } from './retention.ts';
import { RowMark } from './row-columns.ts';
import { laneBeside } from './row-place.ts';
import { createRewind, type Rewind } from './rewind.ts';
import { createRingReader, type RingReader } from './ring-reader.ts';
import { indexOf } from './segment.ts';
import { createSeenNamespaces } from './seen-namespaces.ts';
import { createSeenNodes, type SeenNode } from './seen-nodes.ts';
import type { SlabWriter } from './slab.ts';
import type { StoredEvent } from './stored-event.ts';

/** A follower this much of the window behind is waited for: half of what is surely kept of the smaller class. */
const outrunShare = 1 / 8;

/** Options of a store. */
export interface FlowStoreOptions {
  /**
   * Flows kept, 1 … 16,777,216. A quarter of them is for denied and audited ones alone. Lost events and states of nodes
   * are kept beside them, in a number of their own.
   */
  readonly capacity: number;
  /**
   * Bytes of flows kept, encoded and with their columns; a quarter of it is for denied and audited ones alone. Default: no limit. What is
   * allocated beside that is at most some megabytes.
   */
  readonly memoryLimitBytes?: number;
  readonly clock: Clock;
}

/** What is held of one retention class. */
export interface StoreWindow {
  readonly retention: RetentionClass;
  /** Times of the oldest and the newest flow held; absent while there is none. */
  readonly oldest: Timestamp | undefined;
  readonly newest: Timestamp | undefined;
  /** Flows held. */
  readonly held: number;
  /** Flows that are surely kept: the class's share of the capacity. */
  readonly capacity: number;
  /** Flows evicted so far. */
  readonly evicted: number;
}

/** Counts over everything held or seen. */
interface StoreCounts {
  /** Flows held now, lost events not among them. */
  readonly held: number;
  readonly capacity: number;
  /** Flows appended since the start. */
  readonly seen: number;
  /** Flows held whose verdict is denied, audited or error. */
  readonly verdictFlows: number;
  /** Flows held that came from a `Log` rule's line: they say nothing about a verdict. */
  readonly logRuleFlows: number;
}

/** Events lost so far, by where. */
interface StoreLosses {
  /** Before they reached this program, an upper bound. */
  readonly kernel: number;
  /** In a queue between source and store. */
  readonly queue: number;
  /** By readers that were overrun. */
  readonly reader: number;
}

/** The store. One writer; any number of readers at their own pace, who never hold rows back from eviction. */
export interface FlowStore {
  append(event: ObservedEvent): void;
  /** Returns where flows with this verdict are kept encoded: an `EncodedEvent` that was written there is appended without copying. */
  slabsFor(verdict: number): SlabWriter;
  /** Returns the place after the newest row. */
  head(): StorePosition;
  /** Returns, for each ring, the place of the oldest row held. */
  oldest(): StorePosition;
  /**
   * Returns, for each ring, the place from which on no row was older than `time`, as far as rows were evicted: the place
   * of the oldest row held when none of those was as young. Never before the oldest flow held of all.
   */
  horizonSince(time: Timestamp): StorePosition;
  /** Returns a walk back from a place, such as the head. */
  rewind(from: StorePosition): Rewind;
  /** Returns a reader from one place to another, or for ever. It needs no closing. */
  read(from: StorePosition, to?: StorePosition): RingReader;
  /** Calls `listener` after every append until the returned function is called. */
  subscribe(listener: () => void): () => void;
  /** Listeners at this moment. */
  readonly subscribers: number;
  /**
   * Makes a reader that follows known until the returned function is called, so that who can wait with the next row does so when it is
   * about to be overrun. `taken` tells how many rows of all lanes it has behind it.
   */
  addFollower(taken: () => number): () => void;
  /** Tells whether a follower that still takes rows is so far behind that it will miss some if rows are appended on and on. */
  isOutrunning(): boolean;
  windows(): readonly StoreWindow[];
  counts(): StoreCounts;
  /** Returns flows per second over the last minute. */
  flowsRate(): number;
  losses(): StoreLosses;
  nodes(): readonly SeenNode[];
  namespaces(): readonly Namespace[];
}

/** Returns an empty store. Throws UsageError when the capacity is out of range. */
export function createFlowStore(options: FlowStoreOptions): FlowStore {
  requireCapacity(options.capacity);
  return new RingStore(options);
}

/** Throws UsageError when a store cannot have `capacity`. */
export function requireCapacity(capacity: number): void {
  if (Number.isSafeInteger(capacity) && capacity >= 1 && capacity <= maxCapacity) return;
  throw new UsageError(`invalid capacity ${capacity}: not a whole number from 1 to ${maxCapacity}`, {
    code: 'usage/capacity',
    hint: 'give the number of flows to keep in memory, such as --capacity 65536',
  });
}

/** Tells from the columns whether a row is a flow of a `Log` rule's line: what came from a line has an extension. */
function isFromLogRule(marks = 0, verdict = 0): boolean {
  return (marks & RowMark.extension) !== 0 && (marks & RowMark.flow) !== 0 && verdict === Verdict.TRACED;
}

class RingStore implements FlowStore {
  readonly #capacity: number;
  readonly #clock: Clock;
  readonly #rings: Rings = {
    'denied-audited': new LaneRing('denied-audited'),
    other: new LaneRing('other'),
    notice: new LaneRing('notice'),
  };
  readonly #shares;
  readonly #rows: Quota;
  readonly #bytes: Quota;
  readonly #rate = createFlowRate();
  readonly #nodes = createSeenNodes();
  readonly #namespaces;
  readonly #listeners = new Set<() => void>();
  readonly #followers = new Followers();
  readonly #losses = { kernel: 0, queue: 0, reader: 0 };
  #seen = 0;
  #logRuleFlows = 0;

  constructor({ capacity, memoryLimitBytes = Number.MAX_SAFE_INTEGER, clock }: FlowStoreOptions) {
    this.#capacity = capacity;
    this.#clock = clock;
    this.#shares = sharesOf(capacity);
    this.#rows = new Quota(capacity);
    this.#bytes = new Quota(memoryLimitBytes);
    this.#namespaces = createSeenNamespaces(clock);
  }

  get subscribers(): number {
    return this.#listeners.size;
  }

  append(event: ObservedEvent): void {
    const isEncoded = event instanceof EncodedEvent;
    const lane = isEncoded ? laneOfVerdict(event.kind.row.verdict) : laneOf(event.response);
    const ring = this.#rings[lane];
    if (lane === 'notice') this.#makeRoomForNotice();
    else this.#makeRoom(lane);
    ring.append(event, {
      sequence: this.#sequence(),
      beside: this.#rings[laneBeside(lane)].appended,
      node: isEncoded ? this.#noteEncoded(event) : this.#note(event),
    });
    if (lane !== 'notice') this.#shedBytes(lane);
    for (const listener of this.#listeners) listener();
  }

  slabsFor(verdict: number): SlabWriter {
    return this.#rings[laneOfVerdict(verdict)].slabs;
  }

  /** Rows appended to all lanes. */
  #sequence(): number {
    const { 'denied-audited': denied, other, notice } = this.#rings;
    return denied.appended + other.appended + notice.appended;
  }

  #makeRoomForNotice(): void {
    const { notice } = this.#rings;
    if (notice.held >= noticeCapacity) notice.evict();
  }

  #makeRoom(entering: RetentionClass): void {
    const { 'denied-audited': denied, other } = this.#rings;
    const victim = this.#rows.victimOf(entering, { 'denied-audited': denied.held, other: other.held }, 1);
    if (victim !== undefined) this.#evict(victim);
  }

  /** How large a row is shows when it is encoded. It stays, however large: at least its readers get it. */
  #shedBytes(entered: RetentionClass): void {
    const { 'denied-audited': denied, other } = this.#rings;
    for (;;) {
      const victim = this.#bytes.victimOf(entered, { 'denied-audited': denied.bytes, other: other.bytes }, 0);
      if (victim === undefined || (victim === entered && this.#rings[entered].held === 1)) return;
      this.#evict(victim);
    }
  }

  #evict(victim: RetentionClass): void {
    const ring = this.#rings[victim];
    const index = indexOf(ring.evicted);
    const columns = ring.evict();
    if (columns === undefined) return;
    if (isFromLogRule(columns.marks[index], columns.verdict[index])) this.#logRuleFlows -= 1;
    this.#nodes.evict(columns.node.at(index));
  }

  /** Counts an event and returns the number of the node of a flow. */
  #note({ response, extension }: ObservedEvent): number {
    if (response.lost_events !== undefined) this.#noteLoss(response.lost_events);
    const { flow, time } = response;
    if (flow === undefined) return 0;
    this.#seen += 1;
    if (extension !== undefined && flow.verdict === Verdict.TRACED) this.#logRuleFlows += 1;
    if (time !== undefined) this.#rate.add(time);
    this.#namespaces.add(flow);
    return this.#nodes.add(response.node_name ?? '', time);
  }

  #noteEncoded({ kind, time }: EncodedEvent): number {
    this.#seen += 1;
    if (isFromLogRule(kind.row.marks, kind.row.verdict)) this.#logRuleFlows += 1;
    this.#rate.add(time);
    this.#namespaces.add(kind.like);
    return this.#nodes.add(kind.node, time);
  }

  #noteLoss({ source, num_events_lost: count = 0n }: LostEvent): void {
    this.#losses[source === LostEventSource.OBSERVER_EVENTS_QUEUE ? 'queue' : 'kernel'] += Number(count);
  }

  head(): StorePosition {
    return headOf(this.#rings);
  }

  oldest(): StorePosition {
    return oldestOf(this.#rings);
  }

  horizonSince(time: Timestamp): StorePosition {
    const oldest = this.oldest();
    const floor = this.#oldestFlow()?.place.before ?? oldest;
    const since = (lane: Lane) => Math.max(floor[lane], this.#rings[lane].evictedSince(time));
    return { ...oldest, 'denied-audited': since('denied-audited'), other: since('other') };
  }

  #oldestFlow(): StoredEvent | undefined {
    const denied = this.#rings['denied-audited'].oldest();
    const other = this.#rings.other.oldest();
    if (denied === undefined || other === undefined) return denied ?? other;
    return denied.place.sequence < other.place.sequence ? denied : other;
  }

  rewind(from: StorePosition): Rewind {
    return createRewind(this.#rings, from);
  }

  read(from: StorePosition, to?: StorePosition): RingReader {
    return createRingReader(this.#rings, { from, to, onOverrun: (count) => (this.#losses.reader += count) });
  }

  subscribe(listener: () => void): () => void {
    // A function of its own, so that one listener given twice is called twice and can be taken off one by one.
    const entry = () => listener();
    this.#listeners.add(entry);
    return () => this.#listeners.delete(entry);
  }

  addFollower(taken: () => number): () => void {
    return this.#followers.add(taken, this.#clock.monotonicMs());
  }

  isOutrunning(): boolean {
    const { 'denied-audited': denied, other } = this.#rings;
    // Under a limit of bytes fewer rows than the capacity may be all that fits.
    const window = denied.evicted + other.evicted === 0 ? this.#capacity : denied.held + other.held;
    return this.#followers.isAnyBehind(this.#sequence(), window * outrunShare, this.#clock.monotonicMs());
  }

  windows(): readonly StoreWindow[] {
    return retentionClasses.map((retention) => {
      const ring = this.#rings[retention];
      return {
        retention,
        oldest: ring.timeAt(ring.evicted),
        newest: ring.timeAt(ring.appended - 1),
        held: ring.held,
        capacity: this.#shares[retention],
        evicted: ring.evicted,
      };
    });
  }

  counts(): StoreCounts {
    const { 'denied-audited': denied, other } = this.#rings;
    return {
      held: denied.held + other.held,
      capacity: this.#capacity,
      seen: this.#seen,
      verdictFlows: denied.held,
      logRuleFlows: this.#logRuleFlows,
    };
  }

  flowsRate(): number {
    const whole = retentionClasses.every((retention) => this.#rings[retention].evicted === 0);
    return this.#rate.perSecond(this.#clock.now(), whole ? this.#oldestFlow()?.time : undefined);
  }

  losses(): StoreLosses {
    return { ...this.#losses };
  }

  nodes(): readonly SeenNode[] {
    return this.#nodes.list();
  }

  namespaces(): readonly Namespace[] {
    return this.#namespaces.list();
  }
}
