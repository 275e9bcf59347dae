/** One line of text that is being written, with its candidates and a note above it. */

import type { Region } from '../layout.ts';
import type { ScreenSettings, Snapshot } from '../screen.ts';
import type { PromptState } from '../state/ui-state.ts';
import { clean } from '../text/clean.ts';
import { textWidth } from '../text/width.ts';
import type { Theme } from '../theme/tones.ts';
import { lineOf, paintRegion, type Span, type SpanLine } from './spans.ts';

const labels: Readonly<Record<PromptState['purpose'], string>> = {
  command: ':',
  search: '*',
  save: 'save as ',
  'open-file': 'open file ',
  server: 'server ',
  'help-search': '?',
};

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

function firstGrapheme(text: string): string {
  const [first] = graphemes.segment(text);
  return first?.segment ?? '';
}

/** Returns the end of `text` that fits into `width` cells. */
function endOf(text: string, width: number): string {
  let rest = text;
  while (textWidth(rest) > width) rest = rest.slice(firstGrapheme(rest).length);
  return rest;
}

/** The text around its cursor, scrolled so that the cursor is in sight. */
function writtenLine({ purpose, text, at }: PromptState, width: number, theme: Theme): SpanLine {
  const label = labels[purpose];
  const under = firstGrapheme(text.slice(at));
  const cursor = under === '' ? ' ' : clean(under, theme.isAscii);
  const before = clean(text.slice(0, at), theme.isAscii);
  const room = Math.max(0, width - label.length - 1 - textWidth(cursor));
  const isCut = textWidth(before) > room;
  const seen = isCut ? theme.glyphs.moreLeft + endOf(before, Math.max(0, room - 1)) : before;
  return [
    { text: ` ${label}`, tone: 'key' },
    { text: seen },
    { text: cursor, tone: 'selected-cell' },
    { text: text.slice(at + under.length) },
  ];
}

/** Candidates on one line, from the first on or so that the chosen one is in sight. */
function candidateLine({ candidates, candidate }: PromptState, width: number, theme: Theme): SpanLine {
  const texts = candidates.map((text) => clean(text, theme.isAscii));
  let from = 0;
  const cells = (): number =>
    texts.slice(from, (candidate ?? 0) + 1).reduce((sum, text) => sum + textWidth(text) + 2, 1);
  while (from < (candidate ?? 0) && cells() > width) from += 1;
  return texts
    .slice(from)
    .flatMap((text, index): readonly Span[] => [
      { text: index === 0 ? ' ' : '  ' },
      { text, tone: from + index === candidate ? 'selected-cell' : 'candidate' },
    ]);
}

/**
 * Returns the lines of the open prompt, as many as the region has rows, each exactly as wide as it: note and candidates where
 * there are any, and the text on the last one. None while no prompt is open.
 */
export function promptLines({ ui }: Snapshot, { theme }: ScreenSettings, region: Region): readonly string[] {
  if (ui.overlay?.kind !== 'prompt') return [];
  const prompt = ui.overlay;
  const lines: readonly SpanLine[] = [
    ...(prompt.note === undefined ? [] : [lineOf(` ${prompt.note}`, 'dim')]),
    ...(prompt.candidates.length === 0 ? [] : [candidateLine(prompt, region.columns, theme)]),
    writtenLine(prompt, region.columns, theme),
  ];
  return paintRegion(lines, region, theme, Math.max(0, lines.length - region.rows));
}
