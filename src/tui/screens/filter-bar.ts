/** The filter bar: what is in force as chips, or the text that is being written. */

import type { Region } from '../layout.ts';
import type { ScreenSettings, Snapshot } from '../screen.ts';
import type { FilterEditing, UiState } from '../state/ui-state.ts';
import { countOf, countText } from '../text/amounts.ts';
import { cleanLine } from '../text/clean.ts';
import { clockOf } from '../text/clock-text.ts';
import { shorten } from '../text/fit.ts';
import { textWidth } from '../text/width.ts';
import type { ScreenTone } from '../theme/tones.ts';
import { editedText } from './edited-text.ts';
import { paintLine, type Span, type SpanLine } from './spans.ts';

const lead = ' / ';
const longestChip = 48;

function spansWidth(spans: SpanLine): number {
  return spans.reduce((sum, { text }) => sum + textWidth(text), 0);
}

/** Returns the chips that fit into `room` cells, and how many more there are. */
function chips(terms: readonly string[], tone: ScreenTone, room: number, settings: ScreenSettings): SpanLine {
  const { isAscii, glyphs } = settings.theme;
  const spans: Span[] = [];
  for (const [index, term] of terms.entries()) {
    const chip = shorten(cleanLine(term, isAscii), Math.min(longestChip, room), 'middle', glyphs.ellipsis);
    const rest = terms.length - index;
    const more = `+${rest} more`;
    const reserve = rest === 1 ? 0 : more.length + 1;
    if (spansWidth(spans) + textWidth(chip) + reserve > room) return [...spans, { text: more, tone: 'dim' }];
    spans.push({ text: chip, tone }, { text: ' ' });
  }
  return spans;
}

/** Returns what is said of the filters: how many there are, and how to turn them off or on. */
function filtersText({ filter }: UiState, settings: ScreenSettings): string {
  if (filter.terms.length === 0) return '';
  const key = settings.keysOf('filters-off')[0];
  const said = filter.isOff ? 'filters off' : countOf(filter.terms.length, 'filter');
  return key === undefined ? said : `${said}  ${shortKey(key)} ${filter.isOff ? 'on' : 'off'}`;
}

/** Returns what is said of flows that were folded away because their edges are acknowledged. */
function acknowledgedText({ ui, data }: Snapshot): string {
  const { acknowledgedFlows } = data.timeline;
  return acknowledgedFlows === 0 || ui.showsAcknowledged ? '' : `${countText(acknowledgedFlows)} acknowledged`;
}

/** Returns what could be said at the right, the longest text first. */
function rightTexts(snapshot: Snapshot, settings: ScreenSettings): readonly string[] {
  const filters = filtersText(snapshot.ui, settings);
  const acknowledged = acknowledgedText(snapshot);
  return [[acknowledged, filters].filter((text) => text !== '').join('  '), filters];
}

function shortKey(key: string): string {
  return key.replace(/^Ctrl-([a-z])$/, (_, letter: string) => `^${letter.toUpperCase()}`);
}

/** Returns the line with the first of `rights` that takes less than half of it at its right edge. */
function line(
  left: (room: number) => SpanLine,
  rights: readonly string[],
  { columns }: Region,
  settings: ScreenSettings,
): string {
  const told = rights.find((text) => textWidth(text) + 2 + lead.length <= columns / 2) ?? '';
  const spans = left(columns - lead.length - textWidth(told) - (told === '' ? 1 : 3));
  const between = ' '.repeat(Math.max(0, columns - lead.length - spansWidth(spans) - textWidth(told) - 1));
  const whole: SpanLine = [{ text: lead, tone: 'key' }, ...spans, { text: between }, { text: told, tone: 'dim' }];
  return paintLine(whole, columns, settings.theme);
}

/** Returns what stands in the bar without a filter: the one that was there before, else examples. */
function hintText({ filter }: UiState, settings: ScreenSettings): string {
  const before = filter.past.at(-1) ?? [];
  const key = settings.keysOf('undo-filter')[0];
  if (before.length === 0 || key === undefined) return 'no filter; such as audited, port:5432, from:shop/, -dns';
  return `no filter; ${key} brings back ${before.join(' ')}`;
}

function restingLine(snapshot: Snapshot, settings: ScreenSettings, region: Region): string {
  const { filter, flows } = snapshot.ui;
  const rights = rightTexts(snapshot, settings);
  const { around } = flows;
  if (around !== undefined) {
    const back = settings.keysOf('back')[0] ?? 'Esc';
    const text = `around ${clockOf(settings).ofDay(around.time, 3)}, 5 s before and after, no filters`;
    return line(() => [{ text, tone: 'strong' }], [`${back} goes back`], region, settings);
  }
  if (filter.terms.length === 0) {
    const hint = cleanLine(hintText(snapshot.ui, settings), settings.theme.isAscii);
    return line(
      (room) => [{ text: shorten(hint, room, 'end', settings.theme.glyphs.ellipsis), tone: 'dim' }],
      rights,
      region,
      settings,
    );
  }
  const tone = filter.isOff ? 'chip-off' : 'chip';
  return line((room) => chips(filter.terms, tone, room, settings), rights, region, settings);
}

function editingLine(editing: FilterEditing, settings: ScreenSettings, region: Region): string {
  const text = editedText(editing, region.columns - lead.length - 1, settings.theme.isAscii);
  return paintLine([{ text: lead, tone: 'key' }, ...text], region.columns, settings.theme);
}

/** Returns the candidates in one line, from one that leaves room for the chosen one on. */
function candidateSpans(editing: FilterEditing, columns: number, settings: ScreenSettings): SpanLine {
  const { isAscii, glyphs } = settings.theme;
  const texts = editing.candidates.map((text) =>
    shorten(cleanLine(text, isAscii), columns - 4, 'middle', glyphs.ellipsis),
  );
  const chosen = editing.candidate ?? 0;
  let first = 0;
  const endOf = (from: number): number =>
    texts.slice(from, chosen + 1).reduce((sum, text) => sum + textWidth(text) + 2, 3);
  while (first < chosen && endOf(first) > columns) first += 1;
  const spans = texts
    .slice(first)
    .flatMap((text, index): SpanLine => [
      { text, tone: first + index === editing.candidate ? 'selected-cell' : 'candidate' },
      { text: '  ' },
    ]);
  return [{ text: first > 0 ? ` ${glyphs.moreLeft} ` : '   ' }, ...spans];
}

/** Tells whether what is wrong stands at the cursor and can still become right: how it could go on helps more then. */
function isUnfinished({ at, candidates, fault }: FilterEditing): boolean {
  return fault !== undefined && candidates.length > 0 && fault.from <= at && at <= fault.to;
}

function helpLine(editing: FilterEditing, settings: ScreenSettings, region: Region): string {
  const { theme } = settings;
  if (editing.fault !== undefined && !isUnfinished(editing)) {
    const text = shorten(
      cleanLine(editing.fault.message, theme.isAscii),
      region.columns - 4,
      'end',
      theme.glyphs.ellipsis,
    );
    return paintLine([{ text: '   ' }, { text, tone: 'error' }], region.columns, theme);
  }
  return paintLine(candidateSpans(editing, region.columns, settings), region.columns, theme);
}

/**
 * Returns the filter bar: one line of chips; while it is edited the text with its cursor, and on a second line what is
 * wrong with it or how it could go on. As many lines as the region has.
 */
export function filterBarLines(snapshot: Snapshot, settings: ScreenSettings, region: Region): readonly string[] {
  const { editing } = snapshot.ui.filter;
  const lines =
    editing === undefined
      ? [restingLine(snapshot, settings, region)]
      : [editingLine(editing, settings, region), helpLine(editing, settings, region)];
  const blank = ' '.repeat(region.columns);
  return Array.from({ length: Math.max(0, region.rows) }, (_, row) => lines[row] ?? blank);
}
