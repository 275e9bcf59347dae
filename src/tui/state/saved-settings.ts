/** What of the UI's state is worth keeping: a view. Every part may be absent. */

import type { GroupColumn, SortColumn } from './readers.ts';
import type { ColumnChoice, TabName, TimeStyle } from './ui-state.ts';

/** A view as it is kept. */
export interface SavedSettings {
  readonly tab?: TabName;
  readonly terms?: readonly string[];
  readonly columns?: readonly ColumnChoice[];
  readonly timeStyle?: TimeStyle;
  readonly isFolding?: boolean;
  readonly isHistogramOpen?: boolean;
  readonly hasEndpointColors?: boolean;
  readonly top?: SavedTable;
  readonly policies?: SavedTable;
  /** Filters that were entered, newest last. */
  readonly history?: readonly string[];
}

/** How a table is folded and sorted. */
export interface SavedTable {
  readonly groupBy: readonly GroupColumn[];
  readonly sortBy: SortColumn;
  readonly isDescending: boolean;
}
