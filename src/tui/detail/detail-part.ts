/** What a detail is made of, before it is broken into lines of a width. Texts may still hold anything. */

import type { ScreenTone } from '../theme/tones.ts';

/** A part of a detail. */
export type DetailPart =
  /** The first line: what it comes to, and when. */
  | {
      readonly kind: 'head';
      readonly tone: ScreenTone;
      readonly glyph: string;
      readonly text: string;
      readonly time: string;
    }
  /** A word at the left edge and what belongs to it. */
  | { readonly kind: 'fact'; readonly label: string; readonly text: string; readonly tone?: ScreenTone }
  /** A paragraph over the whole width. */
  | { readonly kind: 'text'; readonly text: string; readonly tone?: ScreenTone }
  /** Lines whose indentation stays. */
  | { readonly kind: 'verbatim'; readonly lines: readonly string[]; readonly tone?: ScreenTone }
  /** A field of the schema. */
  | { readonly kind: 'field'; readonly path: string; readonly value: string }
  | { readonly kind: 'space' };

/** Returns a fact, or nothing when there is nothing to say. */
export function fact(label: string, text: string | undefined, tone?: ScreenTone): readonly DetailPart[] {
  if (text === undefined || text === '') return [];
  return [{ kind: 'fact', label, text, ...(tone === undefined ? {} : { tone }) }];
}

/** Joins what there is with gaps that are wider than those between words. */
export function joined(items: readonly (string | undefined)[]): string {
  return items.filter((item) => item !== undefined && item !== '').join('   ');
}
