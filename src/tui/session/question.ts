/** What the view asks an origin for. */

import { addNanos, type Timestamp } from '../../base/time/timestamp.ts';
import { barFilters, checkBar } from '../../filters/expression/filters-of.ts';
import { readBar, type BarTerm } from '../../filters/expression/reading.ts';
import { packExtensionWish } from '../../flow/codec/extension.ts';
import type { GetFlowsRequest } from '../../flow/messages.ts';
import type { FlowOrigin } from '../tui-options.ts';
import { combineFilters } from './combined-filters.ts';
import type { SessionFault } from '../state/readers.ts';

/** How far flows around one reach to both sides: 5 s. */
const aroundNanos = 5e9;

/** What the user wants to see. */
export interface SessionQuery {
  /** Filters in the language of the bar, one text a chip; all have to hold. */
  readonly terms: readonly string[];
  /** Everything within 5 s of this time instead, whatever the filters. */
  readonly around?: Timestamp | undefined;
}

/** A request that may be sent, or why there is none. */
export type Question =
  | {
      readonly ok: true;
      readonly request: GetFlowsRequest;
      /** It asks for a part of the past: what is not in it never comes. */
      readonly isReplay: boolean;
    }
  | { readonly ok: false; readonly fault: SessionFault };

/** What a question is made from, besides what the user wants. */
export interface QuestionContext {
  /** What the command line selects. */
  readonly request: GetFlowsRequest;
  readonly origin: Pick<FlowOrigin, 'kind' | 'isGrowing'>;
  /** Flows the view has room for. */
  readonly capacity: number;
}

/**
 * Returns the question for `query`. Over a server or the demo it follows, after as much of the past as the view holds, unless
 * the command line asks for a part of the past; a file is followed where it grows. Of a text that is no filter, or one that does
 * not compile, it returns the fault.
 */
export async function questionFor(query: SessionQuery, context: QuestionContext): Promise<Question> {
  if (query.around !== undefined) return { ok: true, request: aroundRequest(query.around), isReplay: true };
  const read = readTerms(query.terms);
  if (!read.ok) return { ok: false, fault: { message: read.message, hint: read.hint } };
  const { terms } = read;
  const built = barFilters(terms);
  if (!built.ok) return { ok: false, fault: { message: built.message, hint: built.hint } };
  const fault = await checkBar(terms);
  if (fault !== undefined) return { ok: false, fault };
  const filters = await combineFilters(context.request, built.filters);
  if (filters === undefined) return { ok: false, fault: notTogether };
  const selection = selectionOf(context);
  const request = {
    ...selection,
    ...(filters.whitelist.length === 0 ? {} : { whitelist: filters.whitelist }),
    ...(filters.blacklist.length === 0 ? {} : { blacklist: filters.blacklist }),
    extensions: packExtensionWish(),
  };
  return { ok: true, request, isReplay: selection.follow !== true };
}

const notTogether: SessionFault = {
  message: 'these filters cannot be asked of a server together with those of --allowlist',
  hint: 'take one away, or start without --allowlist',
};

type ReadTerms =
  | { readonly ok: true; readonly terms: readonly BarTerm[] }
  | { readonly ok: false; readonly message: string; readonly hint: string };

/** Each chip is read on its own, so that one that is broken cannot change what its neighbours mean. */
function readTerms(texts: readonly string[]): ReadTerms {
  const terms: BarTerm[] = [];
  for (const text of texts) {
    const reading = readBar(text);
    if (!reading.ok) return reading;
    terms.push(...reading.terms);
  }
  return { ok: true, terms };
}

function aroundRequest(time: Timestamp): GetFlowsRequest {
  return {
    since: addNanos(time, -aroundNanos),
    until: addNanos(time, aroundNanos),
    extensions: packExtensionWish(),
  };
}

type Selection = Pick<GetFlowsRequest, 'number' | 'first' | 'follow' | 'since' | 'until'>;

function selectionOf({ request, origin, capacity }: QuestionContext): Selection {
  const { number, first, follow, since, until } = request;
  const asked: Selection = {
    ...(number === undefined ? {} : { number }),
    ...(first === undefined ? {} : { first }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  };
  if (origin.kind === 'file') return follow === true || origin.isGrowing === true ? { ...asked, follow: true } : asked;
  if (until !== undefined || first === true) return asked;
  // Without a number a follower gets what is to come alone. More than the view holds nobody would see.
  const isWholePast = number === undefined && since === undefined;
  return { ...asked, ...(isWholePast ? { number: BigInt(capacity) } : {}), follow: true };
}
