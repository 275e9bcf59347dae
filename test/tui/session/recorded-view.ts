/** What is drawn from, as far as a session fills it: everything that reaches it is written down. */

import type { GetFlowsResponse } from '../../../src/flow/messages.ts';
import type { Shown } from '../../../src/tui/session/intake.ts';
import { nameOf } from '../../helpers/observed-events.ts';

/** A view that remembers. */
export interface RecordedView extends Shown {
  /** What the timeline got since its last restart: names of flows, markers and gaps. */
  readonly entries: string[];
  /** Flows the histogram and the conversations got since their last restart. */
  readonly counted: { histogram: number; conversations: number };
  restarts: number;
}

const noEntries = {
  first: 0,
  end: 0,
  heldFlows: 0,
  leftFlows: 0,
  acknowledgedFlows: 0,
  at: () => undefined,
  nextShown: () => undefined,
  find: () => undefined,
  seqAt: () => undefined,
  connection: () => [],
  setFolding: () => (seq: number) => seq,
  holdFolds: () => undefined,
  setAcknowledged: () => undefined,
  clearNewEdges: () => undefined,
};

const noNames = {
  namespaces: [],
  pods: [],
  workloads: [],
  addresses: [],
  ports: [],
  nodes: [],
  policies: [],
  labels: [],
};

/** Returns an empty view. `onAdd` is called with each part of a batch that is added. */
export function recordedView(onAdd: (responses: readonly GetFlowsResponse[]) => void = () => {}): RecordedView {
  const view: RecordedView = {
    entries: [],
    counted: { histogram: 0, conversations: 0 },
    restarts: 0,
    timeline: {
      ...noEntries,
      add(responses) {
        view.entries.push(...responses.map(nameOf));
        onAdd(responses);
      },
      marker: (about, text) => void view.entries.push(`${about}: ${text}`),
      gap: ({ by, missed, text }) => void view.entries.push(`gap ${by} ${missed ?? '?'}: ${text}`),
      restart() {
        view.entries.length = 0;
        view.restarts += 1;
      },
    },
    histogram: {
      newestMs: undefined,
      oldestMs: undefined,
      bars: () => [],
      add: (responses) => void (view.counted.histogram += responses.length),
      restart: () => void (view.counted.histogram = 0),
    },
    conversations: {
      uncounted: 0,
      rows: () => [],
      vocabulary: () => noNames,
      add: (responses) => void (view.counted.conversations += responses.length),
      restart: () => void (view.counted.conversations = 0),
    },
  };
  return view;
}
