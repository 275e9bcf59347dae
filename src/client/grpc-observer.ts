/** A server far away, or on the other side of a socket, as an Observer. */

import type { MessageName, MessageTypes } from '../flow/codec/message-types.ts';
import type { CallOptions, Observer } from '../flow/observer.ts';
import { hubbleHealthService, observedMethods, observerMethods, type RpcMethod } from '../flow/rpc-methods.ts';
import { systemClock, type Clock } from '../base/clock.ts';
import { CancelledError } from '../base/errors.ts';
import { callError, isCancelled, isUnimplemented } from './call-errors.ts';
import { openChannel } from './channel.ts';
import { defaultRequestTimeoutMs } from './defaults.ts';
import { flowAnswer } from './flow-answer.ts';
import { decodeHealthResponse, encodeHealthRequest, healthCheckPath, type ServingStatus } from './health-check.ts';
import { parseTarget } from './target.ts';

/** Options of the client. */
export interface GrpcObserverOptions {
  /** `unix:///path`, `host:port` or `tls://host:port`. */
  readonly target: string;
  /** Version of the program, for `user-agent`. Default: none is told. */
  readonly version?: string;
  /** Milliseconds for a call that is no stream. Default 12,000, as Hubble's. */
  readonly requestTimeoutMs?: number;
  /** For deadlines. Default: the clock of the machine. */
  readonly clock?: Clock;
}

/** The observer on a server, and the health check that `status` starts with. */
export interface GrpcObserver extends Observer {
  /** The target as the user wrote it. */
  readonly address: string;
  /** Returns what the server says of `hubble.server.Observer`. Rejects as the other methods do. */
  health(options?: CallOptions): Promise<ServingStatus>;
}

/**
 * Returns an observer over gRPC. It connects on its first call; `close` ends its connection. Throws UsageError for a
 * target that is none. Calls reject with ConnectError, RpcError, or CancelledError when the signal aborted a unary call.
 */
export function createGrpcObserver(options: GrpcObserverOptions): GrpcObserver {
  const target = parseTarget(options.target);
  const address = target.text;
  const userAgent = options.version === undefined ? 'observe' : `observe/${options.version}`;
  const channel = openChannel({
    target,
    userAgent,
    requestTimeoutMs: options.requestTimeoutMs ?? defaultRequestTimeoutMs,
    clock: options.clock ?? systemClock(),
  });

  const ask = <Req extends MessageName, Res extends MessageName>(
    method: RpcMethod<Req, Res>,
    request: MessageTypes[Req],
    call?: CallOptions,
  ): Promise<MessageTypes[Res]> => channel.unary(method, request, call?.signal);
  const fail = (error: unknown): never => {
    if (isCancelled(error)) throw new CancelledError('the call was cancelled', { code: 'cancelled', cause: error });
    throw callError(error, address);
  };

  return {
    address,
    getFlows: (request, call) =>
      flowAnswer({ stream: channel.stream(observerMethods.getFlows, request), address, signal: call?.signal }),
    serverStatus: (call) => ask(observerMethods.serverStatus, {}, call).catch(fail),
    getNodes: (call) => ask(observerMethods.getNodes, {}, call).catch(fail),
    getNamespaces: (call) => ask(observerMethods.getNamespaces, {}, call).catch(fail),
    observedStatus: (call) =>
      ask(observedMethods.getStatus, {}, call).catch((error: unknown) =>
        isUnimplemented(error) ? undefined : fail(error),
      ),
    health: (call) =>
      channel
        .unaryBytes(healthCheckPath, encodeHealthRequest(hubbleHealthService), call?.signal)
        .then(decodeHealthResponse, fail),
    close: async () => channel.close(),
  };
}
