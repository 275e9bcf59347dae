/** How a filter flag turns its text into values of FlowFilter fields. */

import type { FlowFilter } from '../flow/flow-filter.ts';
import type { FilterField, FilterValues } from './predicate.ts';

/** A value, or why the text is none (without the flag's name). */
export type FlagValue<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

/** What a flag may fill: a field of FlowFilter, or the one field of its experimental part. */
export type DraftField = FilterField | 'cel_expression';

/** The type of one value, by field. */
export type DraftValues = FilterValues & { readonly cel_expression: string };

/** A filter under construction. */
export type FilterDraft = { [F in DraftField]?: DraftValues[F][] };

/** Returns the filter a draft stands for. */
export function finishDraft({ cel_expression: expressions, ...fields }: FilterDraft): FlowFilter {
  return expressions === undefined ? fields : { ...fields, experimental: { cel_expression: expressions } };
}

/** The two filters a set of flags makes: a flow matches when either does. */
export interface DraftPair {
  readonly left: FilterDraft;
  readonly right: FilterDraft;
}

/** What one filter flag does: adds its value to the pair, or returns why it cannot. */
export type ApplyFilterFlag = (text: string, pair: DraftPair) => string | undefined;

function append<F extends DraftField>(draft: FilterDraft, field: F, value: DraftValues[F]): void {
  const values: DraftValues[F][] = draft[field] ?? [];
  // The compiler does not follow that a list of the field's own values fits the field.
  Object.assign(draft, { [field]: [...values, value] });
}

/** The fields a flag fills: one in the left filter, one in the right. */
export interface FlagFields<F extends DraftField> {
  readonly left: F;
  readonly right: F;
}

/** Returns a flag whose text is read by `parse` and added to `left` of the left filter and `right` of the right one. */
export function fieldFlag<F extends DraftField>(
  { left, right }: FlagFields<F>,
  parse: (text: string) => FlagValue<DraftValues[F]>,
): ApplyFilterFlag {
  return (text, pair) => {
    const parsed = parse(text);
    if (!parsed.ok) return parsed.reason;
    append(pair.left, left, parsed.value);
    append(pair.right, right, parsed.value);
    return undefined;
  };
}
