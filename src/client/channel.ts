/** One connection to a server, and calls on it. */

import {
  Client,
  Metadata,
  type ChannelOptions,
  type ClientReadableStream,
  type ClientUnaryCall,
  type ServiceError,
} from '@grpc/grpc-js';
import type { Clock } from '../base/clock.ts';
import { timestampToMs } from '../base/time/timestamp.ts';
import type { MessageName, MessageTypes } from '../flow/codec/message-types.ts';
import { decodeMessage, encodeMessage } from '../flow/codec/wire.ts';
import type { RpcMethod } from '../flow/rpc-methods.ts';
import { joinFrames, messagesIn } from './joined-frames.ts';
import type { Security } from './security.ts';
import type { Target } from './target.ts';

/** Bytes a server may send ahead of the reader of a call. */
const windowBytes = 1_048_576;

/** Options of a connection. */
export interface ChannelSettings {
  readonly target: Target;
  readonly security: Pick<Security, 'credentials' | 'authority'>;
  /** Sent as the beginning of `user-agent`, such as `observe/0.1.0`. */
  readonly userAgent: string;
  /** Milliseconds for a unary call. */
  readonly requestTimeoutMs: number;
  /** gRPC deadlines are points of the wall clock. */
  readonly clock: Clock;
}

/** Calls by method. Errors are those of grpc-js. */
export interface Channel {
  unary<Req extends MessageName, Res extends MessageName>(
    method: RpcMethod<Req, Res>,
    request: MessageTypes[Req],
    signal?: AbortSignal,
  ): Promise<MessageTypes[Res]>;
  /** A unary call whose messages are encoded elsewhere. */
  unaryBytes(path: string, request: Uint8Array, signal?: AbortSignal): Promise<Uint8Array>;
  stream<Req extends MessageName, Res extends MessageName>(
    method: RpcMethod<Req, Res>,
    request: MessageTypes[Req],
    headers?: Readonly<Record<string, string>>,
  ): ClientReadableStream<MessageTypes[Res]>;
  /** A call as `stream` makes it whose data events bring all messages that came at once: a list, never empty. */
  streamBatches<Req extends MessageName, Res extends MessageName>(
    method: RpcMethod<Req, Res>,
    request: MessageTypes[Req],
    headers?: Readonly<Record<string, string>>,
  ): ClientReadableStream<readonly MessageTypes[Res][]>;
  /** A call as `streamBatches` makes it whose data events bring a list of one: what came at once, for `visitMessages`. */
  streamEncoded<Req extends MessageName, Res extends MessageName>(
    method: RpcMethod<Req, Res>,
    request: MessageTypes[Req],
    headers?: Readonly<Record<string, string>>,
  ): ClientReadableStream<readonly Uint8Array[]>;
  close(): void;
}

/** A call to be made. */
interface StreamRequest<Req extends MessageName, Res extends MessageName> {
  readonly method: RpcMethod<Req, Res>;
  readonly request: MessageTypes[Req];
  readonly headers: Readonly<Record<string, string>> | undefined;
}

/** Makes a call whose messages come joined; `itemOf` makes an item of those that came at once. */
function joinedStream<Req extends MessageName, Res extends MessageName, Item>(
  client: Client,
  { method, request, headers }: StreamRequest<Req, Res>,
  itemOf: (bytes: Buffer) => Item,
): ClientReadableStream<Item> {
  const stream = client.makeServerStreamRequest(
    method.path,
    (value: MessageTypes[Req]) => asBuffer(encodeMessage(method.request, value)),
    itemOf,
    request,
    metadataOf(headers),
  );
  // The way to the messages is there with the metadata, before the first of them.
  stream.once('metadata', () => joinFrames(stream));
  return stream;
}

/** Returns a channel that connects on its first call. */
export function openChannel(settings: ChannelSettings): Channel {
  const { target, security, requestTimeoutMs, clock } = settings;
  const client = new Client(target.name, security.credentials, channelOptions(settings));

  const unaryBytes = (path: string, request: Uint8Array, signal?: AbortSignal) =>
    new Promise<Uint8Array>((resolve, reject) => {
      const settle = (error: ServiceError | null, value?: Uint8Array) => {
        signal?.removeEventListener('abort', cancel);
        if (error !== null || value === undefined) reject(error ?? new Error('the answer is empty'));
        else resolve(value);
      };
      const deadline = timestampToMs(clock.now()) + requestTimeoutMs;
      const call: ClientUnaryCall = client.makeUnaryRequest(
        path,
        asBuffer,
        asIs,
        request,
        new Metadata(),
        { deadline },
        settle,
      );
      const cancel = () => call.cancel();
      signal?.addEventListener('abort', cancel);
      if (signal?.aborted) cancel();
    });

  return {
    unaryBytes,
    async unary(method, request, signal) {
      const answer = await unaryBytes(method.path, encodeMessage(method.request, request), signal);
      return decodeMessage(method.response, answer);
    },
    stream: (method, request, headers) =>
      client.makeServerStreamRequest(
        method.path,
        (value) => asBuffer(encodeMessage(method.request, value)),
        (bytes) => decodeMessage(method.response, bytes),
        request,
        metadataOf(headers),
      ),
    streamBatches: (method, request, headers) =>
      joinedStream(client, { method, request, headers }, (bytes) =>
        Array.from(messagesIn(bytes), (message) => decodeMessage(method.response, message)),
      ),
    streamEncoded: (method, request, headers) => joinedStream(client, { method, request, headers }, (bytes) => [bytes]),
    close: () => client.close(),
  };
}

function metadataOf(headers: Readonly<Record<string, string>> = {}): Metadata {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(headers)) metadata.set(key, value);
  return metadata;
}

function channelOptions({ target: { local }, userAgent, security: { authority } }: ChannelSettings): ChannelOptions {
  return {
    'grpc.primary_user_agent': userAgent,
    ...(authority === undefined ? {} : { 'grpc.default_authority': authority }),
    // Notices within a minute and a half that the other side has vanished, and stays below the idle limits of proxies.
    'grpc.keepalive_time_ms': 60_000,
    'grpc.keepalive_timeout_ms': 20_000,
    // Node's own 64 KiB make a server wait for every other read of the socket.
    'grpc-node.flow_control_window': windowBytes,
    // A new channel is a new attempt: one that shared a connection would share its waiting after a failure.
    'grpc.use_local_subchannel_pool': 1,
    // Nobody publishes a service config for this; asking DNS for one only takes time.
    'grpc.service_config_disable_resolution': 1,
    'grpc.enable_http_proxy': local ? 0 : 1,
  };
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function asIs(bytes: Buffer): Uint8Array {
  return bytes;
}
