/** `observer.Observer` over the service. */

import {
  Metadata,
  type handleServerStreamingCall,
  type handleUnaryCall,
  type sendUnaryData,
  type Server,
} from '@grpc/grpc-js';
import { aborted } from '../../base/abort.ts';
import { answerHeaderKey, encodeAnswerHeader } from '../../flow/answer-header.ts';
import type { AnswerHeader } from '../../flow/observer.ts';
import type { GetFlowsRequest } from '../../flow/messages.ts';
import { observedMethods, observerMethods } from '../../flow/rpc-methods.ts';
import type { ObserverService } from '../observer/observer-service.ts';
import { checkFirstAndFollow } from '../observer/request-error.ts';
import { hubbleApiVersion } from './defaults.ts';
import { encodedMethod, messageMethod } from './method-definition.ts';
import { statusOf } from './rpc-status.ts';
import type { StreamCalls } from './stream-call.ts';

/** Registers Hubble's service and our own on `server`. */
export function addObserver(server: Server, service: ObserverService, streams: StreamCalls): void {
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
      getAgentEvents: emptyStreamHandler(streams),
      getDebugEvents: emptyStreamHandler(streams),
      getNodes: unaryHandler(() => service.getNodes()),
      getNamespaces: unaryHandler(() => service.getNamespaces()),
      serverStatus: unaryHandler(() => service.serverStatus()),
      getStatus: unaryHandler(() => service.observedStatus()),
    },
  );
}

/** Returns the metadata every answer of `observer.Observer` starts with. */
function serverMetadata(): Metadata {
  const metadata = new Metadata();
  metadata.set('hubble-server-version', hubbleApiVersion);
  return metadata;
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
    void streams.answer(call, async ({ signal, sendMetadata, write }) => {
      const { header, batches } = service.deliverFlows(call.request, signal);
      sendMetadata(flowsMetadata(header));
      for await (const batch of batches) {
        for (const delivery of batch) {
          if (signal.aborted) return;
          await write(delivery.encoded());
        }
      }
    });
  };
}

/**
 * There are no agent or debug events without a Cilium agent: the stream is empty, and stays open for a client that
 * follows.
 */
function emptyStreamHandler(
  streams: StreamCalls,
): handleServerStreamingCall<{ readonly first?: boolean; readonly follow?: boolean }, never> {
  return (call) => {
    void streams.answer(call, async ({ signal, sendMetadata }) => {
      checkFirstAndFollow(call.request);
      sendMetadata(serverMetadata());
      if (call.request.follow) await aborted(signal);
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
