/** Builders of what the tabs beside the flows and the detail are drawn from. */

import { packFlowExtension } from '../../../src/flow/codec/extension.ts';
import type { FlowExtension } from '../../../src/flow/flow-extension.ts';
import type { Flow } from '../../../src/flow/flow.ts';
import type { Snapshot } from '../../../src/tui/screen.ts';
import type { ConversationRow, GroupColumn } from '../../../src/tui/state/readers.ts';
import type { SeenFlow, TimelineReader } from '../../../src/tui/state/timeline-entry.ts';
import { aSeenFlow, aTimeline, at, counts } from './flow-screen.ts';

/** The extension of a line Calico's documentation shows, under LogAndAccept from a Felix configuration. */
export const anExtension: FlowExtension = {
  raw_line:
    'May 18 18:42:44 ubuntu kernel: [ 1156.246182] calico-drop: IN=tunl0 OUT=cali76be879f658 MAC= SRC=192.168.128.30 DST=192.168.157.26 LEN=60 TOS=0x00 PREC=0x00 TTL=62 ID=16998 DF PROTO=TCP SPT=56248 DPT=5432 WINDOW=29200 RES=0x00 SYN URGP=0 MARK=0xa000000',
  log_prefix: 'calico-drop: ',
  in_interface: 'tunl0',
  out_interface: 'cali76be879f658',
  mark: 0xa_00_00_00,
  ttl: 62,
  length: 60,
  ip_id: 16_998,
  verdict_basis: 3,
  drop_action_override: 'LogAndAccept',
};

/** Returns an audited SYN from shop/frontend to shop/db with labels and the record it was made from. */
export function aLoggedFlow(changes: Flow = {}, extension: FlowExtension = {}): Flow {
  return {
    time: at(0.246_182),
    node_name: 'default/myhost',
    l4: { TCP: { source_port: 56_248, destination_port: 5432, flags: { SYN: true } } },
    source: {
      namespace: 'shop',
      pod_name: 'frontend-7d4-x2',
      labels: ['k8s:app=frontend', 'k8s:pod-template-hash=7d4'],
    },
    destination: { namespace: 'shop', pod_name: 'db-0', labels: ['k8s:app=db'] },
    extensions: packFlowExtension({ ...anExtension, ...extension }),
    ...changes,
  };
}

/** Returns the three SYNs of a connection nobody answers. */
export function retransmissions(flow: Flow): readonly SeenFlow[] {
  return [0.246, 1.27, 3.286].map((seconds) => aSeenFlow({ ...flow, time: at(seconds) }));
}

/** Returns a timeline whose `connection` is `seen`. */
export function withConnection(timeline: TimelineReader, seen: readonly SeenFlow[]): TimelineReader {
  return { ...timeline, connection: () => seen };
}

/** Returns a timeline of one flow, with the flows of its connection. */
export function timelineOf(flow: Flow, seen: readonly SeenFlow[] = []): TimelineReader {
  const first = aSeenFlow(flow);
  const entry = {
    kind: 'flow',
    seq: 0,
    first,
    latest: first,
    count: 1,
    members: [first],
    edge: {
      source: 'shop/frontend',
      destination: 'shop/db',
      port: '5432/TCP',
      key: 'shop/frontend -> shop/db 5432/TCP',
    },
    verdict: 'audited',
    isNewEdge: false,
    isAcknowledged: false,
  } as const;
  return withConnection(aTimeline([entry]), seen);
}

/** Returns a conversation; its texts are those of the groups. */
export function aConversation(groups: readonly string[], changes: Partial<ConversationRow> = {}): ConversationRow {
  return {
    key: groups.join(' '),
    groups,
    counts: counts({ audited: 1204 }),
    total: 1204,
    first: at(-3000),
    last: at(0),
    recent: [2, 3, 5, 3, 2, 1, 1, 2],
    whom: ['shop/db', 'shop/web'],
    ...changes,
  };
}

/** Returns the snapshot with these conversations, whatever is asked for. */
export function withConversations(snapshot: Snapshot, rows: readonly ConversationRow[], uncounted = 0): Snapshot {
  return {
    ...snapshot,
    data: { ...snapshot.data, conversations: { ...snapshot.data.conversations, rows: () => rows, uncounted } },
  };
}

/** Returns the snapshot with a table folded by other columns. */
export function groupedBy(snapshot: Snapshot, tab: 'top' | 'policies', groupBy: readonly GroupColumn[]): Snapshot {
  const { tables } = snapshot.ui;
  return { ...snapshot, ui: { ...snapshot.ui, tab, tables: { ...tables, [tab]: { ...tables[tab], groupBy } } } };
}
