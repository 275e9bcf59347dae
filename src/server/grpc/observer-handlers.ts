/** `observer.Observer` over the service. */

import type { handleServerStreamingCall, handleUnaryCall, Metadata, sendUnaryData, Server } from '@grpc/grpc-js';
import { answerHeaderKey, encodeAnswerHeader } from '../../flow/answer-header.ts';
import { cursorWishKey } from '../../flow/codec/stream-cursor.ts';
import type { MessageAnswer } from '../../flow/event-observer.ts';
import type { AnswerHeader, CallOptions } from '../../flow/observer.ts';
import type { GetFlowsRequest, GetNodesResponse } from '../../flow/messages.ts';
import { observedMethods, observerMethods } from '../../flow/rpc-methods.ts';
import type { ObserverService } from '../observer/observer-service.ts';
import { encodedMethod, messageMethod } from './method-definition.ts';
import { tlsOf, type OwnPeer } from './own-peer.ts';
import { statusOf } from './rpc-status.ts';
import { serverMetadata } from './server-metadata.ts';
import { writeEncoded, type StreamCalls } from './stream-call.ts';

/** What the handlers answer from. */
export interface ObserverBackend {
  readonly service: ObserverService;
  readonly streams: StreamCalls;
  readonly own: OwnPeer;
}

/** Registers Hubble's service and our own on `server`. */
export function addObserver(server: Server, { service, streams, own }: ObserverBackend): void {
  server.addService(
    {
      getFlows: encodedMethod(observerMethods.getFlows),
      getAgentEvents: messageMethod(observerMethods.getAgentEvents),
      getDebugEvents: messageMethod(observerMethods.getDebugEvents),
      getNodes: messageMethod(observerMethods.getNodes),
      getNamespaces: messageMethod(observerMethods.getNamespaces),
      serverStatus: messageMethod(observerMethods.serverStatus),
      getStatus: messageMethod(observedMethods.getStatus),
    },
    {
      getFlows: flowsHandler(service, streams),
      getAgentEvents: eventsHandler((request, call) => service.getAgentEvents(request, call), streams),
      getDebugEvents: eventsHandler((request, call) => service.getDebugEvents(request, call), streams),
      getNodes: unaryHandler(async () => withAddress(await service.getNodes(), own)),
      getNamespaces: unaryHandler(() => service.getNamespaces()),
      serverStatus: unaryHandler(() => service.serverStatus()),
      getStatus: unaryHandler(() => service.observedStatus()),
    },
  );
}

/** Whichever node a flow came from, it is this server that has to be asked for it. */
function withAddress({ nodes = [] }: GetNodesResponse, own: OwnPeer): GetNodesResponse {
  const tls = tlsOf(own);
  const reachedBy = {
    address: own.address(),
    ...(tls === undefined ? {} : { tls: { enabled: true, server_name: tls.server_name } }),
  };
  return { nodes: nodes.map((node) => ({ ...node, ...reachedBy })) };
}

function flowsMetadata(header: AnswerHeader): Metadata {
  const metadata = serverMetadata();
  metadata.set(answerHeaderKey, encodeAnswerHeader(header));
  return metadata;
}

function flowsHandler(
  service: ObserverService,
  streams: StreamCalls,
): handleServerStreamingCall<GetFlowsRequest, Uint8Array> {
  return (call) => {
    void streams.answer(call, async (answer) => {
      const { gone, sendMetadata } = answer;
      const resumable = call.metadata.get(cursorWishKey).length > 0;
      const { header, batches } = await service.deliverFlows(call.request, gone, { resumable });
      sendMetadata(flowsMetadata(header));
      for await (const batch of batches) {
        if (!(await writeEncoded(call, answer, batch))) return;
      }
    });
  };
}

function eventsHandler<Req, Res>(
  ask: (request: Req, options: CallOptions) => MessageAnswer<Res>,
  streams: StreamCalls,
): handleServerStreamingCall<Req, Res> {
  return (call) => {
    void streams.answer(call, async ({ gone, sendMetadata, write }) => {
      sendMetadata(serverMetadata());
      for await (const batch of ask(call.request, { signal: gone })) {
        for (const event of batch) {
          if (gone.aborted) return;
          await write(event);
        }
      }
    });
  };
}

function unaryHandler<Req, Res>(answer: () => Promise<Res>): handleUnaryCall<Req, Res> {
  return (call, callback) => {
    call.sendMetadata(serverMetadata());
    void respond(answer, callback);
  };
}

async function respond<Res>(answer: () => Promise<Res>, callback: sendUnaryData<Res>): Promise<void> {
  let response: Res;
  try {
    response = await answer();
  } catch (error) {
    callback(statusOf(error));
    return;
  }
  callback(null, response);
}
