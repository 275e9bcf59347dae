/** What a change of the state asks the world for. Reducers only name it; `run-effects.ts` does it. */

import type { Timestamp } from '../../base/time/timestamp.ts';
import type { Edge } from '../../flow/edge.ts';
import type { BarTerm } from '../../filters/expression/reading.ts';
import type { OriginWish, SaveFormat } from '../tui-options.ts';
import type { SavedSettings } from './saved-settings.ts';

/** Rows of the timeline: those in `[from, end)` that are shown, or the marked ones among them where there are marks. */
export interface RowSelection {
  readonly from: number;
  readonly end: number;
  readonly marks: ReadonlySet<number>;
}

/** Something to be done outside the state. */
export type Effect =
  /** Asks for the stream anew. */
  | { readonly kind: 'query'; readonly terms: readonly string[]; readonly around: Timestamp | undefined }
  /** Compiles the terms of the edited bar; the answer is the action `checked`. */
  | { readonly kind: 'check-terms'; readonly text: string; readonly terms: readonly BarTerm[] }
  /** Ends the program; the settings are kept for the next time. */
  | { readonly kind: 'quit'; readonly settings: SavedSettings }
  | { readonly kind: 'suspend' }
  | { readonly kind: 'redraw' }
  | { readonly kind: 'mouse'; readonly isOn: boolean }
  /** Puts a text on the clipboard; `what` says what it is, such as `3 flows as JSON`. */
  | { readonly kind: 'copy'; readonly text: string; readonly what: string }
  /** The same for the `observe` command with these filter flags. */
  | { readonly kind: 'copy-command'; readonly flags: readonly string[] }
  | { readonly kind: 'save-view'; readonly name: string; readonly settings: SavedSettings }
  /** Finds out what is at a path, for the note of the prompt that says `path`. */
  | { readonly kind: 'look-at'; readonly path: string }
  | {
      readonly kind: 'save-file';
      readonly path: string;
      readonly format: SaveFormat;
      readonly overwrite: boolean;
      readonly rows: RowSelection;
    }
  /** Writes an edge to the file of accepted ones; `shown` where such rows are shown all the same. */
  | { readonly kind: 'acknowledge'; readonly edge: Edge; readonly shown: boolean }
  | { readonly kind: 'unacknowledge'; readonly edge: Edge; readonly shown: boolean }
  | { readonly kind: 'show-acknowledged'; readonly shown: boolean }
  | { readonly kind: 'open'; readonly wish: OriginWish }
  | { readonly kind: 'set-folding'; readonly isFolding: boolean }
  /** Nothing folds into rows before this `seq` any more; undefined lets it again. */
  | { readonly kind: 'hold-folds'; readonly seq: number | undefined }
  /** New edges are counted from here on. */
  | { readonly kind: 'clear' };
