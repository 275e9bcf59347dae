/** The store: holds the state, runs reducers, and publishes pictures of the moment. */

import type { Clock } from '../../base/clock.ts';
import type { Snapshot } from '../screen.ts';
import type { Effect } from './effects.ts';
import type { ViewData } from './readers.ts';
import { reduce, settle } from './reduce.ts';
import type { ReduceContext } from './reduced.ts';
import type { UiAction, UiState } from './ui-state.ts';

/** Milliseconds between two pictures that the stream alone asks for: 12 a second. Keys do not wait. */
export const leastIntervalMs = 1000 / 12;

/** Milliseconds between two pictures of which only the clock differs. */
const tickMs = 1000;

/** Calls back after so many milliseconds; returns how to call that off. */
export type Schedule = (callback: () => void, ms: number) => () => void;

/** What takes actions. */
export type Dispatch = (action: UiAction) => void;

/** Options of the store. */
export interface StoreOptions {
  readonly initial: UiState;
  readonly data: ViewData;
  readonly clock: Clock;
  /** The named views of the moment. */
  readonly views: () => ReduceContext['views'];
  /** Does what a reducer asked for; its state is in force and published by then. */
  readonly perform: (effect: Effect, dispatch: Dispatch) => void;
  /** See `ReduceContext.scrollLimit`; gets the picture of the moment with the state to be scrolled. */
  readonly scrollLimit?: (part: Parameters<NonNullable<ReduceContext['scrollLimit']>>[0], snapshot: Snapshot) => number;
  /** Timers of the runtime unless given. */
  readonly schedule?: Schedule;
}

/** The store. */
export interface TuiStore {
  /** Returns the last picture; the same object until there is a new one. */
  getSnapshot(): Snapshot;
  /** Calls back after each publishing; returns how to end that. */
  subscribe(listener: () => void): () => void;
  /** Changes the state and publishes it at once, if anything changed. */
  dispatch(action: UiAction): void;
  /** Something of the data changed: a picture follows within `leastIntervalMs`. */
  dataChanged(): void;
  /** Publishes nothing any more. */
  close(): void;
}

function withTimer(callback: () => void, ms: number): () => void {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
}

/** Returns after how many milliseconds time alone changes the picture; undefined when it does not. */
export function nextTickMs({ ui, data, nowMs }: Snapshot): number | undefined {
  const { session, timeline } = data;
  const isCounting = session.state.kind === 'reconnecting';
  const hasAges = ui.tab === 'flows' && ui.timeStyle === 'relative' && timeline.end > timeline.first;
  const ticks = isCounting || hasAges || session.flowsPerSecond > 0 ? tickMs : undefined;
  const endsMs = ui.message === undefined ? undefined : Math.max(0, ui.message.untilMs - nowMs);
  return ticks === undefined || endsMs === undefined ? (ticks ?? endsMs) : Math.min(ticks, endsMs);
}

function withoutOldMessage(ui: UiState, nowMs: number): UiState {
  return ui.message !== undefined && ui.message.untilMs <= nowMs ? { ...ui, message: undefined } : ui;
}

/** A timer that is set anew or called off. */
function createAlarm(schedule: Schedule): {
  set(callback: () => void, ms: number): void;
  clear(): void;
  isSet(): boolean;
} {
  let callOff: (() => void) | undefined;
  const clear = (): void => {
    callOff?.();
    callOff = undefined;
  };
  return {
    set(callback, ms) {
      clear();
      callOff = schedule(() => {
        callOff = undefined;
        callback();
      }, ms);
    },
    clear,
    isSet: () => callOff !== undefined,
  };
}

/** Returns a store that has published its first picture. */
export function createStore(options: StoreOptions): TuiStore {
  const { data, clock, views, perform, scrollLimit, schedule = withTimer } = options;
  const listeners = new Set<() => void>();
  const [dataAlarm, tickAlarm] = [createAlarm(schedule), createAlarm(schedule)];
  let isClosed = false;
  const picture = (ui: UiState): Snapshot => ({ ui, data, now: clock.now(), nowMs: clock.monotonicMs() });
  let snapshot = picture(settle(options.initial, { data }));

  function publish(ui: UiState): void {
    dataAlarm.clear();
    const nowMs = clock.monotonicMs();
    snapshot = picture(withoutOldMessage(settle(ui, { data }), nowMs));
    for (const listener of listeners) listener();
    const nextMs = nextTickMs(snapshot);
    if (nextMs === undefined || isClosed) tickAlarm.clear();
    else tickAlarm.set(() => publish(snapshot.ui), nextMs);
  }

  function contextOf(): ReduceContext {
    const { now, nowMs } = picture(snapshot.ui);
    const limit =
      scrollLimit && ((part: Parameters<typeof scrollLimit>[0], ui: UiState) => scrollLimit(part, picture(ui)));
    return { data, now, nowMs, views: views(), scrollLimit: limit };
  }

  function dispatch(action: UiAction): void {
    if (isClosed) return;
    const { ui, effects } = reduce(snapshot.ui, action, contextOf());
    if (ui !== snapshot.ui || dataAlarm.isSet()) publish(ui);
    for (const effect of effects) perform(effect, dispatch);
    // An effect may have changed the data at once, such as which rows are shown.
    if (effects.length > 0 && !isClosed) publish(snapshot.ui);
  }

  return {
    getSnapshot: () => snapshot,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispatch,
    dataChanged() {
      if (isClosed || dataAlarm.isSet()) return;
      const sinceMs = clock.monotonicMs() - snapshot.nowMs;
      dataAlarm.set(() => publish(snapshot.ui), Math.max(0, leastIntervalMs - sinceMs));
    },
    close() {
      isClosed = true;
      dataAlarm.clear();
      tickAlarm.clear();
    },
  };
}
