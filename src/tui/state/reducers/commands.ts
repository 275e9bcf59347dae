/** What each command of the key table does. */

import type { CommandName } from '../../keys/key-table.ts';
import { only, withEffects, type ReduceContext, type Reduced } from '../reduced.ts';
import { type TextEdit } from '../text-edit.ts';
import type { TabName, UiState } from '../ui-state.ts';
import { openChooser, resetChoices, resizeChoice, shiftChoice, toggleChoice } from './choosers.ts';
import { copy, openCopyMenu } from './copying.ts';
import { completeHere, editHere, enterHere, leaveHere } from './entries.ts';
import { askToReset, filterByCell, removeFilter, toggleFilters, undoFilter } from './filter-bar.ts';
import { editFilter, recallFilter } from './filter-editing.ts';
import { closeHelp, deleteFromHelp, openFilterForms, openHelp } from './help.ts';
import { jumpToMarker, jumpToMatch, jumpToNewEdge } from './jumps.ts';
import { back, leave, quit } from './leaving.ts';
import { cycleTimeStyle, moveColumn, scrollSideways, toggleEndpointColors, toggleMouse, toggleWide } from './looks.ts';
import { acknowledge, markRange, toggleAcknowledged, toggleExpanded, toggleFolding, toggleMark } from './marks.ts';
import { moveBy, moveFirst, moveLast, pageRows } from './moving.ts';
import {
  focusPane,
  growDetail,
  moveBar,
  openBar,
  openDetail,
  toggleHistogram,
  toggleJson,
  zoomHistogram,
} from './panes.ts';
import { followConnection, goBack, goToTab, openRow, showAround } from './places.ts';
import { askForPath, askForSearch, openPrompt } from './prompts.ts';
import { clear, follow, togglePause } from './stream.ts';
import { isTableTab, sortBySelected } from './tables.ts';

/** What a command does to the state. */
type Command = (ui: UiState, context: ReduceContext) => Reduced;

/** Commands that other actions stand for: the chosen item of a menu, the answer to a question. */
type Dispatched = 'item-choose' | 'yes';

const rows = (count: (ui: UiState) => number): Command => {
  return (ui, context) => moveBy(ui, count(ui), context);
};
const halfPage = (ui: UiState): number => Math.max(1, Math.floor(pageRows(ui) / 2));
const edit =
  (name: TextEdit): Command =>
  (ui, context) =>
    editHere(ui, name, context);
const closed: Command = (ui) => only({ ...ui, overlay: undefined });
const tab =
  (name: TabName): Command =>
  (ui, context) =>
    goToTab(ui, name, context);

const moving = {
  'row-down': rows(() => 1),
  'row-up': rows(() => -1),
  'page-down': rows(pageRows),
  'page-up': rows((ui) => -pageRows(ui)),
  'half-page-down': rows(halfPage),
  'half-page-up': rows((ui) => -halfPage(ui)),
  'first-row': moveFirst,
  'last-row': moveLast,
  'column-left': (ui) => moveColumn(ui, -1),
  'column-right': (ui) => moveColumn(ui, 1),
  'sideways-left': (ui) => scrollSideways(ui, -1),
  'sideways-right': (ui) => scrollSideways(ui, 1),
  'tab-flows': tab('flows'),
  'tab-top': tab('top'),
  'tab-policies': tab('policies'),
  'tab-nodes': tab('nodes'),
  'next-pane': (ui, context) => focusPane(ui, 1, context),
  'previous-pane': (ui, context) => focusPane(ui, -1, context),
  'previous-view': goBack,
  'next-new-edge': (ui, context) => jumpToNewEdge(ui, 1, context),
  'previous-new-edge': (ui, context) => jumpToNewEdge(ui, -1, context),
  'next-marker': (ui, context) => jumpToMarker(ui, 1, context),
  'previous-marker': (ui, context) => jumpToMarker(ui, -1, context),
} as const satisfies Record<string, Command>;

const flows = {
  follow: (ui) => follow(ui),
  pause: togglePause,
  clear,
  detail: openDetail,
  'open-row': (ui, context) => (isTableTab(ui.tab) ? openRow(ui, ui.tab, context) : only(ui)),
  expand: toggleExpanded,
  fold: toggleFolding,
  around: showAround,
  connection: followConnection,
  mark: toggleMark,
  'mark-range': markRange,
  acknowledge,
  'show-acknowledged': toggleAcknowledged,
  'copy-row': (ui, context) => copy(ui, 'row', context),
  'copy-menu': (ui) => openCopyMenu(ui),
  json: toggleJson,
  search: askForSearch,
  'search-next': (ui, context) => jumpToMatch(ui, 1, context),
  'search-previous': (ui, context) => jumpToMatch(ui, -1, context),
} as const satisfies Record<string, Command>;

const filters = {
  filter: (ui, context) => editFilter(ui, '', context),
  'filter-invert': (ui, context) => editFilter(ui, '-', context),
  'filter-in': (ui, context) => filterByCell(ui, false, context),
  'filter-out': (ui, context) => filterByCell(ui, true, context),
  'undo-filter': undoFilter,
  'remove-filter': removeFilter,
  'filters-off': toggleFilters,
  'reset-filters': askToReset,
  'filter-forms': (ui) => openFilterForms(ui),
} as const satisfies Record<string, Command>;

const looks = {
  sort: sortBySelected,
  'choose-columns': (ui) => openChooser(ui),
  wide: (ui) => toggleWide(ui),
  'time-style': cycleTimeStyle,
  'endpoint-colors': (ui) => toggleEndpointColors(ui),
  histogram: (ui) => toggleHistogram(ui),
  'zoom-in': (ui) => zoomHistogram(ui, -1),
  'zoom-out': (ui) => zoomHistogram(ui, 1),
  'bar-left': (ui, context) => moveBar(ui, -1, context),
  'bar-right': (ui, context) => moveBar(ui, 1, context),
  'bar-open': (ui, context) => openBar(ui, ui.histogram.pickedMs, context),
  'pane-smaller': (ui) => growDetail(ui, -1),
  'pane-larger': (ui) => growDetail(ui, 1),
} as const satisfies Record<string, Command>;

const program = {
  save: askForPath,
  command: (ui, context) => openPrompt(ui, 'command', '', context),
  help: (ui) => openHelp(ui),
  back,
  leave,
  quit: (ui) => quit(ui),
  suspend: (ui) => withEffects(ui, { kind: 'suspend' }),
  redraw: (ui) => withEffects(ui, { kind: 'redraw' }),
  mouse: toggleMouse,
  'start-demo': (ui) => withEffects(ui, { kind: 'open', wish: { kind: 'demo' } }),
  'start-file': (ui, context) => openPrompt(ui, 'open-file', '', context),
  'start-kernel-log': (ui) => withEffects(ui, { kind: 'open', wish: { kind: 'kernel-log' } }),
  'start-server': (ui, context) => openPrompt(ui, 'server', '', context),
} as const satisfies Record<string, Command>;

const entries = {
  'entry-apply': (ui, context) => enterHere(ui, context, runCommand),
  'entry-leave': (ui) => leaveHere(ui),
  'candidate-next': (ui, context) => completeHere(ui, 1, context),
  'candidate-previous': (ui, context) => completeHere(ui, -1, context),
  'history-older': (ui, context) => recallFilter(ui, -1, context),
  'history-newer': (ui, context) => recallFilter(ui, 1, context),
  'edit-left': edit('edit-left'),
  'edit-right': edit('edit-right'),
  'edit-word-left': edit('edit-word-left'),
  'edit-word-right': edit('edit-word-right'),
  'edit-start': edit('edit-start'),
  'edit-end': edit('edit-end'),
  'edit-backspace': edit('edit-backspace'),
  'edit-delete': edit('edit-delete'),
  'edit-delete-word': edit('edit-delete-word'),
  'edit-delete-to-start': edit('edit-delete-to-start'),
  'edit-delete-to-end': edit('edit-delete-to-end'),
} as const satisfies Record<string, Command> & Record<TextEdit, Command>;

const overlays = {
  close: closed,
  'item-down': rows(() => 1),
  'item-up': rows(() => -1),
  'choice-toggle': toggleChoice,
  'choice-earlier': (ui) => shiftChoice(ui, -1),
  'choice-later': (ui) => shiftChoice(ui, 1),
  'choice-narrower': (ui) => resizeChoice(ui, -1),
  'choice-wider': (ui) => resizeChoice(ui, 1),
  'choice-reset': (ui) => resetChoices(ui),
  'choice-done': closed,
  'help-close': (ui) => closeHelp(ui),
  'help-backspace': (ui) => deleteFromHelp(ui),
  no: closed,
} as const satisfies Record<string, Command>;

const commands: Readonly<Record<Exclude<CommandName, Dispatched>, Command>> = {
  ...moving,
  ...flows,
  ...filters,
  ...looks,
  ...program,
  ...entries,
  ...overlays,
};

function isCommand(name: string): name is Exclude<CommandName, Dispatched> {
  return Object.hasOwn(commands, name);
}

/** Runs a command of the key table; nothing happens for a name that is none. */
export function runCommand(ui: UiState, name: string, context: ReduceContext): Reduced {
  return isCommand(name) ? commands[name](ui, context) : only(ui);
}
