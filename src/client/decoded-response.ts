/** One message of an answer to GetFlows, where it is decoded outside of grpc-js. */

import { RpcError } from '../base/errors.ts';
import { decodeMessage, MalformedMessageError } from '../flow/codec/wire.ts';
import type { GetFlowsResponse } from '../flow/messages.ts';

/** Returns the response `bytes` encode. Throws the RpcError that a message of an answer fails it with when it cannot be decoded. */
export function decodedResponse(bytes: Uint8Array): GetFlowsResponse {
  try {
    return decodeMessage('observer.GetFlowsResponse', bytes);
  } catch (error) {
    throw error instanceof MalformedMessageError ? unreadableMessage(error) : error;
  }
}

/** Returns the error for a message of an answer that cannot be decoded: what grpc-js makes of it where it decodes itself. */
function unreadableMessage(cause: Error): RpcError {
  const name = 'Internal';
  return new RpcError(`rpc error: code = ${name} desc = Response message parsing error: ${cause.message}`, {
    code: 'rpc/status',
    cause,
    details: { status: name },
  });
}
