/** Hubble's observer over a store, without a transport. */

import type { Clock } from '../../base/clock.ts';
import { resumePlaceIn } from '../../flow/codec/stream-cursor.ts';
import type { EventObserver } from '../../flow/event-observer.ts';
import type { GetFlowsRequest } from '../../flow/messages.ts';
import type { ModeStatus, SourceStatus } from '../../flow/observed-status.ts';
import type { AnswerHeader, FlowAnswer, Observer } from '../../flow/observer.ts';
import { createEventLogs, type EventLogs } from '../../store/event-log.ts';
import type { FlowStore } from '../../store/flow-store.ts';
import type { StorePosition } from '../../store/position.ts';
import { answerHeaderOf } from './answer-header.ts';
import { streamEvents } from './event-stream.ts';
import type { FlowDelivery } from './flow-delivery.ts';
import { compileFlowQuery } from './flow-query.ts';
import { streamFlows, type StreamResumption } from './flow-stream.ts';
import { nodesOf, observedStatusOf, serverStatusOf, type ServerIdentity } from './status.ts';
import { newRunId, placeOf } from './stream-cursor.ts';

/** Options of the service. */
export interface ObserverServiceOptions {
  readonly store: FlowStore;
  /** Agent and debug events; absent: there are none. */
  readonly events?: EventLogs;
  readonly clock: Clock;
  /** Name of this node as `<cluster>/<node>`. */
  readonly nodeName: string;
  /** Version of the program, such as `0.1.0`. */
  readonly version: string;
  /** Counts of every source; absent: none. */
  readonly sources?: () => readonly SourceStatus[];
  /** Drop action overrides in force; absent: none. */
  readonly modes?: () => readonly ModeStatus[];
  /** Whether a verdict held, or one to come, may rest on an assumed mode; absent: whenever one of `modes` is assumed. */
  readonly mayRestOnAssumption?: () => boolean;
  /** Warnings for people, one sentence each; absent: none. */
  readonly warnings?: () => readonly string[];
  /** Boot id of the machine, if known. */
  readonly bootId?: string;
  /** Keeps to every field mask, those of a stock client that leave out what it prints among them. Default false. */
  readonly strictFieldMask?: boolean;
}

/** An answer whose messages know their encoding. */
interface DeliveredFlows {
  readonly header: AnswerHeader;
  /** Ends when `signal` aborts, and with all that is held when the service is closed; may be iterated once. */
  readonly batches: AsyncIterable<readonly FlowDelivery[]>;
}

/** What a client asks for beside its request. */
export interface DeliveryOptions {
  /** It may come back for the rest of a broken stream: cursors go among the flows. */
  readonly resumable?: boolean;
}

/** The service: the Observer interface, and what a transport needs besides. */
export interface ObserverService extends Observer, Pick<EventObserver, 'getAgentEvents' | 'getDebugEvents'> {
  readonly identity: ServerIdentity;
  /**
   * Starts an answer. Rejects with a UsageError for filters or a field mask that cannot be compiled, an RpcError for `first`
   * with `follow`.
   */
  deliverFlows(request: GetFlowsRequest, signal: AbortSignal, options?: DeliveryOptions): Promise<DeliveredFlows>;
  /** Aborts when the service is closed. Streams of other kinds end with it. */
  readonly closing: AbortSignal;
}

/** Returns the service. Closing it ends every answer that is still running, cleanly. */
export function createObserverService(options: ObserverServiceOptions): ObserverService {
  const { store, clock, nodeName, version, strictFieldMask = false, events = createEventLogs() } = options;
  const startedMs = clock.monotonicMs();
  const identity = { nodeName, version, versionText: `observed v${version}` };
  const runId = newRunId();
  const closing = new AbortController();
  const never = new AbortController().signal;
  const uptimeNs = () => BigInt(Math.round((clock.monotonicMs() - startedMs) * 1e6));
  const inputs = {
    sources: options.sources ?? (() => []),
    modes: options.modes ?? (() => []),
    warnings: options.warnings ?? (() => []),
    bootId: options.bootId ?? '',
  };

  const deliverFlows: ObserverService['deliverFlows'] = async (request, signal, delivery) => {
    const resuming = delivery?.resumable === true ? resumptionOf(request, runId, store.head()) : undefined;
    const compiled = await compileFlowQuery(request, { strictFieldMask, resumable: resuming !== undefined });
    // What a stream resumes after says more exactly where to start than the time it names for other servers.
    const query = resuming?.after === undefined ? compiled : { ...compiled, since: undefined };
    const header = answerHeaderOf(store, options.mayRestOnAssumption?.() === false ? [] : inputs.modes(), version);
    return { header, batches: streamFlows({ store, query, nodeName, signal, closing: closing.signal, resuming }) };
  };

  return {
    identity,
    closing: closing.signal,
    deliverFlows,
    getFlows: (request, call) => answer(() => deliverFlows(request, call?.signal ?? never, call)),
    getAgentEvents: (request, call) =>
      streamEvents({ log: events.agent, request, signal: call?.signal ?? never, closing: closing.signal }),
    getDebugEvents: (request, call) =>
      streamEvents({ log: events.debug, request, signal: call?.signal ?? never, closing: closing.signal }),
    serverStatus: async () => serverStatusOf(store, identity, uptimeNs()),
    getNodes: async () => nodesOf(store, identity, { now: clock.now(), uptimeNs: uptimeNs() }),
    getNamespaces: async () => ({ namespaces: store.namespaces() }),
    observedStatus: async () => observedStatusOf(store, identity, inputs),
    close: async () => closing.abort(),
  };
}

function resumptionOf(request: GetFlowsRequest, runId: string, head: StorePosition): StreamResumption {
  const place = resumePlaceIn(request);
  return { runId, after: place && placeOf(place, runId, head) };
}

/** Returns the answer as other observers give it: errors come out of the header and of the iteration. */
function answer(start: () => Promise<DeliveredFlows>): FlowAnswer {
  const started = start();
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
