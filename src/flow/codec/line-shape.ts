/** What lines of canonical JSON have in common: everything but some of their values. */

import { ScanKind } from './json-scan-shape.ts';
import type { PlainMessage } from './plain-message.ts';

/** A value of a line that may differ in a line of the same shape, as the scanner found it. */
export interface ScannedValue {
  /** One of ScanKind; `texts` for a list of strings. */
  readonly kind: number;
  /** Where it begins and ends, quotes and brackets included. */
  readonly from: number;
  readonly to: number;
  /** Where it is held, and as what; undefined when nobody wants it. */
  readonly holder: PlainMessage | readonly unknown[] | undefined;
  readonly key: string | number;
}

/** The kind of a list of strings, beside those of ScanKind. */
export const texts = 9;

/** The kind of what stands behind the last value. */
export const lineEnd = 10;

/** How the response of a line is made: as it was in the line the shape was learnt from, or with values of the line at hand. */
export type Recipe =
  | { readonly kind: 'constant'; readonly value: unknown }
  | { readonly kind: 'value'; readonly place: number; readonly of: number }
  | { readonly kind: 'message'; readonly names: readonly string[]; readonly fields: readonly Recipe[] }
  | { readonly kind: 'list'; readonly items: readonly Recipe[] };

/** A stretch of text and the value behind it. Those that may follow each other make a tree. */
export interface LineShape {
  /** The text, four bytes in an integer (little-endian). */
  readonly words: Int32Array;
  /** The last one to three bytes, in the low ones of an integer, and the mask of those. */
  readonly rest: number;
  readonly restMask: number;
  readonly length: number;
  /** What stands behind it, one of ScanKind, `texts` or `lineEnd`. */
  readonly kind: number;
  /** What is left out of the text, as offsets in it: from, to (excluded), from, to, … */
  readonly cuts: readonly number[];
  /** What may follow the value; each leads to the others by `other`. */
  next: LineShape | undefined;
  /** What may stand in its place. */
  other: LineShape | undefined;
  /** At the end of a line: how its response is made. */
  readonly recipe: Recipe;
}

/** A stretch of text of one line. */
export interface Stretch {
  readonly text: Buffer;
  readonly kind: number;
  readonly cuts: readonly number[];
  readonly recipe: Recipe;
}

/** Returns the shape of a stretch. */
export function shapeOf({ text, kind, cuts, recipe }: Stretch): LineShape {
  const words = new Int32Array(text.length >> 2);
  for (let index = 0; index < words.length; index += 1) words[index] = text.readInt32LE(index * 4);
  const restBytes = text.length & 3;
  const rest = restBytes === 0 ? 0 : text.readUIntLE(words.length * 4, restBytes);
  const restMask = 2 ** (8 * restBytes) - 1;
  return { words, rest, restMask, length: text.length, kind, cuts, recipe, next: undefined, other: undefined };
}

/** Whether a shape says the same as another one; where they stand in the tree does not matter. */
export function isSameShape(one: LineShape, other: LineShape): boolean {
  return (
    one.kind === other.kind &&
    one.length === other.length &&
    one.rest === other.rest &&
    one.words.every((word, index) => word === other.words[index])
  );
}

/** Returns how `response`, which was scanned with `values`, is made of the values of another line of its shape. */
export function recipeOf(response: unknown, values: readonly ScannedValue[]): Recipe {
  const places = new Map<unknown, Map<string | number, number>>();
  for (const [place, { holder, key }] of values.entries()) {
    if (holder === undefined) continue;
    const held = places.get(holder) ?? new Map<string | number, number>();
    places.set(holder, held.set(key, place));
  }
  const recipe = (value: unknown, place: number | undefined): Recipe => {
    if (place !== undefined) return { kind: 'value', place, of: values[place]?.kind ?? ScanKind.other };
    if (Array.isArray(value)) {
      return { kind: 'list', items: value.map((item, index) => recipe(item, places.get(value)?.get(index))) };
    }
    if (typeof value !== 'object' || value === null) return { kind: 'constant', value };
    const entries = Object.entries(value);
    const fields = entries.map(([name, field]) => recipe(field, places.get(value)?.get(name)));
    if (fields.every(({ kind }) => kind === 'constant')) return { kind: 'constant', value };
    return { kind: 'message', names: entries.map(([name]) => name), fields };
  };
  return recipe(response, undefined);
}
