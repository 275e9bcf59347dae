/** A GetFlows request, checked and compiled. */

import type { Timestamp } from '../../base/time/timestamp.ts';
import { decodeMessage } from '../../flow/codec/wire.ts';
import { compileFieldMask } from '../../flow/field-mask.ts';
import type { Any } from '../../flow/any.ts';
import type { FlowFilter } from '../../flow/flow-filter.ts';
import type { Flow } from '../../flow/flow.ts';
import type { GetFlowsRequest } from '../../flow/messages.ts';
import { isDeniedVerdict } from '../../store/retention.ts';
import { compileFilters } from '../../filters/compile.ts';
import { checkFirstAndFollow } from './request-error.ts';

/** What to answer with. */
export interface FlowQuery {
  /** Tells whether a flow is asked for. */
  readonly matches: (flow: Flow) => boolean;
  /** True when every flow matches: only then is an old gap between the two retention classes told. */
  readonly unfiltered: boolean;
  /** True when no forwarded flow can match: the answer then has nothing to look for among them, nor to miss. */
  readonly deniedOnly: boolean;
  /** Flows asked for; Infinity when the request names no number. */
  readonly number: number;
  readonly first: boolean;
  readonly follow: boolean;
  /** Bounds, both inclusive. */
  readonly since: Timestamp | undefined;
  readonly until: Timestamp | undefined;
  /** Leaves on a flow what the field mask names; absent when all of it is asked for. */
  readonly mask: ((flow: Flow) => Flow) | undefined;
  readonly withExtension: boolean;
}

const extensionTypeName = 'observed.v1.FlowsRequestExtension';

/**
 * Returns the compiled request. Throws UsageError for a filter or a field mask that cannot be compiled and RpcError for
 * `first` together with `follow`.
 */
export function compileFlowQuery(request: GetFlowsRequest): FlowQuery {
  checkFirstAndFollow(request);
  const { whitelist = [], blacklist = [], field_mask: mask } = request;
  return {
    matches: compileFilters({ whitelist, blacklist }),
    unfiltered: whitelist.length === 0 && blacklist.length === 0,
    deniedOnly: whitelist.length > 0 && whitelist.every(asksForDeniedOnly),
    number: request.number ? Number(request.number) : Infinity,
    first: request.first ?? false,
    follow: request.follow ?? false,
    since: request.since,
    until: request.until,
    mask: mask?.paths?.length ? compileFieldMask(mask.paths) : undefined,
    withExtension: asksForExtension(request.extensions),
  };
}

function asksForDeniedOnly({ verdict = [] }: FlowFilter): boolean {
  return verdict.length > 0 && verdict.every(isDeniedVerdict);
}

function asksForExtension(any: Any | undefined): boolean {
  if (any?.type_url?.split('/').at(-1) !== extensionTypeName) return false;
  return decodeMessage(extensionTypeName, any.value ?? new Uint8Array()).include_flow_extension ?? false;
}
