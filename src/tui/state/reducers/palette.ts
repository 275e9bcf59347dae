/** Running what was written into the palette. */

import { quote } from '../../../base/quote.ts';
import { readBar } from '../../../filters/expression/reading.ts';
import type { CommandName } from '../../keys/key-table.ts';
import type { OriginWish } from '../../tui-options.ts';
import { keyTerm, narrowedBy } from '../cell-terms.ts';
import { isVerb, paletteCommand, type VerbName } from '../palette-verbs.ts';
import { only, withEffects, type ReduceContext, type Reduced } from '../reduced.ts';
import { groupColumns, tableColumns } from '../table-columns.ts';
import type { TimeStyle, UiState } from '../ui-state.ts';
import { setTerms } from './filter-bar.ts';
import { goToTab, listViews, saveView, tabNamed, useView } from './places.ts';
import { askForPath, openPrompt, withNote } from './prompts.ts';
import { endingsHint, formatOf, saveFile } from './saving.ts';
import { foldBy, isTableTab, orderBy } from './tables.ts';

/** What came of a verb: a new state, or what is wrong with what stands after it. */
type Outcome = Reduced | { readonly fault: string };

/** A verb; `argument` is what stands after it, without blanks around. The palette is closed already. */
type Verb = (ui: UiState, argument: string, context: ReduceContext) => Outcome;

function narrow(key: string): Verb {
  return (ui, argument, context) => {
    if (argument === '') return { fault: `${key} needs a value` };
    const reading = readBar(keyTerm(key, argument));
    if (!reading.ok) return { fault: `${reading.message}: ${reading.hint}` };
    return setTerms(ui, reading.terms.map((term) => term.text).reduce(narrowedBy, ui.filter.terms), context);
  };
}

function replaceFilter(ui: UiState, argument: string, context: ReduceContext): Outcome {
  const reading = readBar(argument);
  if (!reading.ok) return { fault: `${reading.message}: ${reading.hint}` };
  return setTerms(
    ui,
    reading.terms.map((term) => term.text),
    context,
  );
}

function view(ui: UiState, argument: string, context: ReduceContext): Outcome {
  const [, name] = /^save(?:\s+(.*))?$/u.exec(argument) ?? [];
  if (argument === '') return listViews(ui, context);
  if (name !== undefined) return saveView(ui, name);
  return argument === 'save' ? { fault: 'a name is missing: view save NAME' } : useView(ui, argument, context);
}

function tab(ui: UiState, argument: string, context: ReduceContext): Outcome {
  const found = tabNamed(argument);
  return found === undefined ? { fault: 'tabs are flows, top, policies and nodes' } : goToTab(ui, found, context);
}

function group(ui: UiState, argument: string): Outcome {
  if (!isTableTab(ui.tab)) return { fault: 'flows are not folded here; tabs 2 and 3 fold them' };
  const names = argument.split(/[\s,]+/u).filter((name) => name !== '');
  const columns = names.flatMap((name) => groupColumns.find((column) => column === name) ?? []);
  const isRight = columns.length > 0 && columns.length === names.length;
  return isRight
    ? only(foldBy(ui, ui.tab, [...new Set(columns)]))
    : { fault: `columns are ${groupColumns.join(', ')}` };
}

function sort(ui: UiState, argument: string): Outcome {
  if (!isTableTab(ui.tab)) return { fault: 'flows stay in the order they came; tabs 2 and 3 can be sorted' };
  const columns = tableColumns(ui.tab, ui.tables[ui.tab]);
  const column = columns.find((name) => name === argument);
  return column === undefined ? { fault: `columns are ${columns.join(', ')}` } : only(orderBy(ui, ui.tab, column));
}

const timeStyles: readonly TimeStyle[] = ['absolute', 'relative', 'delta'];

function time(ui: UiState, argument: string): Outcome {
  const timeStyle = timeStyles.find((style) => style === argument);
  return timeStyle === undefined ? { fault: `times are ${timeStyles.join(', ')}` } : only({ ...ui, timeStyle });
}

function save(ui: UiState, argument: string, context: ReduceContext): Outcome {
  if (argument === '') return askForPath(ui, context);
  return formatOf(argument) === undefined ? { fault: endingsHint } : saveFile(ui, argument, false, context);
}

function opening(wish: OriginWish): Verb {
  return (ui) => withEffects(ui, { kind: 'open', wish });
}

const verbs: Readonly<Record<VerbName, Verb>> = {
  filter: replaceFilter,
  ns: narrow('ns'),
  pod: narrow('pod'),
  from: narrow('from'),
  to: narrow('to'),
  port: narrow('port'),
  verdict: narrow('verdict'),
  policy: narrow('policy'),
  node: narrow('node'),
  view,
  tab,
  group,
  sort,
  time,
  save,
  open: (ui, path, context) =>
    path === ''
      ? openPrompt(ui, 'open-file', '', context)
      : withEffects(ui, { kind: 'open', wish: { kind: 'file', path } }),
  server: (ui, address, context) =>
    address === ''
      ? openPrompt(ui, 'server', '', context)
      : withEffects(ui, { kind: 'open', wish: { kind: 'server', address } }),
  demo: opening({ kind: 'demo' }),
  'kernel-log': opening({ kind: 'kernel-log' }),
};

/** Runs a command of the key table. */
export type RunCommand = (ui: UiState, name: CommandName, context: ReduceContext) => Reduced;

/** Runs the text of the palette and closes it; what is wrong with the text is noted and leaves it open. */
export function runPalette(ui: UiState, text: string, context: ReduceContext, run: RunCommand): Reduced {
  const [, word = '', argument = ''] = /^\s*(\S*)\s*(.*?)\s*$/u.exec(text) ?? [];
  const closed = { ...ui, overlay: undefined };
  if (word === '') return only(closed);
  if (isVerb(word)) {
    const outcome = verbs[word](closed, argument, context);
    return 'fault' in outcome ? only(withNote(ui, outcome.fault)) : outcome;
  }
  const command = paletteCommand(word);
  return command === undefined
    ? only(withNote(ui, `there is no command ${quote(word)}; Tab shows them`))
    : run(closed, command, context);
}
