/** Builders of what the flows tab is drawn from: entries made by hand, and snapshots around them. */

import type { Flow } from '../../../src/flow/flow.ts';
import { verdictClass, type VerdictClass } from '../../../src/flow/verdict-class.ts';
import type { ScreenSettings, Snapshot } from '../../../src/tui/screen.ts';
import type { HistogramBar, SessionReader, VerdictCounts, ViewData } from '../../../src/tui/state/readers.ts';
import { initialState } from '../../../src/tui/state/initial-state.ts';
import type { FlowEntry, SeenFlow, TimelineEntry, TimelineReader } from '../../../src/tui/state/timeline-entry.ts';
import type { UiState } from '../../../src/tui/state/ui-state.ts';
import { createTheme, type ThemeOptions } from '../../../src/tui/theme/themes.ts';
import { keyTable } from '../../../src/tui/keys/key-table.ts';
import { aFlow } from '../../output/a-flow.ts';

/** 18:42:44 UTC on the 18th of May 2024. */
export const startSeconds = 1_716_057_764;

/** Returns the time `seconds` after the start. */
export function at(seconds: number): { readonly seconds: number; readonly nanos: number } {
  const whole = Math.floor(seconds);
  return { seconds: startSeconds + whole, nanos: Math.round((seconds - whole) * 1e9) };
}

/** Returns a flow as it was seen on `prod-eu/node-1`. */
export function aSeenFlow(changes: Flow = {}): SeenFlow {
  const flow = aFlow({ time: at(0.246_182), ...changes });
  return { flow, nodeName: flow.node_name ?? '', time: flow.time };
}

/** Returns a row of flows: one audited SYN unless told otherwise. */
export function aFlowEntry(changes: Partial<FlowEntry> & { readonly flow?: Flow } = {}): FlowEntry {
  const { flow, ...rest } = changes;
  const first = rest.first ?? aSeenFlow(flow);
  return {
    kind: 'flow',
    seq: 0,
    first,
    latest: first,
    count: 1,
    members: [first],
    edge: { source: 'a', destination: 'b', port: '80/TCP', key: 'a -> b 80/TCP' },
    verdict: verdictClass(first.flow),
    isNewEdge: false,
    isAcknowledged: false,
    ...rest,
  };
}

function podNamed(name: string): NonNullable<Flow['source']> {
  const [namespace = '', pod_name = ''] = name.split('/');
  return { namespace, pod_name };
}

/** Returns a row of a flow between two pods, each given as `namespace/name`. */
export function betweenPods(source: string, destination: string, flow: Flow = {}): FlowEntry {
  return aFlowEntry({
    flow: { source: podNamed(source), destination: podNamed(destination), node_name: 'prod-eu/node-1', ...flow },
  });
}

/** What a timeline of hand-made entries is like. */
export interface TimelineOptions {
  readonly first?: number;
  readonly leftFlows?: number;
  readonly acknowledgedFlows?: number;
  readonly isShown?: (entry: TimelineEntry) => boolean;
}

/** Returns a timeline that holds the entries in their order, their `seq` counted from `first`. */
export function aTimeline(entries: readonly TimelineEntry[], options: TimelineOptions = {}): TimelineReader {
  const { first = 0, leftFlows = 0, acknowledgedFlows = 0, isShown = () => true } = options;
  const held = entries.map((entry, index): TimelineEntry => ({ ...entry, seq: first + index }));
  const entryAt = (seq: number): TimelineEntry | undefined => held[seq - first];
  const find: TimelineReader['find'] = (seq, step, matches) => {
    for (let next = seq + step; next >= first && next < first + held.length; next += step) {
      const entry = entryAt(next);
      if (entry !== undefined && isShown(entry) && matches(entry)) return next;
    }
    return undefined;
  };
  return {
    first,
    end: first + held.length,
    heldFlows: held.filter(({ kind }) => kind === 'flow').length,
    leftFlows,
    acknowledgedFlows,
    at: entryAt,
    nextShown: (seq, step) => find(seq, step, () => true),
    find,
    seqAt: () => undefined,
    connection: () => [],
  };
}

/** Counts of no flow, but for those given. */
export function counts(given: Partial<Record<VerdictClass, number>> = {}): VerdictCounts {
  return { denied: 0, audited: 0, allowed: 0, undecided: 0, error: 0, ...given };
}

/** Session of a server that is well. */
export const aSession: SessionReader = {
  state: { kind: 'live' },
  name: 'unix:observed.sock',
  cluster: 'prod-eu',
  isTls: false,
  nodes: { connected: 12, total: 12, away: [] },
  flowsPerSecond: 1204,
  lost: { source: 0, reader: 0 },
  received: 0,
  heldMs: 51 * 60_000,
  nodeList: undefined,
  serverStatus: undefined,
  observedStatus: undefined,
  notices: [],
};

/** What a snapshot is made from. */
export interface SnapshotOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly ui?: Partial<UiState>;
  readonly flows?: Partial<UiState['flows']>;
  readonly filter?: Partial<UiState['filter']>;
  readonly timeline?: TimelineReader;
  readonly session?: Partial<SessionReader>;
  /** What the histogram answers with for the bars that start at these times; nothing elsewhere. */
  readonly bars?: ReadonlyMap<number, VerdictCounts>;
}

function dataOf({ timeline, session, bars }: SnapshotOptions): ViewData {
  const starts = [...(bars?.keys() ?? [])];
  return {
    timeline: timeline ?? aTimeline([]),
    histogram: {
      newestMs: starts.length === 0 ? undefined : Math.max(...starts),
      oldestMs: starts.length === 0 ? undefined : Math.min(...starts),
      bars: (endMs, barMs, count) => {
        const last = Math.floor(endMs / barMs) * barMs;
        return Array.from({ length: count }, (_, index): HistogramBar => {
          const startMs = last - (count - 1 - index) * barMs;
          return { startMs, counts: bars?.get(startMs) ?? counts() };
        });
      },
    },
    conversations: {
      rows: () => [],
      uncounted: 0,
      vocabulary: () => ({
        namespaces: [],
        pods: [],
        workloads: [],
        addresses: [],
        ports: [],
        nodes: [],
        policies: [],
        labels: [],
      }),
    },
    session: { ...aSession, ...session },
  };
}

/** Returns a snapshot of 100 × 24 cells that follows, unless told otherwise. */
export function aSnapshot(options: SnapshotOptions = {}): Snapshot {
  const { columns = 100, rows = 24, ui, flows, filter } = options;
  const state = initialState({ size: { columns, rows }, start: undefined, terms: [], settings: [] });
  return {
    ui: { ...state, ...ui, flows: { ...state.flows, ...flows }, filter: { ...state.filter, ...filter } },
    data: dataOf(options),
    now: at(60),
    nowMs: 1000,
  };
}

/** Returns settings of a screen in UTC with the keys of the table. */
export function screenSettings(theme: Partial<ThemeOptions> = {}): ScreenSettings {
  return {
    theme: createTheme({ name: 'terminal', isAscii: false, hasColor: true, ...theme }),
    zone: 'UTC',
    zoneName: 'UTC',
    keysOf: (command) => keyTable.find(({ name }) => name === command)?.keys ?? [],
  };
}

/** Returns lines without their looks. */
export function plainLines(lines: readonly string[]): readonly string[] {
  // oxlint-disable-next-line no-control-regex -- The looks are what is taken off.
  return lines.map((line) => line.replace(/\u001B\[[\d;]*m/g, ''));
}
