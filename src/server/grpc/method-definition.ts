/** Our methods in the form grpc-js registers them. */

import type { MethodDefinition } from '@grpc/grpc-js';
import type { MessageName, MessageTypes } from '../../flow/codec/message-types.ts';
import { decodeMessage, encodeMessage } from '../../flow/codec/wire.ts';
import type { RpcMethod } from '../../flow/rpc-methods.ts';

/** A method whose handler gives messages. */
export type MessageMethod<Req extends MessageName, Res extends MessageName> = MethodDefinition<
  MessageTypes[Req],
  MessageTypes[Res]
>;

/** Returns the bytes as the Buffer grpc-js asks for, without copying. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Returns the definition of `method`: messages are encoded as they are written. */
export function messageMethod<Req extends MessageName, Res extends MessageName>(
  method: RpcMethod<Req, Res>,
): MessageMethod<Req, Res> {
  return {
    ...requestSide(method),
    responseSerialize: (value) => asBuffer(encodeMessage(method.response, value)),
    responseDeserialize: (bytes) => decodeMessage(method.response, bytes),
  };
}

/** Returns the definition of `method` for a handler that writes messages already encoded. */
export function encodedMethod<Req extends MessageName, Res extends MessageName>(
  method: RpcMethod<Req, Res>,
): MethodDefinition<MessageTypes[Req], Uint8Array> {
  return { ...requestSide(method), responseSerialize: asBuffer, responseDeserialize: (bytes) => bytes };
}

function requestSide<Req extends MessageName, Res extends MessageName>(method: RpcMethod<Req, Res>) {
  return {
    path: method.path,
    requestStream: false,
    responseStream: method.streams,
    requestSerialize: (value: MessageTypes[Req]) => asBuffer(encodeMessage(method.request, value)),
    requestDeserialize: (bytes: Buffer) => decodeMessage(method.request, bytes),
  };
}
