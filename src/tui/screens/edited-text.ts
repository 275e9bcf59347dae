/** A line of text that is being written: its cursor, and what is wrong in it. */

import { clean } from '../text/clean.ts';
import { textWidth } from '../text/width.ts';
import type { ScreenTone } from '../theme/tones.ts';
import type { Span, SpanLine } from './spans.ts';

/** The text. */
export interface EditedText {
  readonly text: string;
  /** The cursor as an index into `text`; its end stands behind it. */
  readonly at: number;
  /** What is wrong, as a part of the text. */
  readonly fault?: { readonly from: number; readonly to: number } | undefined;
}

interface DrawnCharacter {
  readonly text: string;
  readonly width: number;
  readonly tone: ScreenTone | undefined;
  readonly isCursor: boolean;
}

const segmenter = new Intl.Segmenter();

function characters({ text, at, fault }: EditedText, isAscii: boolean): readonly DrawnCharacter[] {
  const drawn: DrawnCharacter[] = [];
  for (const { segment, index } of segmenter.segment(text)) {
    const shown = clean(segment, isAscii);
    const isCursor = at >= index && at < index + segment.length;
    const isFault = fault !== undefined && index >= fault.from && index < fault.to;
    drawn.push({ text: shown, width: textWidth(shown), tone: isFault ? 'fault' : undefined, isCursor });
  }
  return at >= text.length ? [...drawn, { text: ' ', width: 1, tone: undefined, isCursor: true }] : drawn;
}

/** Returns the index of the first character that is drawn: so far right that the cursor is in sight. */
function firstShown(all: readonly DrawnCharacter[], columns: number): number {
  const cursor = all.findIndex(({ isCursor }) => isCursor);
  let used = 0;
  let first = cursor;
  for (let at = cursor; at >= 0; at -= 1) {
    used += all[at]?.width ?? 0;
    if (used > columns) break;
    first = at;
  }
  return first;
}

/** Returns the part of the text around the cursor that fits into `columns` cells, the cursor in reverse video. */
export function editedText(edited: EditedText, columns: number, isAscii: boolean): SpanLine {
  const all = characters(edited, isAscii);
  const spans: Span[] = [];
  let used = 0;
  for (const { text, width, tone, isCursor } of all.slice(firstShown(all, columns))) {
    used += width;
    if (used > columns) break;
    const shown: ScreenTone | undefined = isCursor ? 'selected-cell' : tone;
    spans.push(shown === undefined ? { text } : { text, tone: shown });
  }
  return joined(spans);
}

/** Returns the spans with neighbours of the same look in one. */
function joined(spans: readonly Span[]): SpanLine {
  const result: Span[] = [];
  for (const span of spans) {
    const last = result.at(-1);
    if (last !== undefined && last.tone === span.tone)
      result[result.length - 1] = { ...last, text: last.text + span.text };
    else result.push(span);
  }
  return result;
}
