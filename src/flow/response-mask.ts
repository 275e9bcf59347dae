/** A field mask over whole responses. */

import { compileFieldMask } from './field-mask.ts';
import type { Flow } from './flow.ts';
import type { FieldMask, GetFlowsResponse } from './messages.ts';

/**
 * Returns `response` with what `mask` leaves of its flow. Hubble masks the flow alone and takes the time and the node of the
 * response from what is left of it; what is no flow stays as it is. The extension was asked for by a request of its own, so the
 * mask does not take it away.
 */
export function maskedResponse(response: GetFlowsResponse, mask: (flow: Flow) => Flow): GetFlowsResponse {
  if (response.flow === undefined) return response;
  const kept = mask(response.flow);
  const { extensions } = response.flow;
  return {
    flow: extensions === undefined ? kept : { ...kept, extensions },
    ...(kept.time === undefined ? {} : { time: kept.time }),
    ...(kept.node_name === undefined ? {} : { node_name: kept.node_name }),
  };
}

/**
 * Returns the function that leaves of a response what `mask` names; no mask, or one without paths, leaves everything. Throws a
 * UsageError for a path that is no field of a flow.
 */
export function compileResponseMask(mask: FieldMask | undefined): (response: GetFlowsResponse) => GetFlowsResponse {
  const paths = mask?.paths ?? [];
  if (paths.length === 0) return (response) => response;
  const masked = compileFieldMask(paths);
  return (response) => maskedResponse(response, masked);
}
