/** Conversations folded into rows. */

import { compareTimestamps, type Timestamp } from '../../base/time/timestamp.ts';
import { enumName } from '../../flow/enum-table.ts';
import { TrafficDirection } from '../../flow/enums.ts';
import type { ConversationCounter } from './conversation-counters.ts';
import { noCounts, type MutableCounts } from './counts.ts';
import type { ConversationRow, GroupColumn, VerdictCounts } from './readers.ts';
import { recentSpans, type RecentSpans } from './recent-spans.ts';

const whomShown = 3;

/** Where the rows find what came lately. */
export interface RecentSource {
  readonly spans: RecentSpans;
  /** Number of the span that is now. */
  now(): number;
}

const groupTexts: Readonly<Record<GroupColumn, (counter: ConversationCounter) => string>> = {
  source: ({ edge }) => edge.source,
  'source-namespace': ({ sourceNamespace }) => sourceNamespace,
  destination: ({ edge }) => edge.destination,
  'destination-namespace': ({ destinationNamespace }) => destinationNamespace,
  port: ({ edge }) => edge.port,
  verdict: ({ verdict }) => verdict,
  direction: ({ direction }) => (direction === 0 ? '' : enumName(TrafficDirection, direction)),
  node: ({ node }) => node,
  policy: ({ policy }) => policy,
};

/** Whom a policy looks after: the sender on its way out, else the receiver. */
function whomOf({ direction, edge }: ConversationCounter): string {
  return direction === TrafficDirection.EGRESS ? edge.source : edge.destination;
}

function earlier(a: Timestamp | undefined, b: Timestamp | undefined): Timestamp | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return compareTimestamps(a, b) <= 0 ? a : b;
}

function later(a: Timestamp | undefined, b: Timestamp | undefined): Timestamp | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return compareTimestamps(a, b) >= 0 ? a : b;
}

interface Group {
  readonly key: string;
  readonly groups: readonly string[];
  readonly counters: ConversationCounter[];
  isChanged: boolean;
}

/** A row as it was when it was made; what few rows show is worked out when it is read. */
class GroupRow implements ConversationRow {
  readonly key: string;
  readonly groups: readonly string[];
  readonly counts: VerdictCounts;
  readonly total: number;
  readonly first: Timestamp | undefined;
  readonly last: Timestamp | undefined;
  readonly #counters: readonly ConversationCounter[];
  readonly #recent: RecentSource;

  constructor({ key, groups, counters }: Group, recent: RecentSource) {
    this.key = key;
    this.groups = groups;
    this.#counters = counters;
    this.#recent = recent;
    const counts: MutableCounts = noCounts();
    let [total, first, last]: [number, Timestamp | undefined, Timestamp | undefined] = [0, undefined, undefined];
    for (const counter of counters) {
      counts[counter.verdict] += counter.count;
      total += counter.count;
      first = earlier(first, counter.first);
      last = later(last, counter.last);
    }
    [this.counts, this.total, this.first, this.last] = [counts, total, first, last];
  }

  get recent(): readonly number[] {
    const sums = Array.from({ length: recentSpans }, () => 0);
    const now = this.#recent.now();
    for (const { index } of this.#counters) this.#recent.spans.addTo(sums, index, now);
    return sums;
  }

  get whom(): readonly string[] {
    const flows = new Map<string, number>();
    for (const counter of this.#counters) {
      const whom = whomOf(counter);
      flows.set(whom, (flows.get(whom) ?? 0) + counter.count);
    }
    return [...flows]
      .toSorted(([a, most], [b, more]) => more - most || (a < b ? -1 : 1))
      .slice(0, whomShown)
      .map(([whom]) => whom);
  }
}

/** The rows of one choice of columns; only those that changed are made anew. */
export class Grouping {
  readonly #columns: readonly GroupColumn[];
  readonly #recent: RecentSource;
  readonly #byKey = new Map<string, Group>();
  /** The group of each counter, by its index. */
  readonly #groupOf: Group[] = [];
  readonly #rows = new Map<Group, ConversationRow>();
  #version = 0;

  constructor(columns: readonly GroupColumn[], recent: RecentSource) {
    this.#columns = columns;
    this.#recent = recent;
  }

  /** Returns the rows of the counters as they stand at `version`, in the order their groups came up. */
  rows(counters: readonly ConversationCounter[], version: number): readonly ConversationRow[] {
    for (const counter of counters) {
      const group = this.#groupOf[counter.index] ?? this.#assign(counter);
      if (counter.version > this.#version) group.isChanged = true;
    }
    this.#version = version;
    for (const group of this.#byKey.values()) {
      if (!group.isChanged) continue;
      this.#rows.set(group, new GroupRow(group, this.#recent));
      group.isChanged = false;
    }
    return [...this.#rows.values()];
  }

  #assign(counter: ConversationCounter): Group {
    const groups = this.#columns.map((column) => groupTexts[column](counter));
    const key = JSON.stringify(groups);
    let group = this.#byKey.get(key);
    if (group === undefined) {
      group = { key, groups, counters: [], isChanged: true };
      this.#byKey.set(key, group);
    }
    group.counters.push(counter);
    this.#groupOf[counter.index] = group;
    return group;
  }
}
