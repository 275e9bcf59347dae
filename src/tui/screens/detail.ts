/** The pane with every field of the selected row: beside the table behind an edge, else below it under a rule. */

import { entryParts } from '../detail/entry-detail.ts';
import { cursorRow } from '../flow-rows.ts';
import { layoutOf, type Region } from '../layout.ts';
import type { ScreenSettings, Snapshot } from '../screen.ts';
import { clockOf } from '../text/clock-text.ts';
import type { Theme } from '../theme/tones.ts';
import { detailSpanLines } from './detail-lines.ts';
import { lineOf, paintLine, paintRegion, type SpanLine } from './spans.ts';

/** Cells of the edge beside the table, with the blank after it. */
const edgeWidth = 2;

function hintOf(settings: ScreenSettings): (command: string, words: string) => string {
  return (command, words) => {
    const key = settings.keysOf(command)[0];
    return key === undefined ? '' : `(${key} ${words})`;
  };
}

function contentLines(snapshot: Snapshot, settings: ScreenSettings, width: number): readonly SpanLine[] {
  const { data, ui } = snapshot;
  const row = cursorRow(snapshot);
  if (row === undefined) return [lineOf('No row is selected.', 'dim')];
  const parts = entryParts(row.entry, row.member, {
    timeline: data.timeline,
    status: data.session.observedStatus,
    clock: clockOf(settings),
    glyphs: settings.theme.glyphs,
    isJsonShown: ui.detail.isJsonShown,
    hint: hintOf(settings),
  });
  return detailSpanLines(parts, width, settings.theme);
}

/** Where the lines begin, and what is told of those that are out of sight. */
interface Scrolled {
  readonly from: number;
  readonly told: string;
}

function scrolled(count: number, rows: number, wanted: number): Scrolled {
  const from = Math.max(0, Math.min(wanted, count - rows));
  return { from, told: count <= rows ? '' : `${from + 1} to ${Math.min(count, from + rows)} of ${count} lines` };
}

function ruleLine(told: string, width: number, snapshot: Snapshot, theme: Theme): string {
  const { line } = theme.glyphs;
  const title = `${line}${line} detail `;
  const end = told === '' ? '' : ` ${told} ${line}${line}`;
  const between = line.repeat(Math.max(0, width - title.length - end.length));
  return paintLine(lineOf(title + between + end, snapshot.ui.detail.hasFocus ? 'strong' : 'dim'), width, theme);
}

function besideLines(snapshot: Snapshot, settings: ScreenSettings, region: Region): readonly string[] {
  const { theme } = settings;
  const width = Math.max(1, region.columns - edgeWidth);
  const lines = contentLines(snapshot, settings, width);
  const isLong = lines.length > region.rows;
  const rows = isLong ? region.rows - 1 : region.rows;
  const { from, told } = scrolled(lines.length, rows, snapshot.ui.detail.scroll);
  const edge = theme.paint(snapshot.ui.detail.hasFocus ? 'strong' : 'dim', theme.glyphs.side);
  const shown = paintRegion(lines, { columns: width, rows }, theme, from);
  const foot = isLong ? [paintLine(lineOf(told, 'dim'), width, theme)] : [];
  return [...shown, ...foot].map((line) => `${edge} ${line}`);
}

function belowLines(snapshot: Snapshot, settings: ScreenSettings, region: Region): readonly string[] {
  const { theme } = settings;
  const rows = Math.max(0, region.rows - 1);
  const width = Math.max(1, region.columns - 1);
  const lines = contentLines(snapshot, settings, width);
  const { from, told } = scrolled(lines.length, rows, snapshot.ui.detail.scroll);
  const shown = paintRegion(lines, { columns: width, rows }, theme, from);
  return [ruleLine(told, region.columns, snapshot, theme), ...shown.map((line) => ` ${line}`)];
}

/**
 * Returns the lines of the detail, as many as the region has rows, each exactly as wide as it: of the row under the
 * cursor, scrolled by `ui.detail.scroll` lines and never past the last one.
 */
export function detailLines(snapshot: Snapshot, settings: ScreenSettings, region: Region): readonly string[] {
  if (region.rows === 0) return [];
  const layout = layoutOf(snapshot.ui);
  const isBeside = layout.kind === 'screen' && layout.detail?.place === 'side';
  return isBeside ? besideLines(snapshot, settings, region) : belowLines(snapshot, settings, region);
}

/** Returns how many lines the detail can be scrolled by in a region of that size, so that keys stop where it ends. */
export function detailScrollLimit(snapshot: Snapshot, settings: ScreenSettings, region: Region): number {
  const layout = layoutOf(snapshot.ui);
  const isBeside = layout.kind === 'screen' && layout.detail?.place === 'side';
  const width = Math.max(1, region.columns - (isBeside ? edgeWidth : 1));
  return Math.max(0, contentLines(snapshot, settings, width).length - (region.rows - 1));
}
