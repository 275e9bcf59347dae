/** A GetFlows request, checked and compiled. */

import type { Timestamp } from '../../base/time/timestamp.ts';
import { wishesExtension } from '../../flow/codec/extension.ts';
import { compileFieldMask } from '../../flow/field-mask.ts';
import { compileWireMask } from '../../flow/wire-mask.ts';
import type { FlowFilter } from '../../flow/flow-filter.ts';
import type { Flow } from '../../flow/flow.ts';
import type { GetFlowsRequest } from '../../flow/messages.ts';
import { isDeniedVerdict } from '../../store/retention.ts';
import { checkFirstAndFollow } from './request-error.ts';
import { compileRowFilters, type RowPredicate } from './row-filters.ts';
import { withShownFields } from './stock-field-masks.ts';

/** What to answer with. */
export interface FlowQuery {
  /** Tells whether the flow of a row is asked for. */
  readonly matches: RowPredicate;
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
  /** The same over encoded responses, without decoding them. */
  readonly wireMask: ((encoded: Uint8Array) => Uint8Array | undefined) | undefined;
  readonly withExtension: boolean;
}

/** How requests are read. */
export interface FlowQueryOptions {
  /** Answers the default masks of Hubble's client to the letter too. Default false: with what its text shows besides. */
  readonly strictFieldMask?: boolean;
  /** The client knows flows again after a break: a default mask, which its text hides, then goes with the uuid. Default false. */
  readonly resumable?: boolean;
}

/**
 * Returns the compiled request. Rejects with a UsageError for a filter or a field mask that cannot be compiled, an RpcError for
 * `first` together with `follow`.
 */
export async function compileFlowQuery(
  request: GetFlowsRequest,
  { strictFieldMask = false, resumable = false }: FlowQueryOptions = {},
): Promise<FlowQuery> {
  checkFirstAndFollow(request);
  const { whitelist = [], blacklist = [], field_mask: mask } = request;
  const asked = mask?.paths ?? [];
  const shown = strictFieldMask ? asked : withShownFields(asked);
  const paths = resumable && shown !== asked ? [...shown, 'uuid'] : shown;
  return {
    matches: await compileRowFilters({ whitelist, blacklist }),
    unfiltered: whitelist.length === 0 && blacklist.length === 0,
    deniedOnly: whitelist.length > 0 && whitelist.every(asksForDeniedOnly),
    number: request.number ? Number(request.number) : Infinity,
    first: request.first ?? false,
    follow: request.follow ?? false,
    since: request.since,
    until: request.until,
    mask: paths.length === 0 ? undefined : compileFieldMask(paths),
    wireMask: paths.length === 0 ? undefined : compileWireMask(paths),
    withExtension: wishesExtension(request.extensions),
  };
}

function asksForDeniedOnly({ verdict = [] }: FlowFilter): boolean {
  return verdict.length > 0 && verdict.every(isDeniedVerdict);
}
