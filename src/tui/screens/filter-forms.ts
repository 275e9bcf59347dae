/** The filter in every form it can be taken along: as words, flags, CEL, and the whole command. */

import { barCel, barFlags } from '../../filters/expression/forms.ts';
import { readBar, type BarTerm } from '../../filters/expression/reading.ts';
import type { Region } from '../layout.ts';
import type { ScreenSettings, Snapshot } from '../screen.ts';
import { quoteWord } from '../state/shell-words.ts';
import type { UiState } from '../state/ui-state.ts';
import { clean } from '../text/clean.ts';
import { wrapText } from '../text/wrap-text.ts';
import { boxLines, frameColumns, frameRows, windowOf } from './box.ts';
import { lineOf, type SpanLine } from './spans.ts';

interface Form {
  readonly title: string;
  readonly text: string;
}

/** Terms in force always read: they were checked before. */
function readTerms({ filter }: UiState): readonly BarTerm[] {
  const reading = readBar(filter.isOff ? '' : filter.terms.join(' '));
  return reading.ok ? reading.terms : [];
}

function formsOf(ui: UiState, settings: ScreenSettings): readonly Form[] {
  const terms = readTerms(ui);
  const flags = barFlags(terms);
  const quoted = flags.map(quoteWord).join(' ');
  return [
    { title: 'as words', text: terms.map(({ text }) => text).join(' ') },
    { title: 'as flags', text: quoted },
    { title: 'as CEL', text: barCel(terms) },
    { title: 'the whole command', text: settings.commandWith?.(flags) ?? `observe ${quoted}`.trimEnd() },
  ];
}

function formLines(ui: UiState, settings: ScreenSettings, region: Region): readonly SpanLine[] {
  const width = Math.max(1, region.columns - frameColumns - 2);
  return formsOf(ui, settings).flatMap(({ title, text }, index): readonly SpanLine[] => {
    const lines = wrapText(clean(text, settings.theme.isAscii), width);
    const shown = text === '' ? [lineOf('  no filter', 'dim')] : lines.map((line) => lineOf(`  ${line}`));
    return [...(index === 0 ? [] : [[]]), lineOf(title, 'header'), ...shown];
  });
}

/** Returns the forms of the filter in force in their frame; nothing while they are not open. */
export function filterFormsLines({ ui }: Snapshot, settings: ScreenSettings, region: Region): readonly string[] {
  if (ui.overlay?.kind !== 'filter-forms') return [];
  const lines = formLines(ui, settings, region);
  const rows = Math.max(0, region.rows - frameRows);
  const { from, foot } = windowOf(lines.length, rows, ui.overlay.scroll);
  const key = settings.keysOf('copy-menu')[0];
  const title = `Filter${key === undefined ? '' : ` (${key} copies)`}`;
  return boxLines({ title, lines: lines.slice(from, from + rows), foot, atLeast: 40 }, settings.theme, region);
}

/** Returns how many lines the forms can be scrolled by in a region of that size. */
export function filterFormsScrollLimit({ ui }: Snapshot, settings: ScreenSettings, region: Region): number {
  return Math.max(0, formLines(ui, settings, region).length - Math.max(0, region.rows - frameRows));
}
