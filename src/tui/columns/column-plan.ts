/** Which columns of the flow table are drawn, and how wide: what fits stays readable, what is least needed goes first. */

import type { ColumnChoice, FlowColumnName, TimeStyle, UiState } from '../state/ui-state.ts';

/** A column that is drawn. `flow` is source, destination and port in one, on narrow screens. */
export interface PlannedColumn {
  readonly name: FlowColumnName | 'flow';
  readonly title: string;
  /** Cells. */
  readonly width: number;
}

/** The columns from left to right. The line is: one cell for the cursor, then the columns with `gap` cells between them. */
export interface ColumnPlan {
  /** Equal for plans that draw the same. */
  readonly key: string;
  readonly columns: readonly PlannedColumn[];
  readonly gap: number;
  /** `fitted` to the width, `narrow` with fewer columns and shorter texts, or `free`: as wide as texts want, scrolled sideways. */
  readonly style: 'fitted' | 'narrow' | 'free';
  readonly isWide: boolean;
  readonly timeStyle: TimeStyle;
  /** What the column `flow` holds; empty where there is none. */
  readonly merged: readonly FlowColumnName[];
  /** Columns that were chosen but found no room. */
  readonly dropped: readonly FlowColumnName[];
  /** The column that has the cursor; undefined when no column is shown. */
  readonly selected: FlowColumnName | undefined;
}

/** Tables below this width put both ends and the port into one column. */
const narrowBelow = 80;
const generousFrom = 110;

interface Widths {
  readonly least: number;
  /** What it wants before others may grow. */
  readonly enough: number;
  /** What it takes where width is no concern. */
  readonly free: number;
}

const timeWidths: Readonly<Record<TimeStyle, Widths>> = {
  absolute: { least: 8, enough: 12, free: 12 },
  relative: { least: 5, enough: 6, free: 6 },
  delta: { least: 8, enough: 8, free: 9 },
};
const wideTimeWidth = 15;

const widths: Readonly<Record<Exclude<FlowColumnName, 'time'>, Widths>> = {
  node: { least: 8, enough: 12, free: 20 },
  source: { least: 12, enough: 20, free: 44 },
  destination: { least: 12, enough: 20, free: 44 },
  port: { least: 8, enough: 9, free: 10 },
  verdict: { least: 9, enough: 27, free: 64 },
  summary: { least: 6, enough: 8, free: 60 },
};

const titles: Readonly<Record<FlowColumnName, string>> = {
  time: 'TIME',
  node: 'NODE',
  source: 'SOURCE',
  destination: 'DESTINATION',
  port: 'PORT',
  verdict: 'POLICY VERDICT',
  summary: 'SUMMARY',
};

/** What gives way where there is too little room, first to last. The verdict comes last. */
const shrinking: readonly { readonly names: readonly FlowColumnName[]; readonly how: 'drop' | 'shrink' }[] = [
  { names: ['node'], how: 'drop' },
  { names: ['summary'], how: 'shrink' },
  { names: ['summary'], how: 'drop' },
  { names: ['time'], how: 'shrink' },
  { names: ['source', 'destination'], how: 'shrink' },
  { names: ['port'], how: 'shrink' },
  { names: ['verdict'], how: 'shrink' },
];

/** Who gets the room that is left, and up to which width, first to last. */
const growing: readonly { readonly names: readonly FlowColumnName[]; readonly most: number }[] = [
  { names: ['source', 'destination'], most: 28 },
  { names: ['summary'], most: 24 },
  { names: ['node'], most: 16 },
  { names: ['verdict'], most: 64 },
  { names: ['summary'], most: 40 },
  { names: ['source', 'destination'], most: 48 },
  { names: ['summary'], most: Number.POSITIVE_INFINITY },
];

/** A column while the plan is made. */
interface Draft {
  readonly name: FlowColumnName;
  readonly least: number;
  readonly isFixed: boolean;
  width: number;
}

function widthsOf(name: FlowColumnName, ui: UiState): Widths {
  if (name !== 'time') return widths[name];
  const time = timeWidths[ui.timeStyle];
  return ui.isWide && ui.timeStyle === 'absolute' ? { ...time, free: wideTimeWidth } : time;
}

function draft(choice: ColumnChoice, ui: UiState, isFree: boolean): Draft {
  const { least, enough, free } = widthsOf(choice.name, ui);
  const isFixed = choice.width !== undefined;
  return { name: choice.name, least, isFixed, width: choice.width ?? (isFree ? free : enough) };
}

/** Returns the cells that are free (negative: that are missing) in `columns`. */
function roomIn(drafts: readonly Draft[], gap: number, columns: number): number {
  const taken = drafts.reduce((sum, { width }) => sum + width, 0);
  return columns - 1 - taken - gap * Math.max(0, drafts.length - 1);
}

/** Takes `missing` cells from the drafts, evenly, as far as their least widths allow. */
function shrink(drafts: readonly Draft[], missing: number): void {
  let left = missing;
  for (const [index, one] of drafts.entries()) {
    const share = Math.ceil(left / (drafts.length - index));
    const taken = one.isFixed ? 0 : Math.max(0, Math.min(share, one.width - one.least));
    one.width -= taken;
    left -= taken;
  }
}

function shrunk(drafts: readonly Draft[], gap: number, columns: number, keep: FlowColumnName | undefined): Draft[] {
  let result = [...drafts];
  for (const { names, how } of shrinking) {
    const missing = -roomIn(result, gap, columns);
    if (missing <= 0) break;
    if (how === 'drop') result = result.filter(({ name }) => name === keep || !names.includes(name));
    else
      shrink(
        result.filter(({ name }) => names.includes(name)),
        missing,
      );
  }
  return result;
}

/** Gives what is free in `columns` to the drafts. */
function grow(drafts: readonly Draft[], gap: number, columns: number): void {
  for (const { names, most } of growing) {
    const growable = drafts.filter(({ name, isFixed }) => !isFixed && names.includes(name));
    let room = roomIn(drafts, gap, columns);
    for (const [index, one] of growable.entries()) {
      const share = Math.floor(room / (growable.length - index));
      const given = Math.max(0, Math.min(share, most - one.width));
      one.width += given;
      room -= given;
    }
  }
}

/** What the TIME column is called while it tells something else. */
const timeTitles: Readonly<Record<TimeStyle, string>> = { absolute: titles.time, relative: 'AGE', delta: 'DELTA' };

function titleOf(name: FlowColumnName, width: number, { timeStyle }: UiState): string {
  if (name === 'time') return timeTitles[timeStyle];
  return name === 'verdict' && width < titles.verdict.length ? 'VERDICT' : titles[name];
}

type Columns = Pick<ColumnPlan, 'columns' | 'style' | 'merged' | 'dropped'>;

function fittedColumns(drafts: readonly Draft[], gap: number, columns: number, ui: UiState): Columns {
  const keep = selectedColumn(ui);
  const kept = shrunk(drafts, gap, columns, keep);
  grow(kept, gap, columns);
  return {
    columns: kept.map(({ name, width }) => ({ name, width, title: titleOf(name, width, ui) })),
    style: 'fitted',
    merged: [],
    dropped: drafts.map(({ name }) => name).filter((name) => !kept.some((one) => one.name === name)),
  };
}

function freeColumns(drafts: readonly Draft[], gap: number, columns: number, ui: UiState): Columns {
  grow(drafts, gap, columns);
  return {
    columns: drafts.map(({ name, width }) => ({ name, width, title: titleOf(name, width, ui) })),
    style: 'free',
    merged: [],
    dropped: [],
  };
}

const mergeable: readonly FlowColumnName[] = ['source', 'destination', 'port'];
/** Width of the verdict: with room for `FORWARDED`, or for `AUDITED` and a count; and from which table on with more. */
const narrowVerdict = { least: 11, more: 13, moreFrom: 56 };
/** Tables at least so wide have room for the selected column beside the merged one, in so many cells. */
const extraColumn = { from: 56, width: 12 };

function mergedTitle(merged: readonly FlowColumnName[]): string {
  return merged.length === mergeable.length ? 'SOURCE DESTINATION:PORT' : merged.map((name) => titles[name]).join(' ');
}

/** Returns the columns beside the merged one: those that do not fit into it, and the selected one. */
function besideMerged(shown: readonly FlowColumnName[], ui: UiState, columns: number): readonly PlannedColumn[] {
  const selected = selectedColumn(ui);
  const verdict = columns >= narrowVerdict.moreFrom ? narrowVerdict.more : narrowVerdict.least;
  const result: PlannedColumn[] = [];
  const { least } = timeWidths[ui.timeStyle];
  if (shown.includes('time')) result.push({ name: 'time', width: least, title: titleOf('time', least, ui) });
  if (shown.includes('verdict')) result.push({ name: 'verdict', width: verdict, title: 'VERDICT' });
  if (columns >= extraColumn.from && (selected === 'node' || selected === 'summary')) {
    result.push({ name: selected, width: extraColumn.width, title: titles[selected] });
  }
  return result;
}

function narrowColumns(shown: readonly FlowColumnName[], ui: UiState, columns: number): Columns {
  const beside = besideMerged(shown, ui, columns);
  const merged = shown.filter((name) => mergeable.includes(name));
  const taken = beside.reduce((sum, { width }) => sum + width + 1, 1);
  const flow: PlannedColumn = { name: 'flow', width: Math.max(1, columns - taken), title: mergedTitle(merged) };
  const before = beside.filter(({ name }) => name === 'time');
  const after = beside.filter(({ name }) => name !== 'time');
  const planned = [...before, ...(merged.length > 0 ? [flow] : []), ...after];
  const dropped = shown.filter((name) => !merged.includes(name) && !planned.some((one) => one.name === name));
  return { columns: planned, style: 'narrow', merged, dropped };
}

/** Returns the name of the column that has the cursor. */
export function selectedColumn(ui: UiState): FlowColumnName | undefined {
  const shown = ui.columns.filter(({ isShown }) => isShown);
  return shown[Math.max(0, Math.min(ui.column, shown.length - 1))]?.name;
}

/** Returns the columns on a table of `columns` cells. The selected column is never among those that are dropped, but on narrow tables. */
export function planColumns(ui: UiState, columns: number): ColumnPlan {
  const shown = ui.columns.filter(({ isShown }) => isShown);
  const selected = selectedColumn(ui);
  const isFree = ui.isWide || ui.sideways > 0;
  const gap = columns < generousFrom && !isFree ? 1 : 2;
  const drafts = (): Draft[] => shown.map((choice) => draft(choice, ui, isFree));
  const planned = isFree
    ? freeColumns(drafts(), gap, columns, ui)
    : columns < narrowBelow
      ? narrowColumns(
          shown.map(({ name }) => name),
          ui,
          columns,
        )
      : fittedColumns(drafts(), gap, columns, ui);
  const names = planned.columns.map(({ name, width }) => `${name}${width}`).join(' ');
  const key = `${names} ${planned.merged.join(' ')}`;
  return { ...planned, key, gap, isWide: ui.isWide, timeStyle: ui.timeStyle, selected };
}

/** Returns how many cells the plan can be scrolled sideways on a table of `columns` cells. */
export function sidewaysLimit(plan: ColumnPlan, columns: number): number {
  const widest = plan.columns.reduce((sum, { width }) => sum + width + plan.gap, 1 - plan.gap);
  return Math.max(0, widest - columns);
}
