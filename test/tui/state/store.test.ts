import { describe, expect, test } from 'vitest';

import type { SessionReader } from '../../../src/tui/state/readers.ts';
import {
  createStore,
  leastIntervalMs,
  nextTickMs,
  type StoreOptions,
  type TuiStore,
} from '../../../src/tui/state/store.ts';
import type { TimelineEntry } from '../../../src/tui/state/timeline-entry.ts';
import { fakeClock } from '../../helpers/observed-events.ts';
import { aContext, aState, rows, timelineOf } from '../builders/key-screen.ts';
import { aSession } from '../builders/flow-screen.ts';

interface Timer {
  readonly atMs: number;
  readonly callback: () => void;
}

interface TestStore {
  readonly store: TuiStore;
  readonly timers: ReadonlySet<Timer>;
  readonly unsubscribe: () => void;
  readonly published: () => number;
  readonly setEntries: (entries: readonly TimelineEntry[]) => void;
  readonly advance: (ms: number) => void;
}

/** A store whose time stands still until it is moved, over rows that can be more. */
function aStore(
  options: Partial<StoreOptions> = {},
  session: Partial<SessionReader> = { flowsPerSecond: 0 },
): TestStore {
  const clock = fakeClock();
  const timers = new Set<Timer>();
  let entries: readonly TimelineEntry[] = rows;
  const data = {
    ...aContext().data,
    session: { ...aSession, ...session },
    get timeline() {
      return timelineOf(entries);
    },
  };
  const store = createStore({
    initial: aState(),
    data,
    clock,
    views: () => new Map(),
    perform: () => {},
    schedule(callback, ms) {
      const timer = { atMs: clock.monotonicMs() + ms, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    ...options,
  });
  let published = 0;
  const unsubscribe = store.subscribe(() => (published += 1));
  return {
    store,
    timers,
    unsubscribe,
    published: () => published,
    setEntries: (changed) => void (entries = changed),
    advance(ms) {
      clock.advanceMs(ms);
      for (const timer of timers) {
        if (timer.atMs > clock.monotonicMs()) continue;
        timers.delete(timer);
        timer.callback();
      }
    },
  };
}

describe('the store', () => {
  test('publishes a key at once, and nothing when nothing changed', () => {
    const { store, published } = aStore();
    const first = store.getSnapshot();
    store.dispatch({ kind: 'command', name: 'row-up' });
    expect(published()).toBe(1);
    expect(store.getSnapshot()).not.toBe(first);
    expect(store.getSnapshot().ui.flows.cursor?.seq).toBe(6);
    store.dispatch({ kind: 'command', name: 'no-such' });
    expect(published()).toBe(1);
  });

  test('publishes the stream at most 12 times a second, all changes in one picture', () => {
    const { store, published, setEntries, advance } = aStore();
    const first = store.getSnapshot();
    setEntries([...rows, ...rows]);
    for (let count = 0; count < 100; count += 1) store.dataChanged();
    expect([published(), store.getSnapshot()]).toEqual([0, first]);
    advance(leastIntervalMs - 1);
    expect(published()).toBe(0);
    advance(1);
    expect([published(), store.getSnapshot().ui.flows.cursor?.seq]).toEqual([1, 15]);
    store.dataChanged();
    advance(10);
    expect(published()).toBe(1);
    advance(leastIntervalMs);
    expect(published()).toBe(2);
  });

  test('does not wait when the last picture is old', () => {
    const { store, published, advance } = aStore();
    advance(5000);
    store.dataChanged();
    advance(0);
    expect(published()).toBe(1);
  });

  test('a key takes the changes of the stream with it', () => {
    const { store, published, advance, timers } = aStore();
    store.dataChanged();
    store.dispatch({ kind: 'command', name: 'row-up' });
    expect([published(), timers.size]).toEqual([1, 0]);
    advance(1000);
    expect(published()).toBe(1);
  });

  test('does nothing at all while nothing happens', () => {
    const { published, advance, timers } = aStore();
    advance(60_000);
    expect([published(), timers.size]).toEqual([0, 0]);
  });

  test('takes a message away when its time is over', () => {
    const { store, published, advance, timers } = aStore();
    store.dispatch({ kind: 'say', tone: 'info', text: 'saved' });
    advance(3999);
    expect(store.getSnapshot().ui.message?.text).toBe('saved');
    advance(1);
    expect(store.getSnapshot().ui.message).toBeUndefined();
    expect([published(), timers.size]).toEqual([2, 0]);
  });

  test('has effects done after their state is in force, and publishes what they changed', () => {
    const seen: unknown[] = [];
    const { store, published } = aStore({
      perform: (effect, dispatch) => {
        seen.push([effect.kind, store.getSnapshot().ui.flows.pausedAt]);
        dispatch({ kind: 'say', tone: 'info', text: 'held' });
      },
    });
    store.dispatch({ kind: 'command', name: 'pause' });
    expect(seen).toEqual([['hold-folds', 8]]);
    expect(store.getSnapshot().ui).toMatchObject({ message: { text: 'held' }, flows: { pausedAt: 8 } });
    expect(published()).toBe(3);
  });

  test('asks how far can be scrolled with the state that is scrolled', () => {
    const { store } = aStore({ scrollLimit: (part, { ui }) => (part === 'nodes' && ui.tab === 'nodes' ? 2 : 0) });
    store.dispatch({ kind: 'command', name: 'tab-nodes' });
    for (let count = 0; count < 5; count += 1) store.dispatch({ kind: 'command', name: 'row-down' });
    expect(store.getSnapshot().ui.nodesScroll).toBe(2);
  });

  test('tells nobody who left, and nothing once it is closed', () => {
    const { store, published, unsubscribe, timers } = aStore();
    unsubscribe();
    store.dispatch({ kind: 'command', name: 'row-up' });
    store.dispatch({ kind: 'say', tone: 'info', text: 'x' });
    store.close();
    const last = store.getSnapshot();
    store.dispatch({ kind: 'command', name: 'row-up' });
    store.dataChanged();
    expect([published(), timers.size, store.getSnapshot()]).toEqual([0, 0, last]);
  });
});

const snapshot = (session: Partial<SessionReader>) => aStore({}, session).store.getSnapshot();

describe('nextTickMs', () => {
  test('is undefined while only data can change the picture', () => {
    expect(nextTickMs(snapshot({ flowsPerSecond: 0 }))).toBeUndefined();
  });

  test('is a second while a time or a rate is shown that changes by itself', () => {
    const still = snapshot({ flowsPerSecond: 0 });
    expect(nextTickMs(snapshot({ flowsPerSecond: 3 }))).toBe(1000);
    const state = { kind: 'reconnecting', retryAtMs: 9000, reason: 'gone' } as const;
    expect(nextTickMs(snapshot({ flowsPerSecond: 0, state }))).toBe(1000);
    expect(nextTickMs({ ...still, ui: { ...still.ui, timeStyle: 'relative' } })).toBe(1000);
    expect(nextTickMs({ ...still, ui: { ...still.ui, tab: 'top', timeStyle: 'relative' } })).toBeUndefined();
  });

  test('is no later than the end of a message', () => {
    const still = snapshot({ flowsPerSecond: 0 });
    const message = { tone: 'info', text: 'x', untilMs: still.nowMs + 300 } as const;
    expect(nextTickMs({ ...still, ui: { ...still.ui, message } })).toBe(300);
  });
});
