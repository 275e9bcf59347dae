/** The filter bar while it is edited. */

import { completeBar } from '../../../filters/expression/completion.ts';
import { readBar } from '../../../filters/expression/reading.ts';
import { only, withEffects, type ReduceContext, type Reduced } from '../reduced.ts';
import { nextCandidate, textEdits, typeText, type TextEdit, type TextLine } from '../text-edit.ts';
import type { FilterEditing, UiState } from '../ui-state.ts';

function withEditing(ui: UiState, editing: FilterEditing | undefined): UiState {
  return { ...ui, filter: { ...ui.filter, editing } };
}

function faultOf(text: string): FilterEditing['fault'] {
  const reading = readBar(text);
  if (reading.ok) return undefined;
  const message = reading.hint === '' ? reading.message : `${reading.message}: ${reading.hint}`;
  return { message, from: reading.from, to: reading.to };
}

function editingOf({ text, at }: TextLine, { data }: ReduceContext): FilterEditing {
  const { candidates, from, to } = completeBar(text, at, data.conversations.vocabulary());
  return {
    text,
    at,
    recalled: undefined,
    candidates,
    candidate: undefined,
    replaces: { from, to },
    fault: faultOf(text),
  };
}

/** Edits the filter from its text, with `appended` after it. */
export function editFilter(ui: UiState, appended: string, context: ReduceContext): Reduced {
  const { terms } = ui.filter;
  const text = terms.map((term) => `${term} `).join('') + appended;
  return only(withEditing(ui, editingOf({ text, at: text.length }, context)));
}

/** Types into the bar. */
export function typeIntoFilter(ui: UiState, typed: string, context: ReduceContext): Reduced {
  const { editing } = ui.filter;
  return only(editing === undefined ? ui : withEditing(ui, editingOf(typeText(editing, typed), context)));
}

/** Does what a key does to a line of text. */
export function applyFilterEdit(ui: UiState, edit: TextEdit, context: ReduceContext): Reduced {
  const { editing } = ui.filter;
  return only(editing === undefined ? ui : withEditing(ui, editingOf(textEdits[edit](editing), context)));
}

/** Puts the next candidate into the bar; one that is the only one is taken for good. */
export function completeFilter(ui: UiState, step: 1 | -1, context: ReduceContext): Reduced {
  const { editing } = ui.filter;
  const next = editing === undefined ? undefined : nextCandidate(editing, editing, step);
  if (editing === undefined || next === undefined) return only(ui);
  if (next.candidates.length === 1) return only(withEditing(ui, editingOf(next, context)));
  return only(withEditing(ui, { ...editing, ...next, fault: faultOf(next.text) }));
}

/** Recalls the filter entered before (-1) or after (1); after the newest the text being written comes back empty. */
export function recallFilter(ui: UiState, step: 1 | -1, context: ReduceContext): Reduced {
  const { editing, history } = ui.filter;
  if (editing === undefined || history.length === 0) return only(ui);
  const index = (editing.recalled ?? history.length) + step;
  if (index < 0) return only(ui);
  const text = history[index] ?? '';
  const recalled = index < history.length ? index : undefined;
  return only(withEditing(ui, { ...editingOf({ text, at: text.length }, context), recalled }));
}

/** Leaves the bar; the filter stays as it was. */
export function leaveFilter(ui: UiState): Reduced {
  return only(withEditing(ui, undefined));
}

/** Takes the text of the bar: what reads is compiled, and comes back as `checked`. */
export function enterFilter(ui: UiState): Reduced {
  const { editing } = ui.filter;
  if (editing === undefined) return only(ui);
  const reading = readBar(editing.text);
  // Without candidates, so that the bar tells what is wrong.
  if (!reading.ok) return only(withEditing(ui, { ...editing, candidates: [], fault: faultOf(editing.text) }));
  return withEffects(ui, { kind: 'check-terms', text: editing.text, terms: reading.terms });
}

/** Returns the state with what compiling found wrong. */
export function withFilterFault(ui: UiState, message: string): UiState {
  const { editing } = ui.filter;
  return editing === undefined
    ? ui
    : withEditing(ui, { ...editing, candidates: [], fault: { message, from: 0, to: editing.text.length } });
}
