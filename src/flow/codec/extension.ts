/** Our own message in the one field Hubble's schema leaves open, `Flow.extensions`. */

import type { Any } from '../any.ts';
import type { FlowExtension } from '../flow-extension.ts';
import { decodeMessage, encodeMessage, MalformedMessageError } from './wire.ts';

const messageName = 'observed.v1.FlowExtension';
const wishName = 'observed.v1.FlowsRequestExtension';

/** Returns `extension` as the Any that travels in `Flow.extensions`. */
export function packFlowExtension(extension: FlowExtension): Any {
  return flowExtensionAny(encodeMessage(messageName, extension));
}

/** Returns the encoded FlowExtension `value` as the Any that travels in `Flow.extensions`. */
export function flowExtensionAny(value: Uint8Array): Any {
  return { type_url: `type.googleapis.com/${messageName}`, value };
}

/** Returns the FlowExtension in `any`, or undefined when there is none: nothing, another type, or malformed bytes. */
export function unpackFlowExtension(any: Any | undefined): FlowExtension | undefined {
  if (any?.type_url?.endsWith(`/${messageName}`) !== true) return undefined;
  try {
    return decodeMessage(messageName, any.value ?? new Uint8Array(0));
  } catch (error) {
    if (error instanceof MalformedMessageError) return undefined;
    throw error;
  }
}

/** Returns the Any that asks, in `GetFlowsRequest.extensions`, for the FlowExtension of each flow. */
export function packExtensionWish(): Any {
  const value = encodeMessage(wishName, { include_flow_extension: true });
  return { type_url: `type.googleapis.com/${wishName}`, value };
}

/**
 * Tells whether `any`, the extensions of a request, asks for the FlowExtension of each flow. What another type asks for
 * is nothing to us. Throws a MalformedMessageError for bytes that are no wish.
 */
export function wishesExtension(any: Any | undefined): boolean {
  if (any?.type_url?.endsWith(`/${wishName}`) !== true) return false;
  return decodeMessage(wishName, any.value ?? new Uint8Array(0)).include_flow_extension === true;
}
