/** What reducers take and return. */

import type { Timestamp } from '../../base/time/timestamp.ts';
import type { Effect } from './effects.ts';
import type { ViewData } from './readers.ts';
import type { SavedSettings } from './saved-settings.ts';
import type { UiState } from './ui-state.ts';

/** Parts of the screen that are scrolled by line. */
export type ScrolledPart = 'detail' | 'nodes' | 'help' | 'filter-forms';

/** What reducers may look at besides the state. */
export interface ReduceContext {
  readonly data: ViewData;
  readonly now: Timestamp;
  /** Monotonic clock, in milliseconds. */
  readonly nowMs: number;
  /** The named views that are kept. */
  readonly views: ReadonlyMap<string, SavedSettings>;
  /** Returns how many lines a part can be scrolled by where it stands in the layout; without it scrolling knows no end. */
  readonly scrollLimit?: ((part: ScrolledPart, ui: UiState) => number) | undefined;
}

/** The new state, and what is to be done. */
export interface Reduced {
  readonly ui: UiState;
  readonly effects: readonly Effect[];
}

/** Milliseconds a message stays; one about a fault stays longer. */
const messageMs = { info: 4_000, error: 8_000 } as const;

/** Returns the state with nothing to be done. */
export function only(ui: UiState): Reduced {
  return { ui, effects: [] };
}

/** Returns the state with something to be done. */
export function withEffects(ui: UiState, ...effects: readonly Effect[]): Reduced {
  return { ui, effects };
}

/** Returns the state with a message. */
export function told(ui: UiState, text: string, { nowMs }: ReduceContext, tone: 'info' | 'error' = 'info'): UiState {
  return { ...ui, message: { tone, text, untilMs: nowMs + messageMs[tone] } };
}

/** Returns the state with a message and nothing to be done. */
export function say(ui: UiState, text: string, context: ReduceContext): Reduced {
  return only(told(ui, text, context));
}

/** Returns the second reducer's result on the first result's state, with the effects of both. */
export function andThen(reduced: Reduced, next: (ui: UiState) => Reduced): Reduced {
  const after = next(reduced.ui);
  return { ui: after.ui, effects: [...reduced.effects, ...after.effects] };
}

/** Returns `value` within `least` and `most`; `least` where they cross. */
export function within(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
