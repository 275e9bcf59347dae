/** The parts of a detail as lines of a width. */

import type { DetailPart } from '../detail/detail-part.ts';
import { clean } from '../text/clean.ts';
import { wrapText } from '../text/wrap-text.ts';
import { textWidth } from '../text/width.ts';
import type { ScreenTone, Theme } from '../theme/tones.ts';
import { lineOf, type SpanLine } from './spans.ts';

/** Cells of the words at the left edge. */
const labelWidth = 7;
/** Characters of one text that are shown; what is longer is no text to read, and copying gives it whole. */
const longestText = 16_384;

function readable(text: string, theme: Theme): string {
  if (text.length <= longestText) return clean(text, theme.isAscii);
  const rest = text.length - longestText;
  return `${clean(text.slice(0, longestText), theme.isAscii)} ${theme.glyphs.ellipsis} ${rest} characters more`;
}

function headLines(part: Extract<DetailPart, { kind: 'head' }>, width: number, theme: Theme): readonly SpanLine[] {
  const text = `${part.glyph} ${readable(part.text, theme)}`;
  const free = width - textWidth(text) - part.time.length;
  if (free >= 2) return [[{ text, tone: part.tone }, { text: ' '.repeat(free) }, { text: part.time }]];
  return [...wrapText(text, width).map((line) => lineOf(line, part.tone)), lineOf(part.time)];
}

function hanging(
  first: SpanLine,
  indent: number,
  lines: readonly string[],
  tone: ScreenTone | undefined,
): readonly SpanLine[] {
  return lines.map((text, index) => {
    const span = tone === undefined ? { text } : { text, tone };
    return index === 0 ? [...first, span] : [{ text: ' '.repeat(indent) }, span];
  });
}

function factLines(part: Extract<DetailPart, { kind: 'fact' }>, width: number, theme: Theme): readonly SpanLine[] {
  const label = { text: part.label.padEnd(labelWidth), tone: 'dim' } as const;
  const lines = wrapText(readable(part.text, theme), Math.max(1, width - labelWidth));
  return hanging([label], labelWidth, lines, part.tone);
}

function fieldLines(part: Extract<DetailPart, { kind: 'field' }>, width: number, theme: Theme): readonly SpanLine[] {
  const path = `${readable(part.path, theme)} = `;
  const [first = '', ...rest] = wrapText(path + readable(part.value, theme), Math.max(1, width - 2));
  const isSplit = first.startsWith(path);
  const head: SpanLine = isSplit ? [{ text: path, tone: 'dim' }, { text: first.slice(path.length) }] : lineOf(first);
  return [head, ...rest.map((text) => lineOf(`  ${text}`))];
}

function verbatimLines(
  part: Extract<DetailPart, { kind: 'verbatim' }>,
  width: number,
  theme: Theme,
): readonly SpanLine[] {
  return part.lines.flatMap((line) => {
    const text = readable(line, theme);
    const indent = Math.min(text.length - text.trimStart().length, Math.floor(width / 2));
    const lines = wrapText(text.trimStart(), Math.max(1, width - indent));
    return hanging([{ text: ' '.repeat(indent) }], indent, lines, part.tone);
  });
}

/** Returns the lines of one part, none of them wider than `width` cells. */
function partLines(part: DetailPart, width: number, theme: Theme): readonly SpanLine[] {
  switch (part.kind) {
    case 'head':
      return headLines(part, width, theme);
    case 'fact':
      return factLines(part, width, theme);
    case 'text':
      return wrapText(readable(part.text, theme), width).map((text) => lineOf(text, part.tone));
    case 'verbatim':
      return verbatimLines(part, width, theme);
    case 'field':
      return fieldLines(part, width, theme);
    case 'space':
      return [[]];
    default:
      return part satisfies never;
  }
}

/** Returns all lines of a detail, none of them wider than `width` cells (at least 1). */
export function detailSpanLines(parts: readonly DetailPart[], width: number, theme: Theme): readonly SpanLine[] {
  return parts.flatMap((part) => partLines(part, width, theme));
}
