/** A server that gives prepared streams, one after another. */

import { ConnectError } from '../../../src/base/errors.ts';
import type { CallOptions, AnswerHeader, Observer } from '../../../src/flow/observer.ts';
import type { GetFlowsRequest, GetFlowsResponse, ServerStatusResponse } from '../../../src/flow/messages.ts';

/** A stream: what comes, and how it ends. */
export interface PreparedStream {
  readonly responses?: readonly GetFlowsResponse[];
  readonly header?: AnswerHeader;
  /** `open`: nothing more comes until the reader leaves. */
  readonly end: 'open' | 'clean' | Error;
}

/** The connection broke. */
export function broken(): ConnectError {
  return new ConnectError('lost the connection to node:4245: connection reset', { code: 'connect/unavailable' });
}

/** A server that remembers what it was asked. */
export interface FakeServer {
  readonly requests: GetFlowsRequest[];
  readonly calls: (CallOptions | undefined)[];
  /** Connections made, and those of them that were closed. */
  connections: number;
  closed: number;
  /** Returns a new connection. */
  readonly connect: () => Observer;
}

/** What a server is made of. Each question for its status takes one of `statuses`; then they are all empty. */
export interface FakeServerOptions {
  readonly streams: readonly PreparedStream[];
  readonly statuses?: readonly (ServerStatusResponse | Error)[];
}

/** Resolves when `signal` aborts. */
export function untilAborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) resolve();
    signal?.addEventListener('abort', () => resolve(), { once: true });
  });
}

async function* batchesOf(stream: PreparedStream, signal: AbortSignal | undefined) {
  for (const response of stream.responses ?? []) {
    await Promise.resolve();
    yield [response];
  }
  if (stream.end === 'open') await untilAborted(signal);
  else if (stream.end instanceof Error) throw stream.end;
}

/** Starts a server. A stream that was not prepared stays open and empty. */
export function fakeServer({ streams, statuses = [] }: FakeServerOptions): FakeServer {
  const prepared = [...streams];
  const status = [...statuses];
  const server: FakeServer = {
    requests: [],
    calls: [],
    connections: 0,
    closed: 0,
    connect: () => {
      server.connections += 1;
      return {
        getFlows: (request, call) => {
          server.requests.push(request);
          server.calls.push(call);
          const stream = prepared.shift() ?? { end: 'open' };
          const fails = stream.end instanceof Error && (stream.responses ?? []).length === 0 && !stream.header;
          const header = fails ? Promise.reject(stream.end) : Promise.resolve(stream.header ?? {});
          header.catch(() => undefined);
          return { header, [Symbol.asyncIterator]: () => batchesOf(stream, call?.signal) };
        },
        serverStatus: async () => {
          const answer = status.shift() ?? {};
          if (answer instanceof Error) throw answer;
          return answer;
        },
        getNodes: async () => ({}),
        getNamespaces: async () => ({}),
        observedStatus: async () => undefined,
        close: async () => void (server.closed += 1),
      };
    },
  };
  return server;
}
