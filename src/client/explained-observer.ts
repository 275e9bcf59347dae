/** An observer whose errors are explained before they are thrown. */

import type { MessageAnswer } from '../flow/event-observer.ts';
import type { FlowAnswer } from '../flow/observer.ts';
import type { GrpcObserver } from './grpc-observer.ts';

/** Returns the error to throw for another. */
export type Explain = (error: unknown) => Promise<unknown>;

async function* explainedBatches<Message>(
  answer: MessageAnswer<Message>,
  explain: Explain,
): AsyncGenerator<readonly Message[]> {
  try {
    yield* answer;
  } catch (error) {
    throw await explain(error);
  }
}

async function explained<Value>(work: Promise<Value>, explain: Explain): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    throw await explain(error);
  }
}

function explainedAnswer<Item>(
  answer: { readonly header: FlowAnswer['header'] } & AsyncIterable<readonly Item[]>,
  explain: Explain,
) {
  const header = explained(answer.header, explain);
  // Whoever iterates sees the error there; nobody has to look at the header.
  header.catch(() => {});
  return { header, [Symbol.asyncIterator]: () => explainedBatches(answer, explain) };
}

/** Returns `observer`, throwing what `explain` makes of each error. */
export function explainFailures(observer: GrpcObserver, explain: Explain): GrpcObserver {
  return {
    address: observer.address,
    getFlows: (request, call) => explainedAnswer(observer.getFlows(request, call), explain),
    getEncodedFlows: (request, call) => explainedAnswer(observer.getEncodedFlows(request, call), explain),
    getAgentEvents: (request, call) => explainedBatches(observer.getAgentEvents(request, call), explain),
    getDebugEvents: (request, call) => explainedBatches(observer.getDebugEvents(request, call), explain),
    watchPeers: (call) => explainedBatches(observer.watchPeers(call), explain),
    serverStatus: (call) => explained(observer.serverStatus(call), explain),
    getNodes: (call) => explained(observer.getNodes(call), explain),
    getNamespaces: (call) => explained(observer.getNamespaces(call), explain),
    observedStatus: (call) => explained(observer.observedStatus(call), explain),
    health: (call) => explained(observer.health(call), explain),
    close: () => observer.close(),
  };
}
