/** Cells of one row of flows, in exactly the widths of a plan. */

import type { Timestamp } from '../../base/time/timestamp.ts';
import { verdictClass, type VerdictClass } from '../../flow/verdict-class.ts';
import type { FlowEntry, SeenFlow } from '../state/timeline-entry.ts';
import type { FlowColumnName } from '../state/ui-state.ts';
import type { ClockText } from '../text/clock-text.ts';
import { fitEndpoint, shortenEndpoint, type EndpointName } from '../text/endpoint.ts';
import { blanks, fit, shorten } from '../text/fit.ts';
import { textWidth } from '../text/width.ts';
import type { Theme } from '../theme/tones.ts';
import type { ColumnPlan, PlannedColumn } from './column-plan.ts';
import { createDayTimeText } from './time-cell.ts';
import { flowTexts, type FlowTexts, type VerdictTexts } from './flow-texts.ts';

/** A part of a cell that looks the same throughout. */
export interface CellPiece {
  readonly text: string;
  /** Cells of the text. */
  readonly width: number;
  /** The column it tells of; undefined for what stands between. */
  readonly column: FlowColumnName | undefined;
  /** The class of verdict it tells of, or the endpoint it names. */
  readonly verdict?: VerdictClass;
  readonly endpoint?: string;
}

/** A cell: its pieces fill the width of its column. */
export type Cell = readonly CellPiece[];

/** The flow of a row that is shown for all of it: the first one that has the verdict of the row. */
export function shownFlow(entry: FlowEntry): SeenFlow {
  const { first, latest, members, verdict } = entry;
  if (verdictClass(first.flow) === verdict) return first;
  return members.find(({ flow }) => verdictClass(flow) === verdict) ?? latest;
}

const leastNames = 12;

function verdictText(texts: VerdictTexts, room: number, ellipsis: string): string {
  const whole = texts.full + texts.by;
  if (textWidth(whole) <= room) return whole;
  const fullWidth = textWidth(texts.full);
  if (texts.by !== '' && fullWidth + leastNames <= room) return fit(whole, room, 'end', ellipsis);
  return [texts.full, texts.directed].find((text) => textWidth(text) <= room) ?? texts.word;
}

/** What the cells of one row are made from. */
interface RowTexts {
  readonly texts: FlowTexts;
  readonly verdict: VerdictClass;
  /** `×3`, empty for a single flow. */
  readonly count: string;
  readonly isMember: boolean;
  readonly theme: Theme;
  /** The time of day, as exact as its column is wide. */
  readonly time: string;
}

/** Returns the count after a text, closer to it or not at all where there is little room. */
function countAfter(row: RowTexts, taken: number, width: number): string {
  if (row.count === '') return '';
  return [` ${row.count}`, row.count].find((count) => taken + textWidth(count) <= width) ?? '';
}

function verdictCell(row: RowTexts, width: number, hasCount: boolean): Cell {
  const { glyphs } = row.theme;
  const least = 2 + textWidth(row.texts.verdict.word);
  const count = hasCount ? countAfter(row, least, width) : '';
  const room = width - 2 - textWidth(count);
  const text = `${glyphs.verdicts[row.verdict]} ${verdictText(row.texts.verdict, room, glyphs.ellipsis)}${count}`;
  return [{ text: fit(text, width, 'end', glyphs.ellipsis), width, column: 'verdict', verdict: row.verdict }];
}

function summaryCell(row: RowTexts, width: number): Cell {
  const { ellipsis } = row.theme.glyphs;
  const { summary } = row.texts;
  const count = countAfter(row, textWidth(summary), width) || countAfter(row, 1, width);
  const text = shorten(summary, width - textWidth(count), 'end', ellipsis) + count;
  return [{ text: fit(text, width, 'end', ellipsis), width, column: 'summary' }];
}

function endpointCell(row: RowTexts, column: 'source' | 'destination', width: number): Cell {
  const endpoint = row.texts[column];
  const indent = blanks(row.isMember && column === 'source' ? Math.min(2, width - 1) : 0);
  const text = indent + fitEndpoint(endpoint, width - indent.length, row.theme.glyphs.ellipsis);
  return [{ text, width, column, endpoint: nameOf(endpoint) }];
}

function nameOf({ namespace, name }: EndpointName): string {
  return `${namespace}/${name}`;
}

// Whom something talks to, and on which port, tells more than who it is.
const sourceShare = 0.4;

/** Returns how `room` cells are shared by source and destination: each gets what it needs up to its share, and what the other leaves. */
function shared(room: number, source: number, destination: number): readonly [number, number] {
  const share = Math.floor(room * sourceShare);
  if (source + destination <= room) return [source, destination];
  if (source <= share) return [source, room - source];
  return destination <= room - share ? [room - destination, destination] : [share, room - share];
}

function wholeWidth(endpoint: EndpointName): number {
  return textWidth(endpoint.namespace === '' ? endpoint.name : nameOf(endpoint)) + textWidth(endpoint.port);
}

/** Returns both ends of a flow with the port, as far as their columns are shown. */
function endsShown(
  row: RowTexts,
  plan: ColumnPlan,
): { readonly source: EndpointName; readonly destination: EndpointName } {
  const none: EndpointName = { namespace: '', name: '', port: '' };
  const { texts } = row;
  const port = plan.merged.includes('port') ? texts.portSuffix : '';
  return {
    source: plan.merged.includes('source') ? texts.source : none,
    destination: { ...(plan.merged.includes('destination') ? texts.destination : none), port },
  };
}

/** Returns `SOURCE → DESTINATION:PORT`, with the parts that are chosen to be shown. */
function flowCell(row: RowTexts, plan: ColumnPlan, width: number): Cell {
  const { arrow, ellipsis } = row.theme.glyphs;
  const { source, destination } = endsShown(row, plan);
  const indent = row.isMember ? '  ' : '';
  const between = source.name === '' || !plan.merged.includes('destination') ? '' : ` ${arrow} `;
  const room = Math.max(0, width - indent.length - textWidth(between));
  const [first, second] = shared(room, wholeWidth(source), wholeWidth(destination));
  const whole = shortenEndpoint(destination, second, ellipsis);
  const port = destination.port !== '' && whole.endsWith(destination.port) ? destination.port : '';
  // A destination that lost its namespace leaves cells to the source.
  const sourceText = shortenEndpoint(source, Math.max(first, room - textWidth(whole)), ellipsis);
  const pieces: readonly Omit<CellPiece, 'width'>[] = [
    { text: indent, column: undefined },
    { text: sourceText, column: 'source', endpoint: nameOf(source) },
    { text: between, column: undefined },
    { text: whole.slice(0, whole.length - port.length), column: 'destination', endpoint: nameOf(destination) },
    { text: port, column: 'port' },
  ];
  return filledTo(pieces, width, ellipsis);
}

/** Returns the pieces with blanks after them to `width` cells, or cut there. */
function filledTo(pieces: readonly Omit<CellPiece, 'width'>[], width: number, ellipsis: string): Cell {
  const result: CellPiece[] = [];
  let left = width;
  for (const piece of pieces) {
    const wide = Math.min(left, textWidth(piece.text));
    result.push({ ...piece, text: fit(piece.text, wide, 'end', ellipsis), width: wide });
    left -= wide;
  }
  return [...result, { text: blanks(left), width: left, column: undefined }];
}

/** Returns the cell of a time that was made a text already. */
export function timePiece(text: string, width: number, ellipsis: string): CellPiece {
  return { text: fit(text, width, 'end', ellipsis), width, column: 'time' };
}

function cellOf(row: RowTexts, plan: ColumnPlan, { name, width }: PlannedColumn): Cell {
  const { ellipsis } = row.theme.glyphs;
  switch (name) {
    case 'time':
      return plan.timeStyle === 'absolute' ? [timePiece(row.time, width, ellipsis)] : [];
    case 'flow':
      return flowCell(row, plan, width);
    case 'source':
    case 'destination':
      return endpointCell(row, name, width);
    case 'node':
      return [{ text: fitEndpoint(row.texts.node, width, ellipsis), width, column: name }];
    case 'port':
      return [{ text: fit(row.texts.port, width, 'end', ellipsis), width, column: name }];
    case 'verdict':
      return verdictCell(row, width, !plan.columns.some((column) => column.name === 'summary'));
    case 'summary':
      return summaryCell(row, width);
    default:
      return name satisfies never;
  }
}

function countText(count: number, isExpanded: boolean, theme: Theme): string {
  if (count === 1) return '';
  return `${theme.glyphs.times}${count}${isExpanded ? theme.glyphs.expanded : ''}`;
}

/** A row before its texts are made. */
interface RowSource extends Omit<RowTexts, 'texts' | 'theme' | 'time'> {
  readonly seen: SeenFlow;
  readonly at: Timestamp | undefined;
}

interface CachedCells {
  readonly key: string;
  readonly cells: readonly Cell[];
}

/** Makes cells, and keeps them as long as the flow is held and the plan stays the same. */
export interface FlowCells {
  /** Returns one cell a column of the plan; that of a time that changes from frame to frame is empty. */
  entry(entry: FlowEntry, plan: ColumnPlan, isExpanded: boolean): readonly Cell[];
  /** The same for a member of an expanded row, indented. */
  member(seen: SeenFlow, plan: ColumnPlan): readonly Cell[];
}

/** Returns what makes cells with the glyphs of `theme` and times of `clock`. */
export function createFlowCells(theme: Theme, clock: ClockText): FlowCells {
  const dayTime = createDayTimeText(clock);
  const ofEntries = new WeakMap<object, CachedCells>();
  const ofMembers = new WeakMap<object, CachedCells>();
  const cached = (cache: WeakMap<object, CachedCells>, plan: ColumnPlan, row: RowSource): readonly Cell[] => {
    const key = `${plan.key} ${row.count} ${row.verdict}`;
    const known = cache.get(row.seen);
    if (known?.key === key) return known.cells;
    const time = dayTime(row.at, plan.columns.find(({ name }) => name === 'time')?.width ?? 0);
    const whole: RowTexts = { ...row, texts: flowTexts(row.seen, theme), theme, time };
    const cells = plan.columns.map((column) => cellOf(whole, plan, column));
    cache.set(row.seen, { key, cells });
    return cells;
  };
  return {
    entry(entry, plan, isExpanded) {
      const count = countText(entry.count, isExpanded, theme);
      const seen = shownFlow(entry);
      return cached(ofEntries, plan, { seen, at: entry.first.time, verdict: entry.verdict, count, isMember: false });
    },
    member: (seen, plan) =>
      cached(ofMembers, plan, { seen, at: seen.time, verdict: verdictClass(seen.flow), count: '', isMember: true }),
  };
}
