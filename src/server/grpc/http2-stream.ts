/**
 * The one place that reaches under grpc-js: the HTTP/2 stream of a call.
 *
 * grpc-js writes every message by itself and gives it a trip through its interceptors, a callback and an HTTP/2 write; that is some 10 µs
 * each, ten times what the transport needs when many messages go out in one write. It has no public way to write more than one,
 * but its call holds the stream in a property, and an interceptor sees the call. What is read there is checked, so that another
 * release of grpc-js costs speed and nothing else.
 */

import { Duplex } from 'node:stream';
import { ServerInterceptingCall, type Metadata, type ServerInterceptor } from '@grpc/grpc-js';

/** What of a `ServerHttp2Stream` is used. */
export interface AnswerStream extends Duplex {
  /** True once the header of the answer is on its way: what is written from then on are messages. */
  readonly headersSent: boolean;
  /** The header of the answer. */
  readonly sentHeaders: Readonly<Record<string, unknown>> | undefined;
}

/** By the metadata of the request, which is the one object that both an interceptor and the handler of a call are given. */
const streams = new WeakMap<Metadata, AnswerStream>();

/** Keeps the HTTP/2 stream of each call that answers with a stream. Must be the first interceptor: later ones see a wrapped call. */
export const keepHttp2Stream: ServerInterceptor = ({ responseStream }, call) => {
  const stream: unknown = Reflect.get(call, 'stream');
  if (!responseStream || !isAnswerStream(stream)) return new ServerInterceptingCall(call);
  return new ServerInterceptingCall(call, {
    start: (next) =>
      next({
        onReceiveMetadata(metadata, nextMetadata) {
          streams.set(metadata, stream);
          nextMetadata(metadata);
        },
      }),
  });
};

/**
 * Returns the stream to which the messages of a call may be written as frames of gRPC, once its header was sent; undefined where it is not known
 * or where messages would have to be compressed: they then go through grpc-js.
 */
export function http2StreamOf(call: { readonly metadata: Metadata }): AnswerStream | undefined {
  const stream = streams.get(call.metadata);
  if (stream === undefined || !stream.headersSent) return undefined;
  const encoding = stream.sentHeaders?.['grpc-encoding'] ?? 'identity';
  return encoding === 'identity' ? stream : undefined;
}

function isAnswerStream(value: unknown): value is AnswerStream {
  return value instanceof Duplex && 'headersSent' in value && 'sentHeaders' in value && 'respond' in value;
}
