/** How a place in a server's stream travels: to the client among the flows, back to the server in its request. */

import type { Any } from '../any.ts';
import type { GetFlowsRequest, GetFlowsResponse } from '../messages.ts';
import type { FlowsRequestExtension, StreamCursor } from './message-types.ts';
import { decodeMessage, encodeMessage, MalformedMessageError } from './wire.ts';

/**
 * Metadata key by which a client asks for cursors. It is no field of the request: what a client of ours asks for first
 * is then, byte for byte, what one of Hubble asks for.
 */
export const cursorWishKey = 'x-observed-cursor';

const cursorName = 'observed.v1.StreamCursor';
const wishName = 'observed.v1.FlowsRequestExtension';

/** Returns the message that carries `cursor`: a flow with nothing but the cursor in its extensions. */
export function cursorResponse(cursor: StreamCursor): GetFlowsResponse {
  const value = encodeMessage(cursorName, cursor);
  return { flow: { extensions: { type_url: `type.googleapis.com/${cursorName}`, value } } };
}

/** Returns the cursor that `response` carries, undefined when it is an ordinary message. */
export function cursorIn({ flow }: GetFlowsResponse): StreamCursor | undefined {
  const any = flow?.extensions;
  if (any?.type_url?.endsWith(`/${cursorName}`) !== true) return undefined;
  try {
    return decodeMessage(cursorName, any.value ?? new Uint8Array(0));
  } catch (error) {
    if (error instanceof MalformedMessageError) return undefined;
    throw error;
  }
}

function wishIn(any: Any | undefined): FlowsRequestExtension {
  if (any?.type_url?.endsWith(`/${wishName}`) !== true) return {};
  return decodeMessage(wishName, any.value ?? new Uint8Array(0));
}

/** Returns `request` with the wish to resume after `cursor` beside what its extensions ask for already. */
export function resumingAfter(request: GetFlowsRequest, cursor: StreamCursor): GetFlowsRequest {
  const wish = { ...wishIn(request.extensions), resume_after: cursor };
  const value = encodeMessage(wishName, wish);
  return { ...request, extensions: { type_url: `type.googleapis.com/${wishName}`, value } };
}

/**
 * Returns the place after which `request` asks to resume, undefined when it asks for none. Throws a MalformedMessageError
 * for bytes that are no wish.
 */
export function resumePlaceIn(request: GetFlowsRequest): StreamCursor | undefined {
  return wishIn(request.extensions).resume_after;
}
