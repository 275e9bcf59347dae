/** The state the UI starts with. */

import type { SavedSettings } from './saved-settings.ts';
import {
  flowColumnNames,
  type ColumnChoice,
  type FlowsState,
  type Size,
  type StartState,
  type TableState,
  type UiState,
} from './ui-state.ts';
import { withSettings } from './view-settings.ts';

/** What is known when it starts. */
export interface InitialOptions {
  readonly size: Size;
  /** The start screen, where nothing could be connected to. */
  readonly start: StartState | undefined;
  /** Filters of the command line; where there are any, those of the settings do not count. */
  readonly terms: readonly string[];
  /** Settings to begin with; what several say, the last one decides. */
  readonly settings: readonly (SavedSettings | undefined)[];
  /** Filters that were in force the last time. They are not now, but `undo-filter` brings them back. */
  readonly lastTerms?: readonly string[] | undefined;
}

/** The columns of the flow table before anybody chose: all, as far as they find room. */
export const initialColumns: readonly ColumnChoice[] = flowColumnNames.map((name) => ({
  name,
  isShown: true,
  width: undefined,
}));

/** The tables of conversations before anybody chose. What would be denied stands above all. */
export const initialTables: Readonly<Record<'top' | 'policies', TableState>> = {
  top: {
    selected: undefined,
    top: 0,
    groupBy: ['source', 'destination', 'port'],
    sortBy: 'audited',
    isDescending: true,
  },
  policies: {
    selected: undefined,
    top: 0,
    groupBy: ['policy', 'direction'],
    sortBy: 'total',
    isDescending: true,
  },
};

/** The flow table of a stream of which nothing has arrived. */
const initialFlows: FlowsState = {
  cursor: undefined,
  top: 0,
  isFollowing: true,
  pausedAt: undefined,
  clearedBefore: 0,
  expanded: new Set(),
  marks: new Set(),
  rangeFrom: undefined,
  around: undefined,
  search: undefined,
};

function plainState({ size, start }: InitialOptions): UiState {
  return {
    size,
    tab: 'flows',
    start,
    flows: initialFlows,
    tables: initialTables,
    nodesScroll: 0,
    detail: { isOpen: false, hasFocus: false, isFull: false, scroll: 0, grownBy: 0, isJsonShown: false },
    histogram: { isOpen: false, zoom: 1, pickedMs: undefined },
    filter: { terms: [], isOff: false, past: [], history: [], editing: undefined },
    columns: initialColumns,
    column: 0,
    sideways: 0,
    timeStyle: 'absolute',
    isFolding: true,
    showsAcknowledged: false,
    hasEndpointColors: false,
    isWide: false,
    isMouseOn: false,
    overlay: undefined,
    message: undefined,
  };
}

/** Returns the state the UI starts with. The caller asks the session for `filter.terms`. */
export function initialState(options: InitialOptions): UiState {
  const settings: SavedSettings = Object.assign({}, ...options.settings);
  const ui = withSettings(plainState(options), settings);
  const terms = options.terms.length > 0 ? options.terms : (settings.terms ?? []);
  const { lastTerms = [] } = options;
  const past = terms.length === 0 && lastTerms.length > 0 ? [lastTerms] : [];
  return { ...ui, filter: { ...ui.filter, terms, past, history: settings.history ?? [] } };
}
