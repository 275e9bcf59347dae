/** The terminal UI over the captures of the demo, at one moment of theirs: the program's own screens, keys and clock arithmetic. */

import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../../src/base/clock.ts';
import { createLogger } from '../../src/base/logger.ts';
import { nanosBetween, type Timestamp } from '../../src/base/time/timestamp.ts';
import { readDemoRecording, timeOf } from '../../src/cli/commands/demo-recording.ts';
import { createObserverService } from '../../src/server/observer/observer-service.ts';
import { createFlowStore } from '../../src/store/flow-store.ts';
import type { GetFlowsRequest, GetFlowsResponse } from '../../src/flow/messages.ts';
import type { CallOptions, FlowAnswer } from '../../src/flow/observer.ts';
import { openTui } from '../../src/tui/open-tui.tsx';
import type { FlowOrigin, TuiPorts } from '../../src/tui/tui-options.ts';
import { fakeTerminal } from '../../test/tui/builders/fake-terminal.ts';
import { cellsOf, type Cell } from './cells.ts';

/** What is to be seen. */
export interface DemoScene {
  readonly columns: number;
  readonly rows: number;
  /** Filters of the bar, one text a chip. */
  readonly terms: readonly string[];
  /** The moment: flows of the captures until then are there, and nothing comes after. */
  readonly until: Timestamp;
  /** Texts that stand on the screen when all flows are there; keys are typed then. */
  readonly begins: readonly string[];
  /** What is typed, one stroke after the other. */
  readonly keys: readonly string[];
  /** Texts that stand on the screen when it is complete. */
  readonly shows: readonly string[];
}

/** Longest time in ms to wait for a text. */
const patienceMs = 20_000;

const quiet = createLogger({ write: () => undefined }, 'error');

/** A clock that stands still unless it is put somewhere. */
interface StandingClock extends Clock {
  put(time: Timestamp): void;
}

function standingClock(start: Timestamp): StandingClock {
  let time = start;
  return {
    put: (next) => void (time = next),
    now: () => time,
    monotonicMs: () => nanosBetween(time, start) / 1e6,
  };
}

interface ReplayOptions {
  readonly clock: StandingClock;
  readonly until: Timestamp;
  readonly signal: AbortSignal | undefined;
}

/** Returns an answer whose flows come each at its own time of the clock, so that rates are those of the captures; it does not end by itself. */
function replayed(answer: FlowAnswer, { clock, until, signal }: ReplayOptions): FlowAnswer {
  async function* batches(): AsyncGenerator<readonly GetFlowsResponse[]> {
    for await (const batch of answer) {
      for (const response of batch) {
        if (response.time !== undefined) clock.put(response.time);
        yield [response];
      }
    }
    clock.put(until);
    if (signal?.aborted !== true) await new Promise((resolve) => signal?.addEventListener('abort', resolve));
  }
  return { header: answer.header, [Symbol.asyncIterator]: batches };
}

/** Returns the demo as its server holds it at `until`, and the clock: it goes there with the flows. */
function demoAt(until: Timestamp): { readonly origin: FlowOrigin; readonly clock: Clock } {
  const reading = {
    clusterName: 'default',
    zone: 'UTC',
    nodeLabels: new Map(),
    felixConfigPaths: [],
    prefixVerdicts: [],
    devicePrefixes: [],
  };
  const { events, sources, modes } = readDemoRecording(reading, quiet);
  const [first] = events;
  if (first === undefined) throw new Error('the demo has no flows');
  const clock = standingClock(timeOf(first));
  const store = createFlowStore({ capacity: 1024, clock });
  const service = createObserverService({
    store,
    clock,
    nodeName: 'default/demo',
    version: '0.1.0',
    sources: () => sources,
    modes: () => modes,
  });
  for (const event of events.filter((one) => nanosBetween(until, timeOf(one)) >= 0)) {
    clock.put(timeOf(event));
    store.append(event);
  }
  // The view opens with the captures, so that what it measures over time has their length.
  clock.put(timeOf(first));
  const getFlows = (request: GetFlowsRequest, call?: CallOptions): FlowAnswer =>
    replayed(service.getFlows({ ...request, follow: false }, call), { clock, until, signal: call?.signal });
  const open: FlowOrigin['open'] = async () => ({
    observer: { ...service, getFlows },
    events: service,
    close: () => service.close(),
  });
  return { clock, origin: { kind: 'demo', name: 'demo', cluster: undefined, isTls: undefined, open } };
}

/** Nothing is kept, and nothing asked for. */
function noPorts(origin: FlowOrigin): TuiPorts {
  return {
    findOrigin: async () => origin,
    acknowledged: { path: '', keys: new Set(), add: async () => undefined, remove: async () => undefined },
    settings: { path: '', last: undefined, views: new Map(), save: async () => undefined },
    lookAt: (path) => ({ path, exists: false }),
    saveFlows: async () => 0,
    commandWith: (flags) => ['observe', 'demo', ...flags].join(' '),
    suspend: undefined,
  };
}

async function becomes(isTrue: () => Promise<boolean>, what: () => string): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error(what());
    await pause(20);
  }
}

/** Returns the cells of the screen, row by row. Rejects when a text of the scene does not come. */
export async function demoScreen(scene: DemoScene): Promise<readonly (readonly Cell[])[]> {
  const terminal = fakeTerminal(scene.columns, scene.rows);
  const { origin, clock } = demoAt(scene.until);
  const leave = new AbortController();
  const ending = openTui({
    stdin: terminal.stdin,
    stdout: terminal.stdout,
    clock,
    interrupted: leave.signal,
    origin,
    tried: [],
    request: { follow: true },
    terms: scene.terms,
    appearance: {
      theme: 'terminal',
      isAscii: false,
      zone: 'UTC',
      zoneName: 'UTC',
      isScreenReader: false,
      keys: {},
      settings: {},
      view: undefined,
    },
    ports: noPorts(origin),
  });
  const shows = async (texts: readonly string[]): Promise<void> => {
    let screen = '';
    const isThere = async (): Promise<boolean> => {
      screen = await terminal.text();
      return texts.every((text) => screen.includes(text));
    };
    await becomes(isThere, () => `the screen does not show ${texts.join(', ')}:\n${screen}`);
  };
  try {
    await shows(['LIVE', ' nodes', ...scene.begins]);
    for (const key of scene.keys) {
      terminal.type(key);
      await pause(0);
    }
    await shows(scene.shows);
    await terminal.text();
    return cellsOf(terminal.stdout.terminal.buffer.active, scene);
  } finally {
    leave.abort();
    await ending;
  }
}
