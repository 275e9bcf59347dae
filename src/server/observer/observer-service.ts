/** Hubble's observer over a store, without a transport. */

import type { Clock } from '../../base/clock.ts';
import type { GetFlowsRequest } from '../../flow/messages.ts';
import type { ModeStatus, SourceStatus } from '../../flow/observed-status.ts';
import type { AnswerHeader, FlowAnswer, Observer } from '../../flow/observer.ts';
import type { FlowStore } from '../../store/flow-store.ts';
import { answerHeaderOf } from './answer-header.ts';
import type { FlowDelivery } from './flow-delivery.ts';
import { compileFlowQuery } from './flow-query.ts';
import { streamFlows } from './flow-stream.ts';
import { nodesOf, observedStatusOf, serverStatusOf, type ServerIdentity } from './status.ts';

/** Options of the service. */
export interface ObserverServiceOptions {
  readonly store: FlowStore;
  readonly clock: Clock;
  /** Name of this node as `<cluster>/<node>`. */
  readonly nodeName: string;
  /** Version of the program, such as `0.1.0`. */
  readonly version: string;
  /** Counts of every source; absent: none. */
  readonly sources?: () => readonly SourceStatus[];
  /** Drop action overrides in force; absent: none. */
  readonly modes?: () => readonly ModeStatus[];
  /** Warnings for people, one sentence each; absent: none. */
  readonly warnings?: () => readonly string[];
  /** Boot id of the machine, if known. */
  readonly bootId?: string;
}

/** An answer whose messages know their encoding. */
interface DeliveredFlows {
  readonly header: AnswerHeader;
  /** Ends when `signal` aborts or the service is closed; may be iterated once. */
  readonly batches: AsyncIterable<readonly FlowDelivery[]>;
}

/** The service: the Observer interface, and what a transport needs besides. */
export interface ObserverService extends Observer {
  readonly identity: ServerIdentity;
  /**
   * Starts an answer. Throws UsageError for filters or a field mask that cannot be compiled and RpcError for `first`
   * with `follow`.
   */
  deliverFlows(request: GetFlowsRequest, signal: AbortSignal): DeliveredFlows;
  /** Aborts when the service is closed. Streams of other kinds end with it. */
  readonly closing: AbortSignal;
}

/** Returns the service. Closing it ends every answer that is still running, cleanly. */
export function createObserverService(options: ObserverServiceOptions): ObserverService {
  const { store, clock, nodeName, version } = options;
  const startedMs = clock.monotonicMs();
  const identity = { nodeName, version, versionText: `observed v${version}` };
  const closing = new AbortController();
  const uptimeNs = () => BigInt(Math.round((clock.monotonicMs() - startedMs) * 1e6));
  const inputs = {
    sources: options.sources ?? (() => []),
    modes: options.modes ?? (() => []),
    warnings: options.warnings ?? (() => []),
    bootId: options.bootId ?? '',
  };

  const deliverFlows = (request: GetFlowsRequest, signal: AbortSignal): DeliveredFlows => {
    const query = compileFlowQuery(request);
    const header = answerHeaderOf(store, inputs.modes(), version);
    const ending = AbortSignal.any([signal, closing.signal]);
    return { header, batches: streamFlows({ store, query, nodeName, signal: ending }) };
  };

  return {
    identity,
    closing: closing.signal,
    deliverFlows,
    getFlows: (request, call) => answer(() => deliverFlows(request, call?.signal ?? closing.signal)),
    serverStatus: async () => serverStatusOf(store, identity, uptimeNs()),
    getNodes: async () => nodesOf(store, identity, { now: clock.now(), uptimeNs: uptimeNs() }),
    getNamespaces: async () => ({ namespaces: store.namespaces() }),
    observedStatus: async () => observedStatusOf(store, identity, inputs),
    close: async () => closing.abort(),
  };
}

/** Returns the answer as other observers give it: errors come out of the header and of the iteration. */
function answer(start: () => DeliveredFlows): FlowAnswer {
  const started = (async () => start())();
  const header = started.then((flows) => flows.header);
  // Whoever iterates sees the error there; nobody has to look at the header.
  header.catch(() => {});
  return {
    header,
    async *[Symbol.asyncIterator]() {
      for await (const batch of (await started).batches) yield batch.map(({ response }) => response);
    },
  };
}
