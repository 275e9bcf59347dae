/** Between the state and what of it is kept. */

import type { SavedSettings, SavedTable } from './saved-settings.ts';
import type { TableState, UiState } from './ui-state.ts';

function savedTable({ groupBy, sortBy, isDescending }: TableState): SavedTable {
  return { groupBy, sortBy, isDescending };
}

/** Returns what of the state is a view. */
export function settingsOf(ui: UiState): SavedSettings {
  return {
    tab: ui.tab,
    terms: ui.filter.terms,
    columns: ui.columns,
    timeStyle: ui.timeStyle,
    isFolding: ui.isFolding,
    isHistogramOpen: ui.histogram.isOpen,
    hasEndpointColors: ui.hasEndpointColors,
    top: savedTable(ui.tables.top),
    policies: savedTable(ui.tables.policies),
    history: ui.filter.history,
  };
}

function withTable(table: TableState, saved: SavedTable | undefined): TableState {
  return saved === undefined ? table : { ...table, ...saved, top: 0, selected: undefined };
}

/** Returns the state with the settings in the place of its own, but for the filter: its terms have to be asked for. */
export function withSettings(ui: UiState, settings: SavedSettings): UiState {
  return {
    ...ui,
    tab: settings.tab ?? ui.tab,
    columns: settings.columns ?? ui.columns,
    timeStyle: settings.timeStyle ?? ui.timeStyle,
    isFolding: settings.isFolding ?? ui.isFolding,
    hasEndpointColors: settings.hasEndpointColors ?? ui.hasEndpointColors,
    histogram: { ...ui.histogram, isOpen: settings.isHistogramOpen ?? ui.histogram.isOpen },
    tables: {
      top: withTable(ui.tables.top, settings.top),
      policies: withTable(ui.tables.policies, settings.policies),
    },
    column: 0,
    sideways: 0,
  };
}

/**
 * Returns what of the view of the last time is shown at once: all but its filters, as nobody should take a part of the traffic for all of
 * it because of what was looked for yesterday, perhaps on another server; and flows in the place of the nodes tab.
 */
export function lookOf(last: SavedSettings): SavedSettings {
  const { terms: _, tab, ...look } = last;
  return tab === undefined || tab === 'nodes' ? look : { ...look, tab };
}
