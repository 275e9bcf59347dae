/** What lines of canonical JSON have in common: everything but some of their values. */

/** A value of a line that may differ in a line of the same shape, as the scanner found it. */
export interface ScannedValue {
  /** One of ScanKind; `texts` for a list of strings. */
  readonly kind: number;
  /** Where it begins and ends, quotes and brackets included. */
  readonly from: number;
  readonly to: number;
  /** Where it is held, and as what; undefined when nobody wants it. */
  readonly holder: Record<string | number, unknown> | undefined;
  readonly key: string | number;
}

/** The kind of a list of strings, beside those of ScanKind. */
export const texts = 9;

/** The kind of what stands behind the last value. */
export const lineEnd = 10;

/** The response of the line a shape was learnt from, and which of its values another line of that shape has differently. */
export interface LineResponse {
  readonly response: object;
  readonly held: readonly HeldValue[];
}

/** A value that is wanted. */
export interface HeldValue {
  /** The message or list in the response, and its field or place there. */
  readonly holder: Record<string | number, unknown>;
  readonly key: string | number;
  /** How many values of the line come before it. */
  readonly place: number;
  readonly kind: number;
}

/** A stretch of text and the value behind it. Those that may follow each other make a tree. */
export interface LineShape {
  /**
   * The text, each whole eight bytes in a floating point number (little-endian). No two such numbers are equal whose bytes differ, but
   * for the two zeros, which no text is; and what is no number (none whose bytes are ASCII, as these are) equals nothing.
   */
  readonly eights: readonly number[];
  /** The last eight bytes, some of which may be among those before. */
  readonly last: number;
  /** Of a text of fewer than eight bytes: in two integers, and the masks of what counts there. */
  readonly low: number;
  readonly lowMask: number;
  readonly high: number;
  readonly highMask: number;
  readonly length: number;
  /** What stands behind it, one of ScanKind, `texts` or `lineEnd`. */
  readonly kind: number;
  /** What is left out of the text, as offsets in it: from, to (excluded), from, to, … */
  readonly cuts: readonly number[];
  /** What may follow the value; each leads to the others by `other`. */
  next: LineShape | undefined;
  /** What may stand in its place. */
  other: LineShape | undefined;
  /** At the end of a line: the response. */
  readonly response: LineResponse | undefined;
}

/** A stretch of text of one line. */
export interface Stretch {
  readonly text: Buffer;
  readonly kind: number;
  readonly cuts: readonly number[];
  readonly response: LineResponse | undefined;
}

/** Returns the mask of the lowest `count` bytes of an integer; of none and of all for a count below 0 and above 4. */
function maskOf(count: number): number {
  return count >= 4 ? -1 : 2 ** (8 * Math.max(0, count)) - 1;
}

/** Returns the shape of a stretch. */
export function shapeOf({ text, kind, cuts, response }: Stretch): LineShape {
  const { length } = text;
  const padded = Buffer.alloc(length + 8);
  padded.set(text);
  return {
    eights: Array.from({ length: length >> 3 }, (_, index) => padded.readDoubleLE(index * 8)),
    last: length < 8 ? 0 : padded.readDoubleLE(length - 8),
    low: padded.readInt32LE(0),
    lowMask: maskOf(length),
    high: padded.readInt32LE(4),
    highMask: maskOf(length - 4),
    length,
    kind,
    cuts,
    response,
    next: undefined,
    other: undefined,
  };
}

/** Whether a shape says the same as another one; where they stand in the tree does not matter. */
export function isSameShape(one: LineShape, other: LineShape): boolean {
  return (
    one.kind === other.kind &&
    one.length === other.length &&
    one.low === other.low &&
    one.high === other.high &&
    Object.is(one.last, other.last) &&
    one.eights.every((eight, index) => eight === other.eights[index])
  );
}

/** Returns the response of a line that was scanned with `values`. */
export function lineResponse(response: object, values: readonly ScannedValue[]): LineResponse {
  const held = values.flatMap(({ kind, holder, key }, place) =>
    holder === undefined ? [] : [{ kind, holder, key, place }],
  );
  return { response, held };
}
