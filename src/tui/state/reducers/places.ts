/** Other views of the stream, and the ways back: around a flow, one connection, the flows behind a row, named views. */

import { quote } from '../../../base/quote.ts';
import { connectionTerm, conversationTerms, narrowedBy } from '../cell-terms.ts';
import { only, say, andThen, told, withEffects, type ReduceContext, type Reduced } from '../reduced.ts';
import { selectedFlow } from '../selection.ts';
import { tabNames, type TabName, type UiState } from '../ui-state.ts';
import { settingsOf, withSettings } from '../view-settings.ts';
import { setTerms } from './filter-bar.ts';
import { withMenu } from './menus.ts';
import { askAnew, withFlows, withPlaceKept } from './stream.ts';
import { selectedRow, type TableTab } from './tables.ts';

/** Goes to a tab. */
export function goToTab(ui: UiState, tab: TabName, context: ReduceContext): Reduced {
  if (tab === ui.tab) return only(ui);
  return only({ ...withPlaceKept(ui, context), tab, column: 0, sideways: 0 });
}

/** Shows the flows around the selected one, without any filter. */
export function showAround(ui: UiState, context: ReduceContext): Reduced {
  const row = selectedFlow({ ui, data: context.data });
  const seq = ui.flows.cursor?.seq;
  if (row?.time === undefined || seq === undefined) return say(ui, 'no flow with a time is selected', context);
  const kept = withFlows(withPlaceKept(ui, context), { around: { time: row.time, seq } });
  return andThen(askAnew(kept, row.time, context), (after) =>
    say(after, 'all flows 5 s before and after this one; - goes back', context),
  );
}

/** Shows only the flows of the selected flow's connection, both ways. */
export function followConnection(ui: UiState, context: ReduceContext): Reduced {
  const row = selectedFlow({ ui, data: context.data });
  const term = row === undefined ? undefined : connectionTerm(row);
  if (term === undefined) return say(ui, 'no flow with addresses is selected', context);
  return andThen(setTerms(ui, [term], context), (after) => say(after, 'this connection alone; - goes back', context));
}

/** Shows the flows behind the selected row of a table. */
export function openRow(ui: UiState, tab: TableTab, context: ReduceContext): Reduced {
  const row = selectedRow(ui, tab, context);
  if (row === undefined) return only(ui);
  const terms = conversationTerms(ui.tables[tab].groupBy, row).reduce(narrowedBy, ui.filter.terms);
  const kept = withPlaceKept(ui, context);
  const narrowed = setTerms(ui, terms, context);
  return {
    ui: { ...narrowed.ui, tab: 'flows', column: 0, sideways: 0, previous: kept.previous },
    effects: narrowed.effects,
  };
}

/** Goes back to the place before. */
export function goBack(ui: UiState, context: ReduceContext): Reduced {
  const place = ui.previous?.at(-1);
  if (place === undefined) return say(ui, 'this is the first view', context);
  const { tab, terms, isOff, around, time } = place;
  const after: UiState = {
    ...ui,
    tab,
    column: 0,
    sideways: 0,
    previous: ui.previous?.slice(0, -1),
    filter: { ...ui.filter, terms, isOff },
    flows: { ...ui.flows, around },
  };
  const isSame =
    terms.join('\n') === ui.filter.terms.join('\n') && isOff === ui.filter.isOff && around === ui.flows.around;
  return isSame ? only(after) : askAnew(after, time, context);
}

/** Uses a named view: its tab, columns, tables and filter. */
export function useView(ui: UiState, name: string, context: ReduceContext): Reduced {
  const view = context.views.get(name);
  if (view === undefined) return say(ui, `there is no view ${quote(name)}; :view lists them`, context);
  const kept = withPlaceKept(ui, context);
  const after = { ...withSettings(ui, view), filter: ui.filter };
  const folded = withEffects(after, { kind: 'set-folding', isFolding: after.isFolding });
  return andThen(folded, (shown) => {
    const asked = setTerms(shown, view.terms ?? shown.filter.terms, context);
    return { ui: told({ ...asked.ui, previous: kept.previous }, `view ${name}`, context), effects: asked.effects };
  });
}

/** Keeps what is shown as a named view. */
export function saveView(ui: UiState, name: string): Reduced {
  const { history: _, ...settings } = settingsOf(ui);
  return withEffects(ui, { kind: 'save-view', name, settings });
}

/** Offers the named views. */
export function listViews(ui: UiState, context: ReduceContext): Reduced {
  const names = [...context.views.keys()];
  if (names.length === 0) return say(ui, 'no view is kept; :view save NAME keeps this one', context);
  const items = names.map((name, index) => ({
    key: index < 9 ? String(index + 1) : '',
    label: name,
    action: { kind: 'view', name } as const,
  }));
  return only(withMenu(ui, 'Views', items));
}

/** Returns the tab of that name or number. */
export function tabNamed(text: string): TabName | undefined {
  return tabNames.find((name, index) => name === text || String(index + 1) === text);
}
