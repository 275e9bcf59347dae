/** Rows as lines of text, to be copied and searched. */

import { escapeControl } from '../../base/escape.ts';
import { formatRfc3339, isPrintableTime } from '../../base/time/rfc3339.ts';
import type { Timestamp } from '../../base/time/timestamp.ts';
import { messageToJson } from '../../flow/codec/json.ts';
import type { GetFlowsResponse } from '../../flow/messages.ts';
import { flowHosts } from '../../output/columns/host.ts';
import { plainPalette } from '../../output/columns/palette.ts';
import { replyArrow } from '../../output/columns/reply.ts';
import { summaryText } from '../../output/columns/summary.ts';
import { flowTypeText } from '../../output/columns/type.ts';
import { verdictText } from '../../output/columns/verdict.ts';
import type { ConversationRow } from './readers.ts';
import type { FlowEntry, SeenFlow, TimelineEntry } from './timeline-entry.ts';

function timeText(time: Timestamp | undefined): string {
  return time === undefined || !isPrintableTime(time) ? 'N/A' : formatRfc3339(time);
}

function seenLine({ flow, nodeName, time }: SeenFlow): string {
  const hosts = flowHosts(flow, { ipTranslation: true, palette: plainPalette });
  const ends = [hosts.source, hosts.destination];
  const arrow = replyArrow(flow);
  const [left = '', right = ''] = arrow === '<-' ? ends.toReversed() : ends;
  const node = nodeName === '' ? '' : ` [${nodeName}]`;
  const verdict = verdictText(flow, { policyNames: true, palette: plainPalette });
  return `${timeText(time)}${node}: ${left} ${arrow} ${right} ${flowTypeText(flow)} ${verdict} (${summaryText(flow, plainPalette)})`;
}

/** Returns the line of one flow, like that of the compact format but with the whole date and the node; control characters are escaped. */
export function flowLine(seen: SeenFlow): string {
  return escapeControl(seenLine(seen));
}

/** Returns the line of a row: its first flow, with the count where there are more, or the text of a marker or gap. */
export function rowLine(entry: TimelineEntry): string {
  if (entry.kind !== 'flow') return escapeControl(`${timeText(entry.time)}: ${entry.text}`);
  return entry.count > 1 ? `${flowLine(entry.first)} ×${entry.count}` : flowLine(entry.first);
}

/** Returns the line of a conversation: its groups, and the counts that are not 0. */
export function conversationLine({ groups, counts, total }: ConversationRow): string {
  const counted = Object.entries(counts).filter(([, count]) => count > 0);
  const texts = counted.map(([verdict, count]) => `${count} ${verdict}`);
  return escapeControl(`${groups.join('  ')}  ${texts.length === 0 ? total : texts.join(', ')}`);
}

/** Returns the response a flow came in. */
export function responseOf({ flow, nodeName, time }: SeenFlow): GetFlowsResponse {
  return {
    flow,
    ...(nodeName === '' ? {} : { node_name: nodeName }),
    ...(time === undefined ? {} : { time }),
  };
}

/** Returns the flow as a line of JSON, as `-o jsonpb` prints it. */
export function flowJson(seen: SeenFlow): string {
  return messageToJson('observer.GetFlowsResponse', responseOf(seen));
}

/** Returns the flows of rows, oldest first within each. */
export function flowsOf(rows: readonly FlowEntry[]): readonly SeenFlow[] {
  return rows.flatMap(({ members, first }) => (members.length === 0 ? [first] : members));
}
