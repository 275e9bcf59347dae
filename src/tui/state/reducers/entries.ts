/** Where text is written: the filter bar, prompts, and the search of the help. What a key does depends on which is open. */

import { only, withEffects, type ReduceContext, type Reduced } from '../reduced.ts';
import type { TextEdit } from '../text-edit.ts';
import type { PromptState, UiState } from '../ui-state.ts';
import { applyFilterEdit, completeFilter, enterFilter, leaveFilter, typeIntoFilter } from './filter-editing.ts';
import { typeIntoHelp } from './help.ts';
import { runPalette, type RunCommand } from './palette.ts';
import { applyPromptEdit, closePrompt, completePrompt, typeIntoPrompt, withNote } from './prompts.ts';
import { saveFile } from './saving.ts';
import { withFlows } from './stream.ts';

/** Types a text where one is written. */
export function typeHere(ui: UiState, text: string, context: ReduceContext): Reduced {
  if (ui.overlay?.kind === 'prompt') return typeIntoPrompt(ui, text, context);
  if (ui.overlay?.kind === 'help') return typeIntoHelp(ui, text);
  return ui.overlay === undefined ? typeIntoFilter(ui, text, context) : only(ui);
}

/** Edits the line that is written. */
export function editHere(ui: UiState, edit: TextEdit, context: ReduceContext): Reduced {
  return ui.overlay?.kind === 'prompt' ? applyPromptEdit(ui, edit, context) : applyFilterEdit(ui, edit, context);
}

/** Completes the line that is written. */
export function completeHere(ui: UiState, step: 1 | -1, context: ReduceContext): Reduced {
  return ui.overlay?.kind === 'prompt' ? completePrompt(ui, step, context) : completeFilter(ui, step, context);
}

/** Leaves the line that is written; all stays as it was. */
export function leaveHere(ui: UiState): Reduced {
  return ui.overlay?.kind === 'prompt' ? closePrompt(ui) : leaveFilter(ui);
}

function enterPrompt(ui: UiState, { purpose, text }: PromptState, context: ReduceContext, run: RunCommand): Reduced {
  const closed = { ...ui, overlay: undefined };
  const given = text.trim();
  switch (purpose) {
    case 'command':
      return runPalette(ui, text, context, run);
    case 'search':
      return only(withFlows(closed, { search: text === '' ? undefined : text }));
    case 'save':
      return saveFile(ui, given, false, context);
    case 'open-file':
      if (given === '') return only(withNote(ui, 'a path is missing'));
      return withEffects(closed, { kind: 'open', wish: { kind: 'file', path: given } });
    case 'server':
      if (given === '')
        return only(withNote(ui, 'an address is missing, such as localhost:4245 or unix:///run/observed.sock'));
      return withEffects(closed, { kind: 'open', wish: { kind: 'server', address: given } });
    case 'help-search':
      return only({ ...ui, overlay: { kind: 'help', search: text, scroll: 0 } });
    default:
      return purpose satisfies never;
  }
}

/** Takes the line that is written. */
export function enterHere(ui: UiState, context: ReduceContext, run: RunCommand): Reduced {
  return ui.overlay?.kind === 'prompt' ? enterPrompt(ui, ui.overlay, context, run) : enterFilter(ui);
}
