/** The filter: what is in force, and the ways to change it without typing. */

import { verdictClasses } from '../../../flow/verdict-class.ts';
import { selectedColumn } from '../../columns/column-plan.ts';
import { flowCellTerm, groupCellTerm, narrowedBy } from '../cell-terms.ts';
import { only, say, within, type ReduceContext, type Reduced } from '../reduced.ts';
import { selectedFlow } from '../selection.ts';
import { groupColumns, tableColumns } from '../table-columns.ts';
import type { UiAction, UiState } from '../ui-state.ts';
import { leaveFilter, withFilterFault } from './filter-editing.ts';
import { askAnew, placeOf, withPlaceKept } from './stream.ts';
import { isTableTab, selectedRow } from './tables.ts';

/** Changes of the filter that can be undone. */
const longestPast = 50;
/** Texts that can be recalled. */
const longestHistory = 100;

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((term, index) => term === b[index]);
}

/** Puts terms in force: filters are on again, and what was shown around a flow is left. Nothing happens when they are. */
export function setTerms(ui: UiState, terms: readonly string[], context: ReduceContext): Reduced {
  if (isSame(terms, ui.filter.terms) && ui.flows.around === undefined && !ui.filter.isOff) return only(ui);
  const { time } = placeOf(ui, context);
  const kept = withPlaceKept(ui, context);
  const past = [...ui.filter.past, ui.filter.terms].slice(-longestPast);
  const filter = { ...ui.filter, terms, past, isOff: false };
  return askAnew({ ...kept, filter, flows: { ...kept.flows, around: undefined } }, time, context);
}

/** Takes the terms of the edited bar, or says what is wrong with them, as long as its text is still that. */
export function takeChecked(ui: UiState, action: UiAction & { kind: 'checked' }, context: ReduceContext): Reduced {
  if (ui.filter.editing?.text !== action.text) return only(ui);
  if (action.fault !== undefined) return only(withFilterFault(ui, action.fault));
  const entered = action.terms.join(' ');
  const others = ui.filter.history.filter((text) => text !== entered);
  const history = entered === '' ? ui.filter.history : [...others, entered].slice(-longestHistory);
  const left = leaveFilter(ui).ui;
  return setTerms({ ...left, filter: { ...left.filter, history } }, action.terms, context);
}

/** Takes back the last change of the terms. */
export function undoFilter(ui: UiState, context: ReduceContext): Reduced {
  const before = ui.filter.past.at(-1);
  if (before === undefined) return say(ui, 'no change of the filter to undo', context);
  const { time } = placeOf(ui, context);
  const filter = { ...ui.filter, terms: before, past: ui.filter.past.slice(0, -1), isOff: false };
  return askAnew({ ...ui, filter, flows: { ...ui.flows, around: undefined } }, time, context);
}

/** Takes all filters out of force, or puts them back; the terms stay in the bar and the cursor at its time. */
export function toggleFilters(ui: UiState, context: ReduceContext): Reduced {
  if (ui.flows.around !== undefined) return say(ui, 'no filter is on around a flow; - goes back', context);
  if (ui.filter.terms.length === 0) return say(ui, 'there is no filter', context);
  const { time } = placeOf(ui, context);
  return askAnew({ ...ui, filter: { ...ui.filter, isOff: !ui.filter.isOff } }, time, context);
}

/** Asks whether all filters are to go. */
export function askToReset(ui: UiState, context: ReduceContext): Reduced {
  const count = ui.filter.terms.length;
  if (count === 0) return say(ui, 'there is no filter', context);
  const question = count === 1 ? 'Remove the filter?' : `Remove all ${count} filters?`;
  return only({ ...ui, overlay: { kind: 'confirm', question, yes: { kind: 'reset-filters' } } });
}

/** Removes a filter: the only one at once, else the one that is chosen from a menu, the last one first. */
export function removeFilter(ui: UiState, context: ReduceContext): Reduced {
  const { terms } = ui.filter;
  if (terms.length === 0) return say(ui, 'there is no filter', context);
  if (terms.length === 1) return setTerms(ui, [], context);
  const items = terms.map((term, index) => ({
    key: index < 9 ? String(index + 1) : '',
    label: term,
    action: { kind: 'set-terms', terms: terms.filter((_, other) => other !== index) } as const,
  }));
  return only({ ...ui, overlay: { kind: 'menu', title: 'Remove a filter', items, selected: terms.length - 1 } });
}

function cellTerm(ui: UiState, isNegated: boolean, context: ReduceContext): string | undefined {
  if (ui.tab === 'flows') {
    const seen = selectedFlow({ ui, data: context.data });
    const column = selectedColumn(ui);
    return seen === undefined || column === undefined ? undefined : flowCellTerm(seen, column, isNegated);
  }
  if (!isTableTab(ui.tab)) return undefined;
  const table = ui.tables[ui.tab];
  const columns = tableColumns(ui.tab, table);
  const column = columns[within(ui.column, 0, columns.length - 1)];
  const verdict = verdictClasses.find((name) => name === column);
  if (verdict !== undefined) return groupCellTerm('verdict', verdict, isNegated);
  const group = groupColumns.find((name) => name === column);
  if (group === undefined) return undefined;
  const text = selectedRow(ui, ui.tab, context)?.groups[table.groupBy.indexOf(group)] ?? '';
  return groupCellTerm(group, text, isNegated);
}

/** Filters by the selected cell: only rows that have it, or only rows that do not. */
export function filterByCell(ui: UiState, isNegated: boolean, context: ReduceContext): Reduced {
  const term = cellTerm(ui, isNegated, context);
  if (term === undefined) return say(ui, 'this cell is nothing to filter by; ← → choose another', context);
  if (ui.filter.terms.includes(term) && !ui.filter.isOff) return say(ui, `${term} is in force`, context);
  return setTerms(ui, narrowedBy(ui.filter.terms, term), context);
}
