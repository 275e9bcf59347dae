/** A server far away, or on the other side of a socket, as an Observer. */

import type { MessageName, MessageTypes } from '../flow/codec/message-types.ts';
import { cursorWishKey } from '../flow/codec/stream-cursor.ts';
import type { EventObserver } from '../flow/event-observer.ts';
import type { GetFlowsRequest } from '../flow/messages.ts';
import type { AnswerHeader, CallOptions, Observer } from '../flow/observer.ts';
import { hubbleHealthService, observedMethods, observerMethods, type RpcMethod } from '../flow/rpc-methods.ts';
import { systemClock, type Clock } from '../base/clock.ts';
import { CancelledError } from '../base/errors.ts';
import { callError, isCancelled, isUnimplemented } from './call-errors.ts';
import { openChannel } from './channel.ts';
import { defaultDialTimeoutMs, defaultRequestTimeoutMs, pauseAbovePieces } from './defaults.ts';
import { eventCalls } from './event-calls.ts';
import { explainFailures } from './explained-observer.ts';
import { flowAnswer } from './flow-answer.ts';
import { decodeHealthResponse, encodeHealthRequest, healthCheckPath, type ServingStatus } from './health-check.ts';
import { openSecurity, type BasicAuth } from './security.ts';
import { parseTarget } from './target.ts';
import type { TlsSettings } from './tls-settings.ts';

/** Options of the client. */
export interface GrpcObserverOptions {
  /** `unix:///path`, `host:port` or `tls://host:port`. */
  readonly target: string;
  /** How messages name the server. Default: the target. */
  readonly name?: string | undefined;
  /** Version of the program, for `user-agent`. Default: none is told. */
  readonly version?: string;
  /** Milliseconds for a call that is no stream. Default 12,000, as Hubble's. */
  readonly requestTimeoutMs?: number;
  /** Default: TLS for `tls://` addresses alone, with what the machine trusts. */
  readonly tls?: TlsSettings | undefined;
  /** Needs TLS. */
  readonly basicAuth?: BasicAuth | undefined;
  /** Milliseconds for a TLS handshake. Default 5000. */
  readonly dialTimeoutMs?: number;
  /** For deadlines and the validity of certificates. Default: the clock of the machine. */
  readonly clock?: Clock;
}

/**
 * The answer to GetFlows as it came: iterating yields pieces in the order of the stream, each some encoded responses, which
 * `visitMessages` finds.
 */
export interface EncodedFlowAnswer extends AsyncIterable<readonly Uint8Array[]> {
  /** As that of a FlowAnswer. */
  readonly header: Promise<AnswerHeader>;
}

/** The observer on a server, with its events and peers, and the health check that `status` starts with. */
export interface GrpcObserver extends Observer, EventObserver {
  /** The target as the user wrote it, or the name it was given. */
  readonly address: string;
  /** GetFlows for whoever prints the messages without decoding them. */
  getEncodedFlows(request: GetFlowsRequest, options?: Pick<CallOptions, 'signal'>): EncodedFlowAnswer;
  /** Returns what the server says of `hubble.server.Observer`. Rejects as the other methods do. */
  health(options?: CallOptions): Promise<ServingStatus>;
}

/**
 * Returns an observer over gRPC. It connects on its first call; `close` ends its connection. Throws UsageError for a
 * target that is none, for a file of TLS that cannot be used and for a password without TLS. Calls reject with ConnectError, RpcError, or CancelledError when the signal aborted a unary call.
 */
export function createGrpcObserver(options: GrpcObserverOptions): GrpcObserver {
  const target = parseTarget(options.target);
  const address = options.name ?? target.text;
  const userAgent = options.version === undefined ? 'observe' : `observe/${options.version}`;
  const { tls, basicAuth, clock = systemClock(), dialTimeoutMs: timeoutMs = defaultDialTimeoutMs } = options;
  const security = openSecurity({ target, address, tls, basicAuth, timeoutMs, clock });
  const requestTimeoutMs = options.requestTimeoutMs ?? defaultRequestTimeoutMs;
  const channel = openChannel({ target, security, userAgent, requestTimeoutMs, clock });

  const ask = <Req extends MessageName, Res extends MessageName>(
    method: RpcMethod<Req, Res>,
    request: MessageTypes[Req],
    call?: CallOptions,
  ): Promise<MessageTypes[Res]> => channel.unary(method, request, call?.signal);
  const fail = (error: unknown): never => {
    if (isCancelled(error)) throw new CancelledError('the call was cancelled', { code: 'cancelled', cause: error });
    throw callError(error, address);
  };

  const observer: GrpcObserver = {
    ...eventCalls(channel, address),
    address,
    getFlows: (request, call) =>
      flowAnswer({
        stream: channel.streamBatches(
          observerMethods.getFlows,
          request,
          call?.resumable ? { [cursorWishKey]: '1' } : {},
        ),
        address,
        signal: call?.signal,
        resumable: call?.resumable === true,
      }),
    getEncodedFlows: (request, call) =>
      flowAnswer<Uint8Array>({
        stream: channel.streamEncoded(observerMethods.getFlows, request),
        address,
        signal: call?.signal,
        pauseAbove: pauseAbovePieces,
      }),
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
  return explainFailures(observer, security.explain);
}
