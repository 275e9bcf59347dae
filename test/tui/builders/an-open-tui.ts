/** The whole terminal UI on a terminal in memory, over an origin that the test answers for. */

import { onTestFinished } from 'vitest';
import { systemClock } from '../../../src/base/clock.ts';
import type { Edge } from '../../../src/flow/edge.ts';
import { openTui } from '../../../src/tui/open-tui.tsx';
import type { SavedSettings } from '../../../src/tui/state/saved-settings.ts';
import type { TuiAppearance, TuiEnding, TuiOptions, TuiPorts } from '../../../src/tui/tui-options.ts';
import { eventually } from '../../helpers/eventually.ts';
import { preparedOrigin, type PreparedOrigin } from '../session/prepared-origin.ts';
import { fakeTerminal, type FakeTerminal } from './fake-terminal.ts';

/** What a test may choose. */
export interface OpenTuiOptions extends Partial<Pick<TuiOptions, 'tried' | 'terms' | 'multiplexer'>> {
  readonly columns?: number;
  readonly rows?: number;
  readonly appearance?: Partial<TuiAppearance>;
  readonly ports?: Partial<TuiPorts>;
  /** Nothing could be connected to. */
  readonly isWithoutOrigin?: boolean;
}

/** The UI, and everything around it. */
export interface AnOpenTui {
  readonly terminal: FakeTerminal;
  readonly origin: PreparedOrigin;
  /** Settings that were kept, newest last. */
  readonly kept: SavedSettings[];
  readonly acknowledged: Edge[];
  readonly interrupt: () => void;
  /** How it ended, or what broke it. */
  readonly ending: Promise<TuiEnding | { readonly broken: unknown }>;
  /** Waits until the screen holds a text. */
  readonly shows: (text: string) => Promise<void>;
}

/** Opens the UI; it is closed when the test ends. */
export function anOpenTui(options: OpenTuiOptions = {}): AnOpenTui {
  const { columns = 100, rows = 24, appearance, ports, isWithoutOrigin = false, tried = [], ...rest } = options;
  const terminal = fakeTerminal(columns, rows);
  const origin = preparedOrigin();
  const kept: SavedSettings[] = [];
  const acknowledged: Edge[] = [];
  const interruption = new AbortController();
  const ending = openTui({
    stdin: terminal.stdin,
    stdout: terminal.stdout,
    clock: systemClock(),
    interrupted: interruption.signal,
    origin: isWithoutOrigin ? undefined : origin,
    tried,
    request: { follow: true },
    terms: [],
    ...rest,
    appearance: {
      theme: 'terminal',
      isAscii: false,
      zone: 'UTC',
      zoneName: 'UTC',
      isScreenReader: false,
      keys: {},
      settings: {},
      view: undefined,
      ...appearance,
    },
    ports: {
      findOrigin: async () => origin,
      acknowledged: {
        path: '/home/a/acknowledged',
        get keys() {
          return new Set(acknowledged.map(({ key }) => key));
        },
        add: async (edge) => void acknowledged.push(edge),
        remove: async () => {},
      },
      settings: {
        path: '/home/a/views',
        last: undefined,
        views: new Map(),
        save: async (_, settings) => void kept.push(settings),
      },
      lookAt: (path) => ({ path, exists: false }),
      saveFlows: async () => 0,
      commandWith: (flags) => ['observe', ...flags].join(' '),
      suspend: undefined,
      ...ports,
    },
  }).catch((broken: unknown) => ({ broken }));
  onTestFinished(async () => {
    interruption.abort();
    await ending;
  });
  return {
    terminal,
    origin,
    kept,
    acknowledged,
    interrupt: () => interruption.abort(),
    ending,
    shows: async (text) => eventually(() => terminal.text()).toContain(text),
  };
}
