/** Lines of text that are written for a purpose: commands, a search, paths and addresses. */

import { timestampToMs } from '../../../base/time/timestamp.ts';
import { only, andThen, withEffects, type ReduceContext, type Reduced } from '../reduced.ts';
import { nextCandidate, textEdits, typeText, type TextEdit, type TextLine } from '../text-edit.ts';
import type { PromptState, UiState } from '../ui-state.ts';
import { completePalette } from './palette-completion.ts';

const untouched = { candidates: [], candidate: undefined, note: undefined } as const;

function withPrompt(ui: UiState, overlay: PromptState): UiState {
  return { ...ui, overlay };
}

/** Where the word that a candidate replaces begins. */
function wordStart({ text, at }: TextLine): number {
  return text.slice(0, at).search(/\S*$/u);
}

function promptOf(purpose: PromptState['purpose'], line: TextLine, context: ReduceContext): PromptState {
  const candidates = purpose === 'command' ? completePalette(line.text.slice(0, line.at), context) : [];
  return { kind: 'prompt', purpose, text: line.text, at: line.at, ...untouched, candidates };
}

/** What a prompt needs to know when its text has changed. */
function looked(ui: UiState): Reduced {
  const { overlay } = ui;
  if (overlay?.kind !== 'prompt' || overlay.purpose !== 'save') return only(ui);
  return withEffects(ui, { kind: 'look-at', path: overlay.text });
}

/** Opens a prompt with a text in it. */
export function openPrompt(
  ui: UiState,
  purpose: PromptState['purpose'],
  text: string,
  context: ReduceContext,
): Reduced {
  return looked(withPrompt(ui, promptOf(purpose, { text, at: text.length }, context)));
}

function change(ui: UiState, edit: (line: TextLine) => TextLine, context: ReduceContext): Reduced {
  const { overlay } = ui;
  if (overlay?.kind !== 'prompt') return only(ui);
  const line = edit(overlay);
  const after = withPrompt(ui, promptOf(overlay.purpose, line, context));
  if (line.text === overlay.text) return only(withPrompt(ui, { ...overlay, at: line.at }));
  return looked(after);
}

/** Types into the prompt. */
export function typeIntoPrompt(ui: UiState, typed: string, context: ReduceContext): Reduced {
  return change(ui, (line) => typeText(line, typed), context);
}

/** Does what a key does to a line of text; where there is nothing left to delete before the cursor, it leaves. */
export function applyPromptEdit(ui: UiState, edit: TextEdit, context: ReduceContext): Reduced {
  if (ui.overlay?.kind === 'prompt' && ui.overlay.text === '' && edit === 'edit-backspace') return closePrompt(ui);
  return change(ui, textEdits[edit], context);
}

/** Puts the next candidate into the prompt; one that is the only one is taken for good. */
export function completePrompt(ui: UiState, step: 1 | -1, context: ReduceContext): Reduced {
  const { overlay } = ui;
  if (overlay?.kind !== 'prompt') return only(ui);
  const replaces = { from: wordStart(overlay), to: overlay.at };
  const next = nextCandidate(overlay, { candidates: overlay.candidates, candidate: overlay.candidate, replaces }, step);
  if (next === undefined) return only(ui);
  const { text, at, candidate } = next;
  if (overlay.candidates.length > 1) return only(withPrompt(ui, { ...overlay, text, at, candidate }));
  return change(ui, () => typeText({ text, at }, text.endsWith(' ') ? '' : ' '), context);
}

/** Closes the prompt; nothing is done. */
export function closePrompt(ui: UiState): Reduced {
  return only(ui.overlay?.kind === 'prompt' ? { ...ui, overlay: undefined } : ui);
}

/** Returns the state with what is to be known about the text of the prompt. */
export function withNote(ui: UiState, note: string | undefined): UiState {
  return ui.overlay?.kind === 'prompt' ? withPrompt(ui, { ...ui.overlay, note }) : ui;
}

/** Returns where the flows of the view would be saved unless told otherwise; the time is that of Greenwich. */
function proposedPath(ui: UiState, { now }: ReduceContext): string {
  const stamp = new Date(timestampToMs(now)).toISOString().replaceAll(/[-:]|\.\d+/gu, '');
  return `./observe-${ui.tab}-${stamp}.jsonl`;
}

/** Asks where to save, with a path to agree to. */
export function askForPath(ui: UiState, context: ReduceContext): Reduced {
  return openPrompt(ui, 'save', proposedPath(ui, context), context);
}

/** Asks for the text to highlight; the one that is shown now stands in it. */
export function askForSearch(ui: UiState, context: ReduceContext): Reduced {
  return andThen(openPrompt(ui, 'search', ui.flows.search ?? '', context), (opened) =>
    only(withNote(opened, 'highlights, hides nothing; n and N go to it; empty: no highlight')),
  );
}
