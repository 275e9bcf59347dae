/** How a filter flag turns its text into values of FlowFilter fields. */

import type { FilterField, FilterValues } from './predicate.ts';

/** A value, or why the text is none (without the flag's name). */
export type FlagValue<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

/** A filter under construction. */
export type FilterDraft = { [F in FilterField]?: FilterValues[F][] };

/** The two filters a set of flags makes: a flow matches when either does. */
export interface DraftPair {
  readonly left: FilterDraft;
  readonly right: FilterDraft;
}

/** What one filter flag does: adds its value to the pair, or returns why it cannot. */
export type ApplyFilterFlag = (text: string, pair: DraftPair) => string | undefined;

function append<F extends FilterField>(draft: FilterDraft, field: F, value: FilterValues[F]): void {
  const values: FilterValues[F][] = draft[field] ?? [];
  // The compiler does not follow that a list of the field's own values fits the field.
  Object.assign(draft, { [field]: [...values, value] });
}

/** The fields a flag fills: one in the left filter, one in the right. */
export interface FlagFields<F extends FilterField> {
  readonly left: F;
  readonly right: F;
}

/** Returns a flag whose text is read by `parse` and added to `left` of the left filter and `right` of the right one. */
export function fieldFlag<F extends FilterField>(
  { left, right }: FlagFields<F>,
  parse: (text: string) => FlagValue<FilterValues[F]>,
): ApplyFilterFlag {
  return (text, pair) => {
    const parsed = parse(text);
    if (!parsed.ok) return parsed.reason;
    append(pair.left, left, parsed.value);
    append(pair.right, right, parsed.value);
    return undefined;
  };
}
