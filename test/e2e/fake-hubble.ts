/** A Hubble server that gives recorded answers and remembers what it was asked. */

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { Server, ServerCredentials, status, type ServerUnaryCall, type ServerWritableStream } from '@grpc/grpc-js';

import { messageFromJson } from '../../src/flow/codec/json.ts';
import type { MessageName, MessageTypes } from '../../src/flow/codec/message-types.ts';
import { decodeMessage, encodeMessage } from '../../src/flow/codec/wire.ts';
import type { GetFlowsRequest } from '../../src/flow/messages.ts';
import { observerMethods, peerMethods, type RpcMethod } from '../../src/flow/rpc-methods.ts';

/** Where the recorded cases are. */
const recordedFolder = resolve(import.meta.dirname, '../fixtures/conformance/hubble');

/** Reads one of the recorded files. */
export function readRecorded(file: string): unknown {
  return JSON.parse(readFileSync(join(recordedFolder, file), 'utf8'));
}

const fixture = readRecorded('server-fixture.json') as Readonly<Record<string, unknown>>;

/** The address the recorded server had. */
export const recordedAddress = String(fixture['address']);

function answersFor<N extends MessageName>(name: N, key: string): readonly MessageTypes[N][] {
  const value = fixture[key] ?? [];
  return (Array.isArray(value) ? value : [value]).map((one) => {
    const result = messageFromJson(name, JSON.stringify(one));
    if (!result.ok) throw new Error(result.message);
    return result.value;
  });
}

function definition<Req extends MessageName, Res extends MessageName>(method: RpcMethod<Req, Res>) {
  return {
    path: method.path,
    requestStream: false,
    responseStream: method.streams,
    requestSerialize: (value: MessageTypes[Req]) => Buffer.from(encodeMessage(method.request, value)),
    requestDeserialize: (bytes: Buffer) => decodeMessage(method.request, bytes),
    responseSerialize: (value: MessageTypes[Res]) => Buffer.from(encodeMessage(method.response, value)),
    responseDeserialize: (bytes: Buffer) => decodeMessage(method.response, bytes),
  };
}

const bytes = (value: Buffer): Buffer => value;
const healthDefinition = {
  path: '/grpc.health.v1.Health/Check',
  requestStream: false,
  responseStream: false,
  requestSerialize: bytes,
  requestDeserialize: bytes,
  responseSerialize: bytes,
  responseDeserialize: bytes,
};

/** A field 1 of text: the request for the health of Hubble's observer, and for no other. */
const observerHealth = Buffer.concat([Buffer.of(0x0a, 22), Buffer.from('hubble.server.Observer')]);
/** A field 1 of 1: SERVING. */
const serving = Buffer.of(0x08, 0x01);

/** The server and what it was asked. */
export interface FakeHubble extends AsyncDisposable {
  readonly address: string;
  readonly flowRequests: readonly GetFlowsRequest[];
  readonly eventRequests: readonly object[];
}

type StreamCall = ServerWritableStream<object, unknown>;
type UnaryAnswer = (error: object | null, value?: unknown) => void;

const one = (answer: unknown) => (_call: ServerUnaryCall<object, unknown>, done: UnaryAnswer) => done(null, answer);

/** Starts the server on a free port. A follower's stream stays open, any other ends. */
export async function startFakeHubble(): Promise<FakeHubble> {
  const flowRequests: GetFlowsRequest[] = [];
  const eventRequests: object[] = [];
  const many = (answers: readonly unknown[]) => (call: StreamCall) => {
    eventRequests.push(call.request);
    for (const answer of answers) call.write(answer);
    call.end();
  };
  const server = new Server();
  server.addService(
    {
      getFlows: definition(observerMethods.getFlows),
      getAgentEvents: definition(observerMethods.getAgentEvents),
      getDebugEvents: definition(observerMethods.getDebugEvents),
      getNodes: definition(observerMethods.getNodes),
      getNamespaces: definition(observerMethods.getNamespaces),
      serverStatus: definition(observerMethods.serverStatus),
      notify: definition(peerMethods.notify),
      check: healthDefinition,
    },
    {
      getFlows: (call: ServerWritableStream<GetFlowsRequest, unknown>) => {
        flowRequests.push(call.request);
        if (call.request.follow !== true) call.end();
      },
      getAgentEvents: many(answersFor('observer.GetAgentEventsResponse', 'GetAgentEvents')),
      getDebugEvents: many(answersFor('observer.GetDebugEventsResponse', 'GetDebugEvents')),
      getNodes: one(answersFor('observer.GetNodesResponse', 'GetNodes')[0]),
      getNamespaces: one(answersFor('observer.GetNamespacesResponse', 'GetNamespaces')[0]),
      serverStatus: one(answersFor('observer.ServerStatusResponse', 'ServerStatus')[0]),
      notify: many(answersFor('peer.ChangeNotification', 'Notify')),
      check: (call: ServerUnaryCall<Buffer, Buffer>, done: UnaryAnswer) =>
        call.request.equals(observerHealth)
          ? done(null, serving)
          : done({ code: status.NOT_FOUND, details: 'unknown service' }),
    },
  );
  const port = await new Promise<number>((bound, failed) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, at) =>
      error === null ? bound(at) : failed(error),
    );
  });
  return {
    address: `127.0.0.1:${port}`,
    flowRequests,
    eventRequests,
    [Symbol.asyncDispose]: async () => server.forceShutdown(),
  };
}
