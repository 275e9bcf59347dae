/** What a key of the filter bar is. */

import type { ValueReading } from './value-reading.ts';
import type { FilterVocabulary } from './vocabulary.ts';

/** A key: `name:value`. */
export interface BarKey {
  readonly name: string;
  /** Other spellings. */
  readonly aliases: readonly string[];
  /** What a value looks like, such as `PORT`. */
  readonly placeholder: string;
  readonly meaning: string;
  /** A whole term. */
  readonly example: string;
  /** Commas part values of which one must match; else they belong to the value. */
  readonly isList: boolean;
  /** Values worth offering: known words, and names seen in the stream. */
  suggest(vocabulary: FilterVocabulary): readonly string[];
  /** Reads one value, never empty. */
  read(value: string): ValueReading;
}

/** What must be said of a key; the rest has defaults. */
export type BarKeyText = Pick<BarKey, 'name' | 'placeholder' | 'meaning' | 'example' | 'read'> & Partial<BarKey>;

/** Returns a key: without other spellings, of values parted by commas, with nothing to offer, unless said otherwise. */
export function barKey(text: BarKeyText): BarKey {
  return { aliases: [], isList: true, suggest: () => [], ...text };
}
