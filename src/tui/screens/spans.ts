/** Lines made of pieces with a meaning each: what a screen says before it is painted. */

import { clean } from '../text/clean.ts';
import { fit } from '../text/fit.ts';
import { textWidth } from '../text/width.ts';
import type { ScreenTone, Theme } from '../theme/tones.ts';
import type { Region } from '../layout.ts';

/** A piece of a line. The text may still hold anything. */
export interface Span {
  readonly text: string;
  /** Absent for the terminal's own colour. */
  readonly tone?: ScreenTone;
}

/** A line. */
export type SpanLine = readonly Span[];

/** Returns a line of one piece. */
export function lineOf(text: string, tone?: ScreenTone): SpanLine {
  return tone === undefined ? [{ text }] : [{ text, tone }];
}

function painted(text: string, tone: ScreenTone | undefined, theme: Theme): string {
  return tone === undefined || text === '' ? text : theme.paint(tone, text);
}

/** Returns the line cleaned, painted, and cut or padded to exactly `width` cells. */
export function paintLine(line: SpanLine, width: number, theme: Theme): string {
  let left = width;
  let out = '';
  for (const { text, tone } of line) {
    if (left === 0) break;
    const whole = clean(text, theme.isAscii);
    const cells = textWidth(whole);
    out += painted(cells <= left ? whole : fit(whole, left, 'end', theme.glyphs.ellipsis), tone, theme);
    left -= Math.min(cells, left);
  }
  return out + ' '.repeat(left);
}

/** Returns the lines from `from` on, painted, and blank ones below, as many as the region has rows. */
export function paintRegion(lines: readonly SpanLine[], region: Region, theme: Theme, from = 0): readonly string[] {
  return Array.from({ length: region.rows }, (_, row) => paintLine(lines[from + row] ?? [], region.columns, theme));
}
