/** Where everything is on the screen: which part gets how many cells. From the state alone, so keys and drawing agree. */

import type { Size, UiState } from './state/ui-state.ts';

/** A part of the screen in cells. One with no rows is not drawn. */
export interface Region {
  readonly columns: number;
  readonly rows: number;
}

/** The pane of the selected row: beside the table, below it, or instead of it. */
export interface DetailRegion extends Region {
  readonly place: 'side' | 'below' | 'full';
}

/**
 * The parts, from top to bottom: header, filter bar, body, prompt, foot. The body holds, from top to bottom, the table
 * (with the detail at its side), the detail below it, and the histogram. Rows and columns add up to the size exactly.
 */
export interface ScreenLayout {
  readonly kind: 'screen';
  readonly header: Region;
  /** A second line while the bar is edited: candidates, or what is wrong. */
  readonly filterBar: Region;
  /** All between the filter bar and the prompt: what overlays and the start screen may take. */
  readonly body: Region;
  /** The table of the tab, its head line included. No rows while the detail takes the whole body. */
  readonly table: Region;
  readonly detail: DetailRegion | undefined;
  readonly histogram: Region;
  /** Line of a prompt and its candidates and note, over the foot. */
  readonly prompt: Region;
  /** Tabs and keys, or a message. */
  readonly foot: Region;
}

/** How the screen is divided. */
export type Layout = { readonly kind: 'too-small'; readonly needs: Size } | ScreenLayout;

/** The smallest terminal that something can be shown in. */
export const smallestSize: Size = { columns: 40, rows: 12 };

/** Terminals at least so wide have the detail beside the table. */
const sideDetailColumns = 120;

const leastTable: Size = { columns: 60, rows: 4 };
const leastDetail: Size = { columns: 40, rows: 6 };
const histogramHeights = { low: 4, middle: 5, high: 6 };

function within(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}

function filterBarRows(ui: UiState): number {
  if (ui.start !== undefined) return 0;
  return ui.filter.editing === undefined ? 1 : 2;
}

function promptRows(ui: UiState): number {
  if (ui.overlay?.kind !== 'prompt') return 0;
  return 1 + (ui.overlay.candidates.length > 0 ? 1 : 0) + (ui.overlay.note === undefined ? 0 : 1);
}

function histogramRows(ui: UiState, bodyRows: number): number {
  if (ui.tab !== 'flows' || ui.start !== undefined || !ui.histogram.isOpen) return 0;
  const { low, middle, high } = histogramHeights;
  if (bodyRows < low + leastTable.rows) return 0;
  if (bodyRows < 16) return low;
  return bodyRows < 24 ? middle : high;
}

/** Returns the detail's place in what the histogram leaves of the body. */
function detailIn(ui: UiState, left: Region): DetailRegion | undefined {
  if (ui.tab !== 'flows' || ui.start !== undefined || !ui.detail.isOpen) return undefined;
  const { grownBy } = ui.detail;
  if (ui.detail.isFull) return { place: 'full', ...left };
  if (left.columns >= sideDetailColumns) {
    const most = left.columns - leastTable.columns;
    const columns = within(Math.round(left.columns * 0.45) + grownBy, leastDetail.columns, most);
    return { place: 'side', columns, rows: left.rows };
  }
  const most = left.rows - leastTable.rows;
  if (most < leastDetail.rows) return { place: 'full', ...left };
  return {
    place: 'below',
    columns: left.columns,
    rows: within(Math.ceil(left.rows / 2) + grownBy, leastDetail.rows, most),
  };
}

function tableBeside(detail: DetailRegion | undefined, left: Region): Region {
  if (detail === undefined) return left;
  switch (detail.place) {
    case 'side':
      return { columns: left.columns - detail.columns, rows: left.rows };
    case 'below':
      return { columns: left.columns, rows: left.rows - detail.rows };
    case 'full':
      return { columns: left.columns, rows: 0 };
    default:
      return detail.place satisfies never;
  }
}

/**
 * Returns how the screen of this state is divided. A detail that finds no room below the table takes its place; a
 * histogram that finds none is left out. Under `smallestSize` nothing is divided: `needs` says what is wanted.
 */
export function layoutOf(ui: UiState): Layout {
  const { columns, rows } = ui.size;
  if (columns < smallestSize.columns || rows < smallestSize.rows) return { kind: 'too-small', needs: smallestSize };
  const line = (count: number): Region => ({ columns, rows: count });
  const filterBar = line(filterBarRows(ui));
  const prompt = line(promptRows(ui));
  const body = line(rows - 2 - filterBar.rows - prompt.rows);
  const isFull = ui.detail.isOpen && ui.detail.isFull;
  const histogram = line(isFull ? 0 : histogramRows(ui, body.rows));
  const left = line(body.rows - histogram.rows);
  const detail = detailIn(ui, left);
  return {
    kind: 'screen',
    header: line(1),
    filterBar,
    body,
    table: tableBeside(detail, left),
    detail,
    histogram,
    prompt,
    foot: line(1),
  };
}
