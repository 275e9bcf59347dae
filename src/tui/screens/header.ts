/** The header: one line that never wraps, on the state of the stream and how whole it is. */

import type { Region } from '../layout.ts';
import { shownSpan } from '../flow-rows.ts';
import type { ScreenSettings, Snapshot } from '../screen.ts';
import { countText, spanText } from '../text/amounts.ts';
import { clean } from '../text/clean.ts';
import { clockOf } from '../text/clock-text.ts';
import { shorten } from '../text/fit.ts';
import { textWidth } from '../text/width.ts';
import { paintLine, type Span } from './spans.ts';

/** A part of the header. Those with the lowest `rank` find room first; rank 0 is there at any rate. */
interface HeaderPart extends Span {
  readonly side: 'left' | 'right';
  readonly rank: number;
}

const longestName = 40;

function secondsUntil(retryAtMs: number, nowMs: number): string {
  return `${Math.max(0, Math.ceil((retryAtMs - nowMs) / 1000))} s`;
}

function streamPart({ ui, data, nowMs }: Snapshot, settings: ScreenSettings): Span {
  const { state } = data.session;
  switch (state.kind) {
    case 'connecting':
      return ui.start === undefined ? { text: 'CONNECTING', tone: 'audited' } : { text: 'NO SERVER', tone: 'gap' };
    case 'live':
      return ui.tab === 'flows' && !ui.flows.isFollowing && ui.flows.pausedAt === undefined
        ? { text: 'LIVE, scrolled', tone: 'strong' }
        : { text: 'LIVE', tone: 'allowed' };
    case 'reconnecting': {
      const left = secondsUntil(state.retryAtMs, nowMs);
      return { text: `${settings.theme.glyphs.reconnecting} ${left}`, tone: 'audited' };
    }
    case 'replay':
      return { text: `REPLAY ${clockOf(settings).ofDay(state.at)}`.trimEnd(), tone: 'strong' };
    case 'ended':
      return { text: 'ENDED', tone: 'strong' };
    case 'failed':
      return { text: 'FAILED', tone: 'error' };
    default:
      return state satisfies never;
  }
}

/** Returns the state of the view: of the stream, and of a pause before it. */
function stateText(snapshot: Snapshot, settings: ScreenSettings): Span {
  const stream = streamPart(snapshot, settings);
  const { ui, data } = snapshot;
  if (ui.flows.pausedAt === undefined) return stream;
  const waiting = Math.max(0, data.timeline.end - shownSpan(snapshot).end);
  const paused = `${settings.theme.glyphs.paused} PAUSED ${countText(waiting)} waiting`;
  const isQuiet = data.session.state.kind === 'live';
  return { text: isQuiet ? paused : `${paused}  ${stream.text}`, tone: 'audited' };
}

function nodesPart({ data }: Snapshot): HeaderPart | undefined {
  const { nodes } = data.session;
  if (nodes === undefined) return undefined;
  const text = `${countText(nodes.connected)}/${countText(nodes.total)} nodes`;
  return { text, side: 'right', rank: 1, ...(nodes.connected < nodes.total ? { tone: 'gap' } : {}) };
}

function lostPart({ data }: Snapshot): HeaderPart {
  const { source, reader } = data.session.lost;
  if (source + reader === 0) return { text: 'lost 0', side: 'right', rank: 2 };
  const parts = [
    ...(source > 0 ? [`${countText(source)} source`] : []),
    ...(reader > 0 ? [`${countText(reader)} reader`] : []),
  ];
  return { text: `lost ${parts.join(', ')}`, tone: 'gap', side: 'right', rank: 2 };
}

/** Returns on which mode verdicts rest that nobody set, with the sign their words carry in the table. */
function assumedText({ data }: Snapshot, { theme }: ScreenSettings): string {
  const mode = data.session.assumedMode;
  return mode === undefined ? '' : `${theme.glyphs.approximately} ${clean(mode, theme.isAscii)} assumed`;
}

function tlsText({ data }: Snapshot): string {
  const { isTls, name } = data.session;
  if (isTls === undefined || (!isTls && name.startsWith('unix:'))) return '';
  return isTls ? 'tls' : 'no tls';
}

function headerParts(snapshot: Snapshot, settings: ScreenSettings): readonly HeaderPart[] {
  const { session } = snapshot.data;
  const named = (text: string): string =>
    shorten(clean(text, settings.theme.isAscii), longestName, 'middle', settings.theme.glyphs.ellipsis);
  const nodes = nodesPart(snapshot);
  const parts: readonly HeaderPart[] = [
    { text: 'observe', tone: 'header', side: 'left', rank: 6 },
    { text: named(session.cluster ?? ''), side: 'left', rank: 10 },
    { text: named(session.name), side: 'left', rank: 9 },
    { text: tlsText(snapshot), tone: 'dim', side: 'left', rank: 7 },
    { ...stateText(snapshot, settings), side: 'right', rank: 0 },
    ...(nodes === undefined ? [] : [nodes]),
    { text: `${countText(Math.round(session.flowsPerSecond))}/s`, side: 'right', rank: 4 },
    lostPart(snapshot),
    { text: assumedText(snapshot, settings), tone: 'gap', side: 'right', rank: 3 },
    { text: session.heldMs === undefined ? '' : `held ${spanText(session.heldMs)}`, side: 'right', rank: 5 },
    { text: settings.zoneName, tone: 'dim', side: 'right', rank: 8 },
  ];
  return parts.filter(({ text }) => text !== '');
}

const gap = 2;

function widthOf(parts: readonly HeaderPart[]): number {
  return parts.reduce((sum, { text }) => sum + textWidth(text) + gap, 0);
}

/** Returns the parts that fit into `columns`, taken by rank: what finds no room is left out, smaller parts after it may still fit. */
function fitting(parts: readonly HeaderPart[], columns: number): readonly HeaderPart[] {
  const kept = new Set<HeaderPart>();
  for (const part of parts.toSorted((a, b) => a.rank - b.rank)) {
    if (part.rank === 0 || widthOf([...kept, part]) <= columns) kept.add(part);
  }
  return parts.filter((part) => kept.has(part));
}

function spread(parts: readonly HeaderPart[]): readonly Span[] {
  return parts.flatMap((part, index) => (index === 0 ? [part] : [{ text: ' '.repeat(gap) }, part]));
}

/** Returns the header: who sends at the left, how it stands with the stream at the right; nothing for a region without rows. */
export function headerLine(snapshot: Snapshot, settings: ScreenSettings, region: Region): readonly string[] {
  if (region.rows <= 0) return [];
  const parts = fitting(headerParts(snapshot, settings), region.columns);
  const left = spread(parts.filter(({ side }) => side === 'left'));
  const right = spread(parts.filter(({ side }) => side === 'right'));
  const between = Math.max(left.length === 0 ? 0 : gap, region.columns - 2 - spanWidth(left) - spanWidth(right));
  const line = [{ text: ' ' }, ...left, { text: ' '.repeat(left.length === 0 ? 0 : between) }, ...right];
  return [paintLine(line, region.columns, settings.theme)];
}

function spanWidth(spans: readonly Span[]): number {
  return spans.reduce((sum, { text }) => sum + textWidth(text), 0);
}
