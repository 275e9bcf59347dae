/** What stands where there is no flow to show: why, and what to do. */

import type { Region } from '../layout.ts';
import type { ScreenSettings, Snapshot } from '../screen.ts';
import { countOf } from '../text/amounts.ts';
import { clean } from '../text/clean.ts';
import { wrapText } from '../text/wrap-text.ts';
import { paintLine, type SpanLine } from './spans.ts';

interface Explained {
  readonly why: string;
  /** What to do, one thing a line. */
  readonly advice: readonly string[];
}

type KeyNames = (command: string) => string;

function keyNames(settings: ScreenSettings): KeyNames {
  return (command) => settings.keysOf(command)[0] ?? `:${command}`;
}

function filtered({ ui, data }: Snapshot, key: KeyNames): Explained | undefined {
  const { terms, isOff } = ui.filter;
  if (terms.length === 0 || isOff || ui.flows.around !== undefined) return undefined;
  const held =
    data.session.state.kind === 'live' ? 'No flow has matched the filters yet.' : 'No flow matches the filters.';
  return {
    why: held,
    advice: [
      `${key('filters-off')} turns them off and on, ${key('undo-filter')} takes the last change back, ${key('filter')} edits them`,
    ],
  };
}

function hidden({ ui, data }: Snapshot, key: KeyNames): Explained | undefined {
  const { acknowledgedFlows } = data.timeline;
  if (acknowledgedFlows === 0 || ui.showsAcknowledged) return undefined;
  return {
    why: `Only flows of acknowledged edges: ${countOf(acknowledgedFlows, 'flow')}, folded away.`,
    advice: [`${key('show-acknowledged')} shows them`],
  };
}

function byStream({ data }: Snapshot): Explained {
  const { state, name, received } = data.session;
  switch (state.kind) {
    case 'connecting':
      return { why: `Connecting to ${name}`, advice: [] };
    case 'reconnecting':
      return { why: `The connection to ${name} is gone: ${state.reason}`, advice: ['It is tried again by itself.'] };
    case 'failed':
      return { why: state.message, advice: [state.hint] };
    case 'replay':
      return { why: `Reading ${name}`, advice: [] };
    case 'ended':
      return { why: received === 0 ? `${name} holds no flow.` : 'Nothing more to show: all was read.', advice: [] };
    case 'live':
      return { why: 'No flow yet. New ones appear here by themselves.', advice: [] };
    default:
      return state satisfies never;
  }
}

function explained(snapshot: Snapshot, settings: ScreenSettings): Explained {
  const { ui, data } = snapshot;
  const key = keyNames(settings);
  const { kind } = data.session.state;
  if (kind === 'failed' || kind === 'connecting' || kind === 'reconnecting') return byStream(snapshot);
  if (ui.flows.around !== undefined && kind !== 'live') {
    return { why: 'No flow in the 5 s before and after.', advice: [`${key('back')} goes back`] };
  }
  if (ui.flows.pausedAt !== undefined && data.timeline.end > ui.flows.pausedAt) {
    return { why: 'Paused before the first flow.', advice: [`${key('pause')} goes on`] };
  }
  if (ui.flows.clearedBefore > data.timeline.first && ui.flows.clearedBefore === data.timeline.end) {
    return { why: 'Cleared. What arrives from now on is shown.', advice: [] };
  }
  return hidden(snapshot, key) ?? filtered(snapshot, key) ?? byStream(snapshot);
}

/** Returns at most as many lines as the region has that say why no flow is shown, each in its width. */
export function emptyTableLines(snapshot: Snapshot, settings: ScreenSettings, region: Region): readonly string[] {
  const { why, advice } = explained(snapshot, settings);
  const { notices } = snapshot.data.session;
  const width = Math.max(1, region.columns - 4);
  const wrapped = (text: string): readonly string[] => wrapText(clean(text, settings.theme.isAscii), width);
  const lines: readonly SpanLine[] = [
    [],
    ...wrapped(why).map((text): SpanLine => [{ text: `  ${text}`, tone: 'strong' }]),
    ...advice.flatMap(wrapped).map((text): SpanLine => [{ text: `  ${text}` }]),
    ...(notices.length === 0 ? [] : [[]]),
    ...notices.flatMap(wrapped).map((text): SpanLine => [{ text: `  ${text}`, tone: 'gap' }]),
  ];
  return lines.slice(0, Math.max(0, region.rows)).map((line) => paintLine(line, region.columns, settings.theme));
}
