/** Frames around what lies over the screen. */

import type { Region } from '../layout.ts';
import { clean } from '../text/clean.ts';
import { shorten } from '../text/fit.ts';
import { textWidth } from '../text/width.ts';
import type { Theme } from '../theme/tones.ts';
import { paintLine, type SpanLine } from './spans.ts';

/** Cells the frame takes of a line, and rows of the height. */
export const frameColumns = 4;
export const frameRows = 2;

/** What is framed. */
export interface BoxContent {
  readonly title: string;
  readonly lines: readonly SpanLine[];
  /** Stands in the lower edge, such as which part of a long list is seen. */
  readonly foot?: string;
  /** Cells the content has at least, where there is room. */
  readonly atLeast?: number;
}

interface Corners {
  readonly topLeft: string;
  readonly topRight: string;
  readonly bottomLeft: string;
  readonly bottomRight: string;
}

function cornersOf(theme: Theme): Corners {
  if (theme.isAscii) return { topLeft: '+', topRight: '+', bottomLeft: '+', bottomRight: '+' };
  return { topLeft: '┌', topRight: '┐', bottomLeft: '└', bottomRight: '┘' };
}

function lineWidth(line: SpanLine, theme: Theme): number {
  return line.reduce((sum, { text }) => sum + textWidth(clean(text, theme.isAscii)), 0);
}

/** An edge with a word in it; `inner` cells between the corners. */
function edge(word: string, inner: number, ends: readonly [string, string], theme: Theme): string {
  const { line, ellipsis } = theme.glyphs;
  const text = word === '' ? '' : ` ${shorten(clean(word, theme.isAscii), Math.max(0, inner - 4), 'end', ellipsis)} `;
  const rest = Math.max(0, inner - 1 - textWidth(text));
  const painted = text === '' ? '' : theme.paint('overlay-title', text);
  return theme.paint('dim', ends[0] + line) + painted + theme.paint('dim', line.repeat(rest) + ends[1]);
}

/**
 * Returns the content in a frame, no larger than the region: as wide as its widest line, all lines of one width. Lines that
 * find no room are left out at the end; callers that scroll pass the lines that are to be seen.
 */
export function boxLines(
  { title, lines, foot = '', atLeast = 0 }: BoxContent,
  theme: Theme,
  region: Region,
): readonly string[] {
  const widest = Math.max(
    atLeast,
    textWidth(title) + 2,
    textWidth(foot) + 2,
    ...lines.map((line) => lineWidth(line, theme)),
  );
  const inner = Math.max(1, Math.min(widest, region.columns - frameColumns));
  const corners = cornersOf(theme);
  const side = theme.paint('dim', theme.glyphs.side);
  const shown = lines.slice(0, Math.max(0, region.rows - frameRows));
  return [
    edge(title, inner + 2, [corners.topLeft, corners.topRight], theme),
    ...shown.map((line) => `${side} ${paintLine(line, inner, theme)} ${side}`),
    edge(foot, inner + 2, [corners.bottomLeft, corners.bottomRight], theme),
  ];
}

/** A part of a list, and what is told of the rest. */
export interface Window {
  readonly from: number;
  readonly foot: string;
}

/** Returns which part of `count` lines is seen on `rows`, from `wanted` on and never past the end. */
export function windowOf(count: number, rows: number, wanted: number): Window {
  const from = Math.max(0, Math.min(wanted, count - rows));
  return { from, foot: count <= rows ? '' : `${from + 1} to ${Math.min(count, from + rows)} of ${count}` };
}

/** Returns the first line of a window of `rows` in which the line `selected` is in sight, near its middle. */
export function around(selected: number, rows: number): number {
  return selected - Math.floor(rows / 2);
}
