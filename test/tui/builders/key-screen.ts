/** Builders of keys and of what they work on: a table of eight rows, and a context for reducers. */

import { readBar } from '../../../src/filters/expression/reading.ts';
import { keyMap, type KeyMap } from '../../../src/tui/keys/key-map.ts';
import type { KeyStroke } from '../../../src/tui/keys/key-press.ts';
import { actionFor } from '../../../src/tui/keys/key-actions.ts';
import type { ConversationRow, ViewData } from '../../../src/tui/state/readers.ts';
import { reduce, settle } from '../../../src/tui/state/reduce.ts';
import type { ReduceContext, Reduced } from '../../../src/tui/state/reduced.ts';
import type { TimelineEntry, TimelineReader } from '../../../src/tui/state/timeline-entry.ts';
import type { UiState } from '../../../src/tui/state/ui-state.ts';
import { initialState } from '../../../src/tui/state/initial-state.ts';
import { aFlowEntry, aSeenFlow, aSnapshot, aTimeline, at, betweenPods, counts } from './flow-screen.ts';

/** Returns the stroke of a key by its name, such as `Ctrl-d`. */
export function stroke(name: string): KeyStroke {
  const [, held = '', key = ''] = /^((?:(?:Ctrl|Alt|Shift)-)*)(.+)$/u.exec(name) ?? [];
  const isHeld = /Ctrl|Alt/u.test(held);
  const printed = key === 'Space' ? ' ' : key.length === 1 ? key : '';
  return {
    kind: 'key',
    name: key,
    text: isHeld ? '' : printed,
    ctrl: held.includes('Ctrl'),
    alt: held.includes('Alt'),
    shift: held.includes('Shift'),
  };
}

/** The keys of the table. */
export function tableKeys(): KeyMap {
  const result = keyMap();
  if (!result.ok) throw new Error(result.faults.join('; '));
  return result.keys;
}

const folded = [0, 1, 2].map((index) => aSeenFlow({ uuid: `m${index}`, time: at(2 + index) }));

/** Rows: 0 and 5 are new refused edges, 2 holds three flows, 3 is a marker, 4 a gap. The time of row n is n seconds. */
export const rows: readonly TimelineEntry[] = [
  { ...betweenPods('shop/frontend-1', 'shop/db-0', { time: at(0) }), isNewEdge: true },
  betweenPods('shop/backend-1', 'shop/db-0', { time: at(1), verdict: 1 }),
  { ...aFlowEntry({ verdict: 'denied' }), first: folded[0]!, latest: folded[2]!, count: 3, members: folded },
  { kind: 'marker', seq: 0, time: at(3), about: 'policy', text: 'policy shop/db updated' },
  { kind: 'gap', seq: 0, time: at(4), by: 'reader', missed: 3, text: '3 flows lost' },
  { ...betweenPods('shop/backend-1', 'shop/cache-0', { time: at(5) }), isNewEdge: true },
  betweenPods('shop/backend-1', 'shop/db-0', { time: at(6), verdict: 1 }),
  betweenPods('shop/web-1', 'shop/db-0', { time: at(7), l4: { UDP: { source_port: 4000, destination_port: 53 } } }),
];

/** Returns a timeline of the rows, or of others, whose `seq` count from `first`. */
export function timelineOf(entries: readonly TimelineEntry[] = rows, first = 0): TimelineReader {
  const timeline = aTimeline(entries, { first });
  return {
    ...timeline,
    seqAt: (time) => {
      const index = entries.findIndex((entry) => {
        const own = entry.kind === 'flow' ? entry.first.time : entry.time;
        return own !== undefined && own.seconds >= time.seconds;
      });
      return index < 0 ? undefined : first + index;
    },
  };
}

/** Two conversations. */
export const conversations: readonly ConversationRow[] = ['shop/frontend', 'shop/backend', 'world'].map((source) => ({
  key: source,
  groups: [source, 'shop/db', '5432/TCP'],
  counts: counts({ audited: 3 }),
  total: 3,
  first: at(0),
  last: at(5),
  recent: [],
  whom: [],
}));

/** Returns what reducers look at: the rows, the conversations, and bars of the same time. */
export function aContext(changes: Partial<ReduceContext> & { readonly timeline?: TimelineReader } = {}): ReduceContext {
  const { timeline = timelineOf(), ...rest } = changes;
  const { data } = aSnapshot({ timeline });
  const startMs = at(0).seconds * 1000;
  const whole: ViewData = {
    ...data,
    histogram: { ...data.histogram, oldestMs: startMs, newestMs: startMs + 7_000 },
    conversations: {
      ...data.conversations,
      rows: () => conversations,
      vocabulary: () => ({ ...data.conversations.vocabulary(), namespaces: ['shop', 'shipping', 'infra'] }),
    },
  };
  return { data: whole, now: at(60), nowMs: 1000, views: new Map(), ...rest };
}

/** Returns the state of a screen of 100 × 24 cells over the rows, following; `change` makes it another. */
export function aState(change: (ui: UiState) => UiState = (ui) => ui, context = aContext()): UiState {
  const initial = initialState({ size: { columns: 100, rows: 24 }, start: undefined, terms: [], settings: [] });
  return settle(change(initial), context);
}

/** Presses keys one after the other; effects are those of all of them. A text in quotes is typed. */
export function press(ui: UiState, keys: readonly string[], context = aContext()): Reduced {
  const map = tableKeys();
  let result: Reduced = { ui, effects: [] };
  for (const key of keys) {
    const typed = /^"(.*)"$/u.exec(key)?.[1];
    const action =
      typed === undefined
        ? actionFor(stroke(key), result.ui, map)
        : actionFor({ kind: 'paste', text: typed }, result.ui, map);
    if (action === undefined) continue;
    const next = reduce(result.ui, action, context);
    result = { ui: next.ui, effects: [...result.effects, ...next.effects] };
  }
  return result;
}

/** Answers what was asked of the compiler of filters, as if it found nothing wrong. */
export function checked({ ui, effects }: Reduced, context = aContext()): Reduced {
  const asked = effects.find((effect) => effect.kind === 'check-terms');
  if (asked?.kind !== 'check-terms') throw new Error('nothing was to be checked');
  const reading = readBar(asked.text);
  const terms = reading.ok ? reading.terms.map(({ text }) => text) : [];
  return reduce(ui, { kind: 'checked', text: asked.text, terms, fault: undefined }, context);
}
