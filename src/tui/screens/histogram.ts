/** Verdicts over time: a line of bars for each class, the newest at the right, and the times below. */

import { timestampFromMs, timestampToMs } from '../../base/time/timestamp.ts';
import { verdictClasses, type VerdictClass } from '../../flow/verdict-class.ts';
import { lastRow, rowBefore, type VisibleRow } from '../flow-rows.ts';
import type { Region } from '../layout.ts';
import type { ScreenSettings, Snapshot } from '../screen.ts';
import type { HistogramBar } from '../state/readers.ts';
import { histogramWidthsMs } from '../state/ui-state.ts';
import { countText, spanText } from '../text/amounts.ts';
import { clockOf } from '../text/clock-text.ts';
import { textWidth } from '../text/width.ts';
import type { Theme } from '../theme/tones.ts';
import { paintLine, type Span, type SpanLine } from './spans.ts';

/** Returns the width of a bar in milliseconds. */
export function barWidthMs({ ui }: Pick<Snapshot, 'ui'>): number {
  const last = histogramWidthsMs.length - 1;
  return histogramWidthsMs[Math.max(0, Math.min(ui.histogram.zoom, last))] ?? histogramWidthsMs[0];
}

/** Returns the time of the newest row that has one, in Unix milliseconds; only the newest few rows are looked at. */
function newestRowMs(snapshot: Snapshot): number | undefined {
  let row: VisibleRow | undefined = lastRow(snapshot);
  for (let looked = 0; row !== undefined && looked < 64; looked += 1) {
    const { entry } = row;
    const time = entry.kind === 'flow' ? entry.first.time : entry.time;
    if (time !== undefined) return timestampToMs(time);
    row = rowBefore(snapshot, row);
  }
  return undefined;
}

/** Returns the time the last bar holds: the newest flow, that of a paused view, or now while the stream is live but quiet. */
function newestMs(snapshot: Snapshot): number | undefined {
  const { data, ui, now } = snapshot;
  const newest = data.histogram.newestMs;
  if (newest === undefined) return undefined;
  if (ui.flows.pausedAt !== undefined) return newestRowMs(snapshot) ?? newest;
  return data.session.state.kind === 'live' ? Math.max(newest, timestampToMs(now)) : newest;
}

/** Returns the end of the bars, moved so that the picked bar is among them. */
function endMs(snapshot: Snapshot, newest: number, barMs: number, count: number): number {
  const picked = snapshot.ui.histogram.pickedMs;
  if (picked === undefined) return newest;
  const startOfNewest = Math.floor(newest / barMs) * barMs;
  const isInSight = picked <= startOfNewest && picked > startOfNewest - count * barMs;
  return isInSight ? newest : picked + Math.floor(count / 2) * barMs;
}

/** A line of bars, before it is drawn. */
interface BarRow {
  readonly verdict: VerdictClass;
  /** Lines above the lowest one. */
  readonly above: number;
  readonly height: number;
}

/** Returns which classes are drawn on `rows` lines: the three that matter always, others that occur where there is room. */
function barRows(bars: readonly HistogramBar[], rows: number): readonly BarRow[] {
  const occurs = (verdict: VerdictClass): boolean => bars.some(({ counts }) => counts[verdict] > 0);
  const basic: readonly VerdictClass[] = ['denied', 'audited', 'allowed'];
  const others = verdictClasses.filter((verdict) => !basic.includes(verdict) && occurs(verdict));
  const shown = verdictClasses.filter((verdict) => basic.includes(verdict) || others.includes(verdict));
  const kept = [...basic, ...others].slice(0, Math.max(1, rows));
  const drawn = shown.filter((verdict) => kept.includes(verdict));
  return drawn.flatMap((verdict, index) => {
    const height = Math.floor(rows / drawn.length) + (index < rows % drawn.length ? 1 : 0);
    return Array.from({ length: height }, (_, line) => ({ verdict, above: height - 1 - line, height }));
  });
}

/** Returns the glyph of a bar on one of its lines. */
function barGlyph(count: number, peak: number, { above, height }: BarRow, theme: Theme): string {
  const { bars } = theme.glyphs;
  if (count <= 0 || peak <= 0) return ' ';
  const level = Math.max(1, Math.round((count / peak) * height * bars.length)) - above * bars.length;
  return level <= 0 ? ' ' : (bars[Math.min(level, bars.length) - 1] ?? ' ');
}

const wideLabels = { from: 80, room: 24 };
const narrowLabelRoom = 11;

function labelRoom(columns: number): number {
  return columns >= wideLabels.from ? wideLabels.room : narrowLabelRoom;
}

/** Returns how many bars fit into a histogram of `columns` cells. */
export function barCount(columns: number): number {
  return Math.max(1, columns - 1 - labelRoom(columns));
}

function barSpans(bars: readonly HistogramBar[], row: BarRow, picked: number | undefined, theme: Theme): SpanLine {
  const peak = Math.max(...bars.map(({ counts }) => counts[row.verdict]));
  const glyphs = bars.map(({ counts }) => barGlyph(counts[row.verdict], peak, row, theme));
  const at = bars.findIndex(({ startMs }) => startMs === picked);
  if (at === -1) return [{ text: glyphs.join(''), tone: row.verdict }];
  return [
    { text: glyphs.slice(0, at).join(''), tone: row.verdict },
    { text: glyphs[at] ?? ' ', tone: 'selected-cell' },
    { text: glyphs.slice(at + 1).join(''), tone: row.verdict },
  ];
}

function labelSpan(bars: readonly HistogramBar[], { verdict, above }: BarRow, columns: number, theme: Theme): Span {
  if (above > 0) return { text: '' };
  const name = `${theme.glyphs.verdicts[verdict]} ${verdict}`;
  if (columns < wideLabels.from) return { text: ` ${verdict}`, tone: verdict };
  const peak = Math.max(...bars.map(({ counts }) => counts[verdict]));
  return { text: ` ${name}  peak ${countText(peak)}`, tone: verdict };
}

/** Returns what the picked bar holds. */
function pickedText(bar: HistogramBar, barMs: number, settings: ScreenSettings): string {
  const counts = verdictClasses
    .filter((verdict) => bar.counts[verdict] > 0)
    .map((verdict) => `${countText(bar.counts[verdict])} ${verdict}`);
  const from = clockOf(settings).ofDay(timestampFromMs(bar.startMs));
  return `${from} +${widthText(barMs)}: ${counts.length === 0 ? 'no flow' : counts.join(', ')}`;
}

function widthText(barMs: number): string {
  return barMs === 60_000 ? '1 m' : barMs === 3_600_000 ? '1 h' : spanText(barMs);
}

/** Returns the times under the bars: one at the start of the first bar and of every so many others. */
function axisTimes(bars: readonly HistogramBar[], settings: ScreenSettings): string {
  const clock = clockOf(settings);
  const every = 20;
  let line = '';
  for (let at = 0; at + 8 <= bars.length; at += every) {
    line = line.padEnd(at) + clock.ofDay(timestampFromMs(bars[at]?.startMs ?? 0));
  }
  return line;
}

function axisLine(
  bars: readonly HistogramBar[],
  snapshot: Snapshot,
  settings: ScreenSettings,
  columns: number,
): string {
  const barMs = barWidthMs(snapshot);
  const bar = bars.find(({ startMs }) => startMs === snapshot.ui.histogram.pickedMs);
  if (bar !== undefined)
    return paintLine([{ text: ` ${pickedText(bar, barMs, settings)}`, tone: 'strong' }], columns, settings.theme);
  const times = axisTimes(bars, settings);
  const label = columns < wideLabels.from ? ` ${widthText(barMs)}` : ` ${widthText(barMs)} a bar`;
  const between = ' '.repeat(Math.max(0, columns - labelRoom(columns) - 1 - textWidth(times)));
  return paintLine([{ text: ` ${times}${between}${label}`, tone: 'dim' }], columns, settings.theme);
}

/**
 * Returns the histogram: a line or more of bars for each class of verdict, each class to its own scale (its highest bar is
 * told), and the times; the picked bar stands out and its counts are told instead of the times.
 */
export function histogramLines(snapshot: Snapshot, settings: ScreenSettings, region: Region): readonly string[] {
  const { columns, rows } = region;
  if (rows <= 0) return [];
  const { theme } = settings;
  const newest = newestMs(snapshot);
  const blank = ' '.repeat(columns);
  if (newest === undefined) {
    const first = paintLine([{ text: ' Verdicts over time: no flow yet', tone: 'dim' }], columns, theme);
    return [first, ...Array.from({ length: rows - 1 }, () => blank)];
  }
  const [barMs, count] = [barWidthMs(snapshot), barCount(columns)];
  const bars = snapshot.data.histogram.bars(endMs(snapshot, newest, barMs, count), barMs, count);
  const lines = barRows(bars, rows - 1).map((row) => {
    const spans = barSpans(bars, row, snapshot.ui.histogram.pickedMs, theme);
    return paintLine([{ text: ' ' }, ...spans, labelSpan(bars, row, columns, theme)], columns, theme);
  });
  return [...lines, axisLine(bars, snapshot, settings, columns)];
}
