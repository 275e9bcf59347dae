/** Flows counted as finely as any grouping may ask: the conversations behind the rows of the top and policies tabs. */

import { compareTimestamps, type Timestamp } from '../../base/time/timestamp.ts';
import type { EdgeIndex } from '../../flow/edge-index.ts';
import { isAnswer, type Edge } from '../../flow/edge.ts';
import type { Flow } from '../../flow/flow.ts';
import { verdictClass, type VerdictClass } from '../../flow/verdict-class.ts';
import { decidingPolicies } from './deciding-policies.ts';

/** One conversation. */
export interface ConversationCounter {
  /** Place among all counters. */
  readonly index: number;
  readonly edge: Edge;
  readonly sourceNamespace: string;
  readonly destinationNamespace: string;
  readonly verdict: VerdictClass;
  /** A code of TrafficDirection. */
  readonly direction: number;
  readonly node: string;
  readonly policy: string;
  count: number;
  first: Timestamp | undefined;
  last: Timestamp | undefined;
  /** Version of the table in which it was counted last. */
  version: number;
}

/** A flow that is to be counted. */
export interface CountedFlow {
  readonly flow: Flow;
  readonly node: string;
  readonly time: Timestamp | undefined;
  readonly version: number;
}

type Features = Pick<
  ConversationCounter,
  'sourceNamespace' | 'destinationNamespace' | 'verdict' | 'direction' | 'node' | 'policy'
>;

function featuresOf(flow: Flow, node: string): Features {
  const [from, to] = [flow.source?.namespace ?? '', flow.destination?.namespace ?? ''];
  const answers = isAnswer(flow);
  const verdict = verdictClass(flow);
  return {
    sourceNamespace: answers ? to : from,
    destinationNamespace: answers ? from : to,
    verdict,
    direction: flow.traffic_direction ?? 0,
    node,
    policy: decidingPolicies(flow, verdict),
  };
}

/** The lengths keep names apart whatever they hold. */
function featuresKey({ sourceNamespace: from, destinationNamespace: to, node, ...rest }: Features): string {
  return `${rest.verdict} ${rest.direction} ${from.length} ${to.length} ${node.length} ${from}${to}${node}${rest.policy}`;
}

function widen(counter: ConversationCounter, time: Timestamp | undefined): void {
  if (time === undefined) return;
  if (counter.first === undefined || compareTimestamps(time, counter.first) < 0) counter.first = time;
  if (counter.last === undefined || compareTimestamps(time, counter.last) > 0) counter.last = time;
}

/** The counters. None ever leaves: a number that shrinks by itself would be believed. */
export class ConversationCounters {
  readonly #capacity: number;
  readonly #edges: EdgeIndex;
  readonly #byEdge = new Map<string, Map<string, ConversationCounter>>();
  readonly #uncounted = new Set<string>();
  readonly #list: ConversationCounter[] = [];

  constructor(capacity: number, edges: EdgeIndex) {
    this.#capacity = capacity;
    this.#edges = edges;
  }

  /** The counters by their index. */
  get list(): readonly ConversationCounter[] {
    return this.#list;
  }

  /** Conversations that came when all places were taken; it stops at the capacity. */
  get uncounted(): number {
    return this.#uncounted.size;
  }

  /** Counts a flow; returns its counter, or undefined when there was no place for it. */
  add({ flow, node, time, version }: CountedFlow): ConversationCounter | undefined {
    const edge = this.#edges.of(flow);
    const features = featuresOf(flow, node);
    const key = featuresKey(features);
    const counter = this.#byEdge.get(edge.key)?.get(key) ?? this.#open(edge, features, key);
    if (counter === undefined) return undefined;
    counter.count += 1;
    counter.version = version;
    widen(counter, time);
    return counter;
  }

  clear(): void {
    this.#byEdge.clear();
    this.#uncounted.clear();
    this.#list.length = 0;
  }

  #open(edge: Edge, features: Features, key: string): ConversationCounter | undefined {
    if (this.#list.length >= this.#capacity) {
      if (this.#uncounted.size < this.#capacity) this.#uncounted.add(`${edge.key} ${key}`);
      return undefined;
    }
    const zero = { count: 0, first: undefined, last: undefined, version: 0 };
    const counter: ConversationCounter = { index: this.#list.length, edge, ...features, ...zero };
    this.#list.push(counter);
    const ofEdge = this.#byEdge.get(edge.key) ?? new Map<string, ConversationCounter>();
    this.#byEdge.set(edge.key, ofEdge.set(key, counter));
    return counter;
  }
}
