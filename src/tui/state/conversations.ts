/** Conversations: who talks to whom, counted, and folded into rows when they are asked for. */

import type { Clock } from '../../base/clock.ts';
import { timestampToMs } from '../../base/time/timestamp.ts';
import { createEdgeIndex, type EdgeIndex } from '../../flow/edge-index.ts';
import type { GetFlowsResponse } from '../../flow/messages.ts';
import { ConversationCounters } from './conversation-counters.ts';
import { Grouping } from './conversation-groups.ts';
import { sortedRows } from './conversation-order.ts';
import type { ConversationQuery, ConversationReader, ConversationRow, Vocabulary } from './readers.ts';
import { RecentSpans, spanAt } from './recent-spans.ts';
import { SeenNames } from './seen-names.ts';

/** Conversations that are counted unless told otherwise. */
export const conversationCapacity = 20_000;

/** A stream whose newest flow is this far from the clock is a recording: its own time is what counts. */
const liveWithinMs = 60_000;

/** Groupings and answers that are kept: those of two tabs, and what they were before. */
const keptAnswers = 4;

/** The conversations, with what counts them. */
export interface Conversations extends ConversationReader {
  /** Counts the flows among `responses`. */
  add(responses: readonly GetFlowsResponse[]): void;
  /** Forgets everything. */
  restart(): void;
}

/** How much is kept, and what time it is. */
export interface ConversationsOptions {
  /** Conversations counted at most; those that come later are told by `uncounted`, which goes no further than this. */
  readonly capacity: number;
  readonly clock: Clock;
  /** Milliseconds for which an answer is given again while flows come. Default 0: each picture has all flows. */
  readonly steadyMs?: number;
  /** Default: an index of its own. */
  readonly edges?: EdgeIndex;
}

/** Returns an empty count. */
export function createConversations(options: ConversationsOptions): Conversations {
  return new CountedConversations(options);
}

interface Answer {
  readonly rows: readonly ConversationRow[];
  readonly version: number;
  /** Span in which the rows were sorted; they may stand otherwise in the next. */
  readonly span: number;
  readonly madeMs: number;
}

/** Sets a value as the newest of a map; the oldest leaves when there are too many. */
function keep<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > keptAnswers && oldest !== undefined) map.delete(oldest);
}

class CountedConversations implements Conversations {
  readonly #clock: Clock;
  readonly #steadyMs: number;
  readonly #counters: ConversationCounters;
  readonly #spans: RecentSpans;
  readonly #names = new SeenNames();
  readonly #groupings = new Map<string, Grouping>();
  readonly #answers = new Map<string, Answer>();
  #vocabulary: { readonly names: Vocabulary; readonly version: number } | undefined;
  #version = 0;
  #newestMs = -Infinity;
  #isLive = false;

  constructor({ capacity, clock, steadyMs = 0, edges = createEdgeIndex(capacity) }: ConversationsOptions) {
    this.#clock = clock;
    this.#steadyMs = steadyMs;
    this.#counters = new ConversationCounters(capacity, edges);
    this.#spans = new RecentSpans(capacity);
  }

  get uncounted(): number {
    return this.#counters.uncounted;
  }

  add(responses: readonly GetFlowsResponse[]): void {
    this.#version += 1;
    const newestBefore = this.#newestMs;
    for (const response of responses) this.#count(response);
    if (this.#newestMs > newestBefore) this.#isLive = Math.abs(this.#clockMs() - this.#newestMs) <= liveWithinMs;
  }

  rows(query: ConversationQuery): readonly ConversationRow[] {
    const key = JSON.stringify([query.groupBy, query.sortBy, query.isDescending]);
    const span = query.sortBy === 'rate' ? this.#span() : 0;
    const before = this.#answers.get(key);
    if (before !== undefined && this.#isFresh(before) && before.span === span) return before.rows;
    const rows = sortedRows(this.#grouping(query).rows(this.#counters.list, this.#version), query, before?.rows);
    keep(this.#answers, key, { rows, version: this.#version, span, madeMs: this.#clock.monotonicMs() });
    return rows;
  }

  vocabulary(): Vocabulary {
    if (this.#vocabulary?.version !== this.#version) {
      this.#vocabulary = { names: this.#names.list(), version: this.#version };
    }
    return this.#vocabulary.names;
  }

  restart(): void {
    this.#version += 1;
    this.#counters.clear();
    this.#spans.clear();
    // Names stay: they complete the next filter, which may ask for what this one left out.
    this.#groupings.clear();
    this.#answers.clear();
    this.#newestMs = -Infinity;
    this.#isLive = false;
  }

  #count({ flow, node_name: nodeName, time: responseTime }: GetFlowsResponse): void {
    if (flow === undefined) return;
    const time = flow.time ?? responseTime;
    const node = nodeName ?? flow.node_name ?? '';
    this.#names.noteEndpoints(flow);
    const counter = this.#counters.add({ flow, node, time, version: this.#version });
    if (counter?.count === 1) this.#names.noteConversation(flow, counter.edge.port, node);
    if (time === undefined) return;
    const ms = timestampToMs(time);
    if (ms > this.#newestMs) this.#newestMs = ms;
    if (counter !== undefined) this.#spans.add(counter.index, spanAt(ms));
  }

  #isFresh({ version, madeMs }: Answer): boolean {
    return version === this.#version || this.#clock.monotonicMs() - madeMs < this.#steadyMs;
  }

  #grouping({ groupBy }: ConversationQuery): Grouping {
    const key = JSON.stringify(groupBy);
    const recent = { spans: this.#spans, now: () => this.#span() };
    const grouping = this.#groupings.get(key) ?? new Grouping([...groupBy], recent);
    keep(this.#groupings, key, grouping);
    return grouping;
  }

  #clockMs(): number {
    return timestampToMs(this.#clock.now());
  }

  /** The span that is now: by the clock for flows as they happen, by the newest flow for a recording. */
  #span(): number {
    return spanAt(this.#isLive ? Math.max(this.#clockMs(), this.#newestMs) : this.#newestMs);
  }
}
