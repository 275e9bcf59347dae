/** A value of the filter bar as FlowFilters. */

import type { FlowFilter } from '../../flow/flow-filter.ts';
import { finishDraft, type DraftPair } from '../filter-flag.ts';
import { fieldFlags } from '../filter-flags.ts';
import { sameJson } from './canonical.ts';

/** The FlowFilters of which one must match, or why the text is no value. */
export type ValueReading =
  | { readonly ok: true; readonly filters: readonly FlowFilter[] }
  | { readonly ok: false; readonly message: string; readonly hint: string };

/** Name of a flag that fills fields of a FlowFilter. */
export type FieldFlagName = keyof typeof fieldFlags;

/** Returns the reading of filters. */
export function matching(...filters: readonly FlowFilter[]): ValueReading {
  return { ok: true, filters };
}

/** Returns the reading of a text that is no value. */
export function noValue(message: string, hint: string): ValueReading {
  return { ok: false, message, hint };
}

/** Returns what a flag with these texts asks for: one filter, or one for each end. `hint` goes with a text it does not take. */
export function byFlag(flag: FieldFlagName, texts: readonly string[], hint = ''): ValueReading {
  const pair: DraftPair = { left: {}, right: {} };
  for (const text of texts) {
    const reason = fieldFlags[flag](text, pair);
    if (reason !== undefined) return noValue(reason, hint);
  }
  const [left, right] = [finishDraft(pair.left), finishDraft(pair.right)];
  return sameJson(left, right) ? matching(left) : matching(left, right);
}

/** Returns the reading of flows of which this CEL expression is true. */
export function byCel(expression: string): ValueReading {
  return matching({ experimental: { cel_expression: [expression] } });
}
