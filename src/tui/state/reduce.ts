/** All changes of the state. Pure and total: an action that means nothing where it is done changes nothing. */

import { only, told, type ReduceContext, type Reduced } from './reduced.ts';
import { runCommand } from './reducers/commands.ts';
import { copy } from './reducers/copying.ts';
import { typeHere } from './reducers/entries.ts';
import { setTerms, takeChecked } from './reducers/filter-bar.ts';
import { moveTo, settleFlows } from './reducers/flow-cursor.ts';
import { menuAction } from './reducers/menus.ts';
import { openBar } from './reducers/panes.ts';
import { useView } from './reducers/places.ts';
import { click, turnWheel } from './reducers/pointing.ts';
import { withNote } from './reducers/prompts.ts';
import { saveFile } from './reducers/saving.ts';
import { askAnew, withFlows } from './reducers/stream.ts';
import { isTableTab, settleTable } from './reducers/tables.ts';
import type { UiAction, UiState } from './ui-state.ts';

/** Actions of the user, before which a message goes. The rest comes from the terminal and from what was done. */
const ofUser: ReadonlySet<UiAction['kind']> = new Set(['command', 'type', 'choose', 'click', 'wheel']);

/** Does what an item of the menu stands for; the menu closes first. */
function chosen(ui: UiState, key: string | undefined, context: ReduceContext): Reduced {
  const action = menuAction(ui, key);
  return action === undefined ? only(ui) : reduceAction({ ...ui, overlay: undefined }, action, context);
}

function answeredYes(ui: UiState, context: ReduceContext): Reduced {
  const { overlay } = ui;
  return overlay?.kind === 'confirm' ? reduceAction({ ...ui, overlay: undefined }, overlay.yes, context) : only(ui);
}

function reduceCommand(ui: UiState, name: string, context: ReduceContext): Reduced {
  if (name === 'item-choose') return chosen(ui, undefined, context);
  return name === 'yes' ? answeredYes(ui, context) : runCommand(ui, name, context);
}

/** Sends everything of before to where it is in the entries that were laid anew. */
function relaid(ui: UiState, move: (seq: number) => number): UiState {
  const { flows } = ui;
  const moved = (seq: number | undefined): number | undefined => (seq === undefined ? undefined : move(seq));
  return withFlows(ui, {
    cursor: flows.cursor === undefined ? undefined : { seq: move(flows.cursor.seq), member: undefined },
    top: move(flows.top),
    pausedAt: moved(flows.pausedAt),
    clearedBefore: move(flows.clearedBefore),
    rangeFrom: moved(flows.rangeFrom),
    marks: new Set([...flows.marks].map(move)),
    expanded: new Set(),
  });
}

/** Starts anew with another origin. The session asks it what it asked before; only what was around a flow means nothing there. */
function opened(ui: UiState, context: ReduceContext): Reduced {
  const isNewQuestion = ui.flows.around !== undefined;
  const plain = withFlows({ ...ui, start: undefined, overlay: undefined, previous: [] }, { around: undefined });
  const { ui: after, effects } = askAnew(plain, undefined, context);
  return { ui: after, effects: effects.filter(({ kind }) => isNewQuestion || kind !== 'query') };
}

function reduceAction(ui: UiState, action: UiAction, context: ReduceContext): Reduced {
  switch (action.kind) {
    case 'command':
      return reduceCommand(ui, action.name, context);
    case 'type':
      return typeHere(ui, action.text, context);
    case 'choose':
      return chosen(ui, action.key, context);
    case 'click':
      return click(ui, action, context);
    case 'wheel':
      return turnWheel(ui, action.rows, context);
    case 'copy':
      return copy(ui, action.form, context);
    case 'set-terms':
      return setTerms(ui, action.terms, context);
    case 'reset-filters':
      return setTerms(ui, [], context);
    case 'view':
      return useView(ui, action.name, context);
    case 'save-file':
      return saveFile(ui, action.path, action.overwrite, context);
    case 'go-to':
      return only(moveTo(ui, action.seq));
    case 'set-time':
      return openBar(ui, action.ms, context);
    default:
      return reduceNews(ui, action, context);
  }
}

type News = Extract<UiAction, { kind: 'resize' | 'say' | 'start' | 'ask' | 'note' | 'checked' | 'relaid' | 'opened' }>;

/** What the terminal, the session and the effects tell. */
function reduceNews(ui: UiState, action: News, context: ReduceContext): Reduced {
  switch (action.kind) {
    case 'resize':
      return only({ ...ui, size: action.size });
    case 'say':
      return only(told(ui, action.text, context, action.tone));
    case 'start':
      return only({ ...ui, start: action.start });
    case 'ask':
      return only({ ...ui, overlay: { kind: 'confirm', question: action.question, yes: action.yes } });
    case 'note':
      return only(ui.overlay?.kind === 'prompt' && ui.overlay.text === action.text ? withNote(ui, action.note) : ui);
    case 'checked':
      return takeChecked(ui, action, context);
    case 'relaid':
      return only(relaid(ui, action.move));
    case 'opened':
      return opened(ui, context);
    default:
      return action satisfies never;
  }
}

/** Returns the state with cursors and first lines on rows that are there. */
export function settle(ui: UiState, context: Pick<ReduceContext, 'data'>): UiState {
  const settled = settleFlows(ui, context);
  return isTableTab(settled.tab) ? settleTable(settled, settled.tab, context) : settled;
}

function withoutOldScroll(before: UiState, after: UiState): UiState {
  const [from, to] = [before.flows.cursor, after.flows.cursor];
  const isSame = from?.seq === to?.seq && from?.member === to?.member;
  return isSame || after.detail.scroll === 0 ? after : { ...after, detail: { ...after.detail, scroll: 0 } };
}

/** Returns the state after an action, and what is to be done outside of it. */
export function reduce(state: UiState, action: UiAction, context: ReduceContext): Reduced {
  const quiet = ofUser.has(action.kind) && state.message !== undefined ? { ...state, message: undefined } : state;
  const { ui, effects } = reduceAction(quiet, action, context);
  return { ui: withoutOldScroll(state, settle(ui, context)), effects };
}
