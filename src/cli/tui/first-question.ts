/** What the command line asks for, parted into what stays and what the filter bar shows and may change. */

import { termsFromFlags } from '../../filters/expression/chips.ts';
import type { GetFlowsRequest } from '../../flow/messages.ts';
import type { FlowsInvocation } from '../flags/observe-line.ts';
import { parseRawFilters } from '../flags/raw-filters.ts';

/** The two parts. A flow has to pass both. */
export interface FirstQuestion {
  /** Selectors, and the filters the bar has no words for. */
  readonly request: GetFlowsRequest;
  /** Filters in the language of the bar, one text a chip. */
  readonly terms: readonly string[];
}

type Selection = Pick<GetFlowsRequest, 'number' | 'first' | 'follow' | 'since' | 'until'>;
type Filters = Pick<GetFlowsRequest, 'whitelist' | 'blacklist'>;

// The 20 flows that lines show of a server when nobody says how many are no choice of the user.
function selectionOf({ request, flags: { values } }: FlowsInvocation): Selection {
  const { number, first, follow, since, until } = request;
  const isCounted = values.first > 0n || values.last > 0n || values.all;
  return {
    ...(number === undefined || !isCounted ? {} : { number }),
    ...(first === undefined ? {} : { first }),
    ...(follow === undefined ? {} : { follow }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  };
}

function listed(whitelist: Filters['whitelist'], blacklist: Filters['blacklist']): Filters {
  return {
    ...(whitelist === undefined || whitelist.length === 0 ? {} : { whitelist }),
    ...(blacklist === undefined || blacklist.length === 0 ? {} : { blacklist }),
  };
}

/**
 * Returns the two parts of an invocation; together they show exactly what lines would. Filter flags become chips, `--allowlist` and
 * `--denylist` stay in the request. An allowlist beside filter flags adds flows to theirs, while chips only take flows away, so then all
 * of it stays in the request.
 */
export function firstQuestion(invocation: FlowsInvocation): FirstQuestion {
  const { flags, request, givenFilters } = invocation;
  const selection = selectionOf(invocation);
  const allowed = parseRawFilters('allowlist', flags.values.allowlist);
  const isAdded = allowed.length > 0 && givenFilters.some(({ negated }) => !negated);
  if (isAdded) return { request: { ...selection, ...listed(request.whitelist, request.blacklist) }, terms: [] };
  const denied = parseRawFilters('denylist', flags.values.denylist);
  return { request: { ...selection, ...listed(allowed, denied) }, terms: termsFromFlags(givenFilters) };
}

/** Tells whether this command line has filters of its own: then those of the last time are not wanted. */
export function hasOwnFilters({ flags, givenFilters }: FlowsInvocation): boolean {
  const { allowlist, denylist } = flags.origins;
  return givenFilters.length > 0 || allowlist.kind === 'flag' || denylist.kind === 'flag';
}
