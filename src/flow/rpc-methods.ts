/** The gRPC methods that server and client speak: paths and message names, no transport. */

import type { MessageName } from './codec/message-types.ts';

/** One method: its path and the names of its messages. `streams` tells whether it answers with a stream. */
export interface RpcMethod<Request extends MessageName, Response extends MessageName> {
  readonly path: string;
  readonly request: Request;
  readonly response: Response;
  readonly streams: boolean;
}

function unary<Request extends MessageName, Response extends MessageName>(
  path: string,
  request: Request,
  response: Response,
): RpcMethod<Request, Response> {
  return { path, request, response, streams: false };
}

function streaming<Request extends MessageName, Response extends MessageName>(
  path: string,
  request: Request,
  response: Response,
): RpcMethod<Request, Response> {
  return { path, request, response, streams: true };
}

/** Methods of `observer.Observer`, Hubble's own service. */
export const observerMethods = {
  getFlows: streaming('/observer.Observer/GetFlows', 'observer.GetFlowsRequest', 'observer.GetFlowsResponse'),
  getAgentEvents: streaming(
    '/observer.Observer/GetAgentEvents',
    'observer.GetAgentEventsRequest',
    'observer.GetAgentEventsResponse',
  ),
  getDebugEvents: streaming(
    '/observer.Observer/GetDebugEvents',
    'observer.GetDebugEventsRequest',
    'observer.GetDebugEventsResponse',
  ),
  getNodes: unary('/observer.Observer/GetNodes', 'observer.GetNodesRequest', 'observer.GetNodesResponse'),
  getNamespaces: unary(
    '/observer.Observer/GetNamespaces',
    'observer.GetNamespacesRequest',
    'observer.GetNamespacesResponse',
  ),
  serverStatus: unary(
    '/observer.Observer/ServerStatus',
    'observer.ServerStatusRequest',
    'observer.ServerStatusResponse',
  ),
} as const;

/** Methods of `peer.Peer`. */
export const peerMethods = {
  notify: streaming('/peer.Peer/Notify', 'peer.NotifyRequest', 'peer.ChangeNotification'),
} as const;

/** Methods of our own read-only service. */
export const observedMethods = {
  getStatus: unary('/observed.v1.Observed/GetStatus', 'observed.v1.GetStatusRequest', 'observed.v1.GetStatusResponse'),
} as const;

/** The name the `hubble` CLI asks the health service for. */
export const hubbleHealthService = 'hubble.server.Observer';
