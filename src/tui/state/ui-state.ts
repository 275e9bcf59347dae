/** What the user has chosen, opened and typed. Plain data; only reducers make new ones. */

import type { Timestamp } from '../../base/time/timestamp.ts';
import type { GroupColumn, SortColumn } from './readers.ts';

/** Tabs in the order of their number keys. */
export const tabNames = ['flows', 'top', 'policies', 'nodes'] as const;

/** A tab. */
export type TabName = (typeof tabNames)[number];

/** Size of the terminal in cells. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Columns of the flow table by name, in their default order. */
export const flowColumnNames = ['time', 'node', 'source', 'destination', 'port', 'verdict', 'summary'] as const;

/** A column of the flow table. */
export type FlowColumnName = (typeof flowColumnNames)[number];

/** One column as the user set it. */
export interface ColumnChoice {
  readonly name: FlowColumnName;
  readonly isShown: boolean;
  /** Cells; undefined lets the layout decide. */
  readonly width: number | undefined;
}

/** How times are shown: of day, since the flow before, or how long ago. */
export type TimeStyle = 'absolute' | 'relative' | 'delta';

/** The selected row of the flow table. */
export interface FlowCursor {
  /** `seq` of the entry. */
  readonly seq: number;
  /** Index into the members of an expanded row; undefined on the row itself. */
  readonly member: number | undefined;
}

/** The flow table. */
export interface FlowsState {
  /** Undefined while there is no row. */
  readonly cursor: FlowCursor | undefined;
  /** `seq` of the entry on the first line; the view corrects it when that entry is gone. */
  readonly top: number;
  /** The cursor stays on the newest row. */
  readonly isFollowing: boolean;
  /** `end` of the timeline when the view was paused: what came later waits. Undefined while it runs. */
  readonly pausedAt: number | undefined;
  /** Entries before this `seq` were cleared away (`C`). */
  readonly clearedBefore: number;
  /** `seq` of rows whose members are shown. */
  readonly expanded: ReadonlySet<number>;
  readonly marks: ReadonlySet<number>;
  /** Where a range of marks began. */
  readonly rangeFrom: number | undefined;
  /** Flows around one flow, no filters: the timeline shows only entries of that time. */
  readonly around: { readonly time: Timestamp; readonly seq: number } | undefined;
  /** Text that is highlighted and that `n` and `N` go to. */
  readonly search: string | undefined;
  /**
   * The stream was asked for anew: once the entries before `after` are gone, the cursor goes to the first row that is not
   * before `time`.
   */
  readonly sought?: { readonly time: Timestamp; readonly after: number } | undefined;
}

/** A tab that is a table of conversations. */
export interface TableState {
  /** `key` of the selected row. */
  readonly selected: string | undefined;
  /** Index of the row on the first line. */
  readonly top: number;
  readonly groupBy: readonly GroupColumn[];
  readonly sortBy: SortColumn;
  readonly isDescending: boolean;
}

/** The pane with every field of the selected row. */
export interface DetailState {
  readonly isOpen: boolean;
  /** Keys move inside the pane. */
  readonly hasFocus: boolean;
  /** It takes the whole screen. */
  readonly isFull: boolean;
  /** Lines scrolled. */
  readonly scroll: number;
  /** Cells (beside) or lines (below) added to the default size. */
  readonly grownBy: number;
  readonly isJsonShown: boolean;
}

/** Verdicts over time, under the table. */
export interface HistogramState {
  readonly isOpen: boolean;
  /** Index into the widths of a bar (`histogramWidthsMs`). */
  readonly zoom: number;
  /** Start of the picked bar in Unix milliseconds; undefined while none is picked. */
  readonly pickedMs: number | undefined;
}

/** Widths a bar may have, in milliseconds. */
export const histogramWidthsMs = [1_000, 5_000, 15_000, 60_000, 300_000, 3_600_000] as const;

/** The filter bar. What is in force are `terms`, unless `isOff`. */
export interface FilterBarState {
  /** One text a chip, as the bar's language has it, such as `audited` or `-port:53`. */
  readonly terms: readonly string[];
  /** All filters are off for now (`Ctrl-f`). */
  readonly isOff: boolean;
  /** Terms that were in force before, newest last: `u` goes back. */
  readonly past: readonly (readonly string[])[];
  /** Texts that were entered, newest last: up and down recall them. */
  readonly history: readonly string[];
  readonly editing: FilterEditing | undefined;
}

/** The bar while it is edited. */
export interface FilterEditing {
  readonly text: string;
  /** Cursor as an index into `text`. */
  readonly at: number;
  /** Index into the history; undefined for the text being written. */
  readonly recalled: number | undefined;
  readonly candidates: readonly string[];
  /** The candidate that is chosen; undefined while none is. */
  readonly candidate: number | undefined;
  /** Part of the text that a candidate replaces. */
  readonly replaces: { readonly from: number; readonly to: number };
  /** What is wrong with the text, and where; undefined while it is right. */
  readonly fault: { readonly message: string; readonly from: number; readonly to: number } | undefined;
}

/** One line of text that is being written for a purpose. */
export interface PromptState {
  readonly kind: 'prompt';
  readonly purpose: 'command' | 'search' | 'save' | 'open-file' | 'server' | 'help-search';
  readonly text: string;
  readonly at: number;
  readonly candidates: readonly string[];
  readonly candidate: number | undefined;
  /** What is to be known before Enter, such as the path that would be overwritten; or what is wrong. */
  readonly note: string | undefined;
}

/** A choice. */
export interface MenuState {
  readonly kind: 'menu';
  readonly title: string;
  readonly items: readonly MenuItem[];
  readonly selected: number;
}

/** An item of a menu; `key` chooses it at once. */
export interface MenuItem {
  readonly key: string;
  readonly label: string;
  readonly action: UiAction;
}

/** What lies over the screen. One at a time. */
export type Overlay =
  | { readonly kind: 'help'; readonly search: string; readonly scroll: number }
  | { readonly kind: 'columns'; readonly selected: number }
  | { readonly kind: 'groups'; readonly selected: number }
  | { readonly kind: 'filter-forms'; readonly scroll: number }
  | MenuState
  | PromptState
  | { readonly kind: 'confirm'; readonly question: string; readonly yes: UiAction };

/** One line over the foot, until the next key or `untilMs` of the monotonic clock. */
export interface Message {
  readonly tone: 'info' | 'error';
  readonly text: string;
  readonly untilMs: number;
}

/** The screen before there is a stream. */
export interface StartState {
  /** What was tried and what it said. */
  readonly tried: readonly { readonly what: string; readonly outcome: string }[];
}

/** Where the user was: what `-` goes back to. */
export interface ViewPlace {
  readonly tab: TabName;
  readonly terms: readonly string[];
  readonly isOff: boolean;
  readonly around: FlowsState['around'];
  /** Time of the selected flow; undefined while the table followed the newest. */
  readonly time: Timestamp | undefined;
}

/** Forms in which rows and filters are copied. */
export type CopyForm = 'row' | 'json' | 'next' | 'filter' | 'flags' | 'cel' | 'command';

/** All of it. */
export interface UiState {
  readonly size: Size;
  readonly tab: TabName;
  /** Shown instead of the tabs while nothing could be connected to. */
  readonly start: StartState | undefined;
  readonly flows: FlowsState;
  readonly tables: Readonly<Record<'top' | 'policies', TableState>>;
  /** Lines scrolled on the nodes tab. */
  readonly nodesScroll: number;
  readonly detail: DetailState;
  readonly histogram: HistogramState;
  readonly filter: FilterBarState;
  readonly columns: readonly ColumnChoice[];
  /** Index of the selected column among those that are shown. */
  readonly column: number;
  /** Cells the table is scrolled sideways. */
  readonly sideways: number;
  readonly timeStyle: TimeStyle;
  readonly isFolding: boolean;
  /** Acknowledged edges are shown, dimmed, instead of folded away. */
  readonly showsAcknowledged: boolean;
  /** Endpoint names have a colour of their own. */
  readonly hasEndpointColors: boolean;
  readonly isWide: boolean;
  readonly isMouseOn: boolean;
  readonly overlay: Overlay | undefined;
  readonly message: Message | undefined;
  /** Places before this one, newest last. */
  readonly previous?: readonly ViewPlace[] | undefined;
}

/** Changes of the state. Reducers are total: an action that means nothing where it is done changes nothing. */
export type UiAction =
  | { readonly kind: 'command'; readonly name: string }
  | { readonly kind: 'resize'; readonly size: Size }
  | { readonly kind: 'say'; readonly tone: 'info' | 'error'; readonly text: string }
  | { readonly kind: 'set-terms'; readonly terms: readonly string[] }
  | { readonly kind: 'go-to'; readonly seq: number }
  | { readonly kind: 'set-time'; readonly ms: number }
  | { readonly kind: 'start'; readonly start: StartState | undefined }
  /** Text was typed or pasted into what is being written, or searched for in the help. */
  | { readonly kind: 'type'; readonly text: string }
  /** The key of an item of the open menu. */
  | { readonly kind: 'choose'; readonly key: string }
  /** A click of the mouse; cells count from 0. */
  | { readonly kind: 'click'; readonly column: number; readonly row: number }
  /** Rows the wheel of the mouse was turned by, negative upwards. */
  | { readonly kind: 'wheel'; readonly rows: number }
  | { readonly kind: 'copy'; readonly form: CopyForm }
  | { readonly kind: 'reset-filters' }
  /** A question that `y` answers with an action. */
  | { readonly kind: 'ask'; readonly question: string; readonly yes: UiAction }
  /** What is to be known about the text of a prompt that still says `text`. */
  | { readonly kind: 'note'; readonly text: string; readonly note: string }
  /** The terms of the edited bar were compiled: applied, unless there is a fault or the text has changed since. */
  | {
      readonly kind: 'checked';
      readonly text: string;
      readonly terms: readonly string[];
      readonly fault: string | undefined;
    }
  /** Writes the flows of the view to a file; `overwrite` where the user agreed to replace one. */
  | { readonly kind: 'save-file'; readonly path: string; readonly overwrite: boolean }
  /** A named view is used. */
  | { readonly kind: 'view'; readonly name: string }
  /** The entries of the timeline were laid anew: `move` tells where a `seq` of before is now. */
  | { readonly kind: 'relaid'; readonly move: (seq: number) => number }
  /** An origin was opened: the start screen goes, the table starts anew. */
  | { readonly kind: 'opened' };
