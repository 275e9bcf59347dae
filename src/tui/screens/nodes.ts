/** The nodes tab: who sends flows, from which sources, and what is known of what does not arrive. */

import type { DetailPart } from '../detail/detail-part.ts';
import { nodeParts, originParts } from '../detail/node-parts.ts';
import { section, serverParts } from '../detail/server-parts.ts';
import type { Region } from '../layout.ts';
import type { ScreenSettings, Snapshot } from '../screen.ts';
import type { SessionReader } from '../state/readers.ts';
import { clockOf } from '../text/clock-text.ts';
import { detailSpanLines } from './detail-lines.ts';
import { paintRegion, type SpanLine } from './spans.ts';

function dimText(text: string): DetailPart {
  return { kind: 'text', text, tone: 'dim' };
}

/** One sentence on what is not told here, so that nobody takes silence for good news. */
function silentParts(session: SessionReader): readonly DetailPart[] {
  if (session.isTls === undefined && session.serverStatus === undefined) {
    return [
      { kind: 'space' },
      dimText('A file holds flows only: it tells of no nodes but those in them, no modes and no losses.'),
    ];
  }
  const missing = [
    ...(session.nodeList === undefined && session.nodes === undefined ? ['its nodes'] : []),
    ...(session.observedStatus === undefined
      ? ['sources, rejected records, drop action overrides and how long it keeps flows']
      : []),
  ];
  return missing.length === 0
    ? []
    : [{ kind: 'space' }, dimText(`This server does not tell of ${missing.join(', nor of ')}.`)];
}

/** Returns all lines of the tab, none wider than `width` cells. */
function nodesSpanLines({ data, now }: Snapshot, settings: ScreenSettings, width: number): readonly SpanLine[] {
  const { session } = data;
  const { theme } = settings;
  const parts: readonly DetailPart[] = [
    ...originParts(session),
    ...section('nodes', nodeParts(session, { isAscii: theme.isAscii, width })),
    ...serverParts(session.observedStatus, { clock: clockOf(settings), now }),
    ...section(
      'notices',
      session.notices.map((text) => ({ kind: 'text', text, tone: 'gap' }) as const),
    ),
    ...silentParts(session),
  ];
  return detailSpanLines(parts, width, theme);
}

/**
 * Returns the lines of the tab, as many as the region has rows, each exactly as wide as it, scrolled by `ui.nodesScroll` lines and
 * never past the last one.
 */
export function nodesLines(snapshot: Snapshot, settings: ScreenSettings, region: Region): readonly string[] {
  const width = Math.max(1, region.columns - 1);
  const lines = nodesSpanLines(snapshot, settings, width);
  const from = Math.max(0, Math.min(snapshot.ui.nodesScroll, lines.length - region.rows));
  return paintRegion(lines, { columns: width, rows: region.rows }, settings.theme, from).map((line) => ` ${line}`);
}

/** Returns how many lines the tab can be scrolled by in a region of that size. */
export function nodesScrollLimit(snapshot: Snapshot, settings: ScreenSettings, region: Region): number {
  return Math.max(0, nodesSpanLines(snapshot, settings, Math.max(1, region.columns - 1)).length - region.rows);
}
