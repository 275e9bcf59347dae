/** The panes beside the table: the detail and the histogram, and which one has the focus. */

import { timestampFromMs } from '../../../base/time/timestamp.ts';
import { layoutOf } from '../../layout.ts';
import { cursorRow } from '../../flow-rows.ts';
import { only, say, within, type ReduceContext, type Reduced, type ScrolledPart } from '../reduced.ts';
import { histogramWidthsMs, type DetailState, type UiState } from '../ui-state.ts';
import { moveTo } from './flow-cursor.ts';
import { withFlows } from './stream.ts';

/** Cells or lines the detail grows by at once. */
const growth = 4;

function withDetail(ui: UiState, changes: Partial<DetailState>): UiState {
  return { ...ui, detail: { ...ui.detail, ...changes } };
}

function withBar(ui: UiState, pickedMs: number | undefined): UiState {
  return { ...ui, histogram: { ...ui.histogram, pickedMs } };
}

/** Returns the number of lines scrolled, within what there is. */
export function scrolledBy(ui: UiState, part: ScrolledPart, lines: number, { scrollLimit }: ReduceContext): number {
  return within(lines, 0, scrollLimit?.(part, ui) ?? Number.MAX_SAFE_INTEGER);
}

/** Scrolls the detail to a line. */
export function scrollDetail(ui: UiState, to: number, context: ReduceContext): Reduced {
  return only(withDetail(ui, { scroll: scrolledBy(ui, 'detail', to, context) }));
}

/** Returns how many lines of the detail are on the screen, at least 1. */
export function detailPageRows(ui: UiState): number {
  const layout = layoutOf(ui);
  return layout.kind === 'screen' ? Math.max(1, (layout.detail?.rows ?? 1) - 1) : 1;
}

/** Opens the detail; open, it takes the whole screen; and from there it goes back beside the table. What is read stays. */
export function openDetail(ui: UiState, context: ReduceContext): Reduced {
  if (cursorRow({ ui, data: context.data }) === undefined) return say(ui, 'no row is selected', context);
  if (ui.detail.isOpen) return only(withDetail(ui, { isFull: !ui.detail.isFull }));
  const still = withFlows(ui, { isFollowing: false });
  return only(withDetail(still, { isOpen: true, isFull: false, hasFocus: false, scroll: 0 }));
}

/** Shows the JSON in the detail, or not; opens it where it is closed. */
export function toggleJson(ui: UiState, context: ReduceContext): Reduced {
  const isJsonShown = !ui.detail.isOpen || !ui.detail.isJsonShown;
  const opened = ui.detail.isOpen ? only(ui) : openDetail(ui, context);
  return { ...opened, ui: withDetail(opened.ui, { isJsonShown }) };
}

/** Gives the detail more room or less. */
export function growDetail(ui: UiState, step: 1 | -1): Reduced {
  if (!ui.detail.isOpen) return only(ui);
  const grown = withDetail(ui, { grownBy: ui.detail.grownBy + step * growth });
  // Where there is no more to give or take the number stays, so that the key back does something at once.
  return only(isSameLayout(ui, grown) ? ui : grown);
}

function isSameLayout(a: UiState, b: UiState): boolean {
  const [one, other] = [layoutOf(a), layoutOf(b)];
  if (one.kind !== 'screen' || other.kind !== 'screen') return true;
  return one.detail?.columns === other.detail?.columns && one.detail?.rows === other.detail?.rows;
}

/** Closes what is open beside the table, the innermost first; undefined when nothing is. */
export function closePane(ui: UiState): UiState | undefined {
  if (ui.histogram.isOpen && ui.histogram.pickedMs !== undefined) return withBar(ui, undefined);
  if (!ui.detail.isOpen) return undefined;
  if (ui.detail.isFull) return withDetail(ui, { isFull: false });
  return withDetail(ui, { isOpen: false, hasFocus: false, scroll: 0 });
}

type Pane = 'table' | 'detail' | 'histogram';

function openPanes(ui: UiState): readonly Pane[] {
  const layout = layoutOf(ui);
  const isDrawn = layout.kind === 'screen' && layout.histogram.rows > 0;
  return ['table', ...(ui.detail.isOpen ? (['detail'] as const) : []), ...(isDrawn ? (['histogram'] as const) : [])];
}

function focusedPane(ui: UiState): Pane {
  if (ui.detail.isOpen && ui.detail.hasFocus) return 'detail';
  return ui.histogram.isOpen && ui.histogram.pickedMs !== undefined ? 'histogram' : 'table';
}

/** Gives the focus to the next or the previous pane that is open. */
export function focusPane(ui: UiState, step: 1 | -1, { data }: ReduceContext): Reduced {
  const panes = openPanes(ui);
  const next = panes[(panes.indexOf(focusedPane(ui)) + step + panes.length) % panes.length];
  const focused = withDetail(withBar(ui, undefined), { hasFocus: next === 'detail', isFull: false });
  return only(next === 'histogram' ? pickNewestBar(focused, data.histogram.newestMs) : focused);
}

function barWidthMs(ui: UiState): number {
  return histogramWidthsMs[ui.histogram.zoom] ?? histogramWidthsMs[0];
}

function pickNewestBar(ui: UiState, newestMs: number | undefined): UiState {
  const widthMs = barWidthMs(ui);
  return withBar(ui, newestMs === undefined ? undefined : Math.floor(newestMs / widthMs) * widthMs);
}

/** Shows verdicts over time, or not. */
export function toggleHistogram(ui: UiState): Reduced {
  return only({ ...ui, histogram: { ...ui.histogram, isOpen: !ui.histogram.isOpen, pickedMs: undefined } });
}

/** Makes the bars one width shorter (-1) or longer (1); opens the histogram where it is closed. A picked bar stays in the picked time. */
export function zoomHistogram(ui: UiState, step: 1 | -1): Reduced {
  if (!ui.histogram.isOpen) return toggleHistogram(ui);
  const zoom = within(ui.histogram.zoom + step, 0, histogramWidthsMs.length - 1);
  const zoomed = { ...ui, histogram: { ...ui.histogram, zoom } };
  const { pickedMs } = ui.histogram;
  const widthMs = barWidthMs(zoomed);
  return only(pickedMs === undefined ? zoomed : withBar(zoomed, Math.floor(pickedMs / widthMs) * widthMs));
}

/** Picks the bar so many further on; the ends are those of the flows that were seen. */
export function moveBar(ui: UiState, steps: number, { data }: ReduceContext): Reduced {
  const { pickedMs } = ui.histogram;
  const { oldestMs, newestMs } = data.histogram;
  if (pickedMs === undefined || oldestMs === undefined || newestMs === undefined) return only(ui);
  const barOf = (ms: number): number => Math.floor(ms / barWidthMs(ui)) * barWidthMs(ui);
  return only(withBar(ui, within(pickedMs + steps * barWidthMs(ui), barOf(oldestMs), barOf(newestMs))));
}

/** Moves the table to the first flow of the picked time, and the focus with it. */
export function openBar(ui: UiState, ms: number | undefined, context: ReduceContext): Reduced {
  const seq = ms === undefined ? undefined : context.data.timeline.seqAt(timestampFromMs(ms));
  if (seq === undefined) return say(ui, 'no flow of that time is held any more', context);
  return only(moveTo(withBar(ui, undefined), seq));
}
