/** What the screen shows and keys change: the data the stream feeds, the session that reads the stream, and the store. */

import { createEdgeIndex } from '../flow/edge-index.ts';
import { createEffectRunner, type EffectTerminal } from './effects/run-effects.ts';
import { scrollLimit } from './components/scroll-limit.ts';
import type { ScreenSettings } from './screen.ts';
import { createSession, type Session } from './session/session.ts';
import { conversationCapacity, createConversations } from './state/conversations.ts';
import { createHistogram } from './state/histogram.ts';
import { initialState } from './state/initial-state.ts';
import { termsInForce } from './state/reducers/stream.ts';
import { SeenTally } from './state/seen-tally.ts';
import { createStore, type Schedule, type TuiStore } from './state/store.ts';
import { createTimeline, timelineCapacity } from './state/timeline.ts';
import type { Size, UiState } from './state/ui-state.ts';
import { lookOf } from './state/view-settings.ts';
import type { TuiOptions } from './tui-options.ts';

/** Milliseconds that the rows of a table of conversations stay where they are: nobody reads rows that move more often. */
const steadyMs = 500;

/** What the model needs besides the options of the UI. */
export interface ModelSurroundings {
  readonly settings: ScreenSettings;
  readonly size: Size;
  readonly terminal: EffectTerminal;
  readonly quit: (fault: string | undefined) => void;
  readonly schedule: Schedule;
}

/** The model. */
export interface TuiModel {
  readonly store: TuiStore;
  readonly session: Session;
  readonly tally: SeenTally;
  /** Opens the origin of the options, where there is one. */
  start(): void;
  /** Publishes nothing more and ends the session. */
  close(): Promise<void>;
}

function firstState(options: TuiOptions, size: Size): UiState {
  const { appearance, ports } = options;
  const { last } = ports.settings;
  const view = appearance.view === undefined ? undefined : ports.settings.views.get(appearance.view);
  const ui = initialState({
    size,
    start: options.origin === undefined ? { tried: options.tried } : undefined,
    terms: options.terms,
    settings: [appearance.settings, last === undefined ? undefined : lookOf(last), view],
    lastTerms: last?.terms,
  });
  // Every event is told once, when it comes: nothing may be added to a line afterwards.
  return appearance.isScreenReader ? { ...ui, isFolding: false } : ui;
}

/** Returns the model, with nothing opened yet. */
export function createModel(options: TuiOptions, around: ModelSurroundings): TuiModel {
  const { clock, ports, request, appearance } = options;
  const initial = firstState(options, around.size);
  // Both ask for the edge of each flow; the second time it is known.
  const edges = createEdgeIndex(conversationCapacity);
  const timeline = createTimeline({ capacity: timelineCapacity, edges });
  const tally = new SeenTally(createHistogram());
  const conversations = createConversations({ capacity: conversationCapacity, clock, steadyMs, edges });
  timeline.setFolding(initial.isFolding);
  timeline.setAcknowledged(ports.acknowledged.keys, initial.showsAcknowledged);

  const session = createSession({
    timeline,
    histogram: tally,
    conversations,
    clock,
    request,
    capacity: timelineCapacity,
    onChange: () => store.dataChanged(),
    onFault: ({ message, hint }) =>
      store.dispatch({ kind: 'say', tone: 'error', text: hint === '' ? message : `${message}: ${hint}` }),
  });
  const store: TuiStore = createStore({
    initial,
    data: { timeline, histogram: tally, conversations, session: session.reader },
    clock,
    views: () => ports.settings.views,
    perform: createEffectRunner({
      session: {
        ask: (query) => session.ask(query),
        open(origin) {
          tally.otherOrigin();
          session.open(origin);
        },
      },
      timeline,
      terminal: around.terminal,
      outside: ports,
      quit: around.quit,
    }),
    scrollLimit: (part, snapshot) => scrollLimit(part, snapshot, around.settings),
    schedule: around.schedule,
  });

  return {
    store,
    session,
    tally,
    start() {
      session.ask({ terms: termsInForce(initial) });
      if (options.origin !== undefined) session.open(options.origin);
      const { view } = appearance;
      if (view !== undefined && !ports.settings.views.has(view)) {
        store.dispatch({ kind: 'say', tone: 'error', text: `there is no view ${view} in ${ports.settings.path}` });
      }
    },
    async close() {
      store.close();
      await session.close();
    },
  };
}
